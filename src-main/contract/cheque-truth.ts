import * as v from 'valibot';
import { boxSchema } from './box.ts';

/**
 * What is known of a picture of cheques: one line of JSON a picture in `truth.jsonl`, beside the pictures. `countersign
 * sample` writes it, `countersign evaluate --cheques` reads it, whoever made it. docs/cheque-truth.md explains it. Plain
 * schemas only, because a JSON Schema is made from them.
 */

const wholePixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200_000));
const place = v.pipe(
  v.tuple([v.number(), v.number()]),
  v.description('x and y in pixels of the picture as it is stored; a cheque may reach past its edge.'),
);

/** Whose signature it is, and where. */
export const truthSignatureSchema = v.object({
  box: v.pipe(boxSchema, v.description('Smallest box round the ink, in pixels of the picture as it is stored.')),
  signer: v.pipe(v.string(), v.description('Whose signature it is, or claims to be.')),
  kind: v.pipe(
    v.nullable(v.picklist(['genuine', 'skilled', 'random'])),
    v.description(
      'genuine; skilled: an imitation by somebody else; random: another person’s own signature; null: unknown.',
    ),
  ),
  source: v.pipe(
    v.nullable(v.string()),
    v.description('Where the ink was taken from a scan: its path as the index of signatures has it; else null.'),
  ),
  cutOff: v.pipe(
    v.boolean(),
    v.description('Whether a part of it is lost at the edge of the cheque or of the picture.'),
  ),
});
export type TruthSignature = v.InferOutput<typeof truthSignatureSchema>;

/** The coded line at the foot of a cheque. */
export const truthMicrSchema = v.object({
  font: v.picklist(['e13b', 'cmc7']),
  text: v.pipe(
    v.string(),
    v.description(
      'As printed, left to right on the upright cheque: digits; in E-13B ⑆ transit, ⑇ amount, ⑈ on-us, ⑉ dash; in CMC-7 A to E for its symbols S I to S V; a space for one or more empty places.',
    ),
  ),
  fields: v.pipe(v.record(v.string(), v.string()), v.description('What the line says, by field.')),
});

/** One cheque of a picture. */
export const truthChequeSchema = v.object({
  corners: v.pipe(
    v.tuple([place, place, place, place]),
    v.description('Where the upright cheque’s top left, top right, bottom right and bottom left corner lie.'),
  ),
  micr: v.nullable(truthMicrSchema),
  account: v.pipe(v.nullable(v.string()), v.description('The drawer’s account number as the coded line has it.')),
  signatures: v.pipe(v.array(truthSignatureSchema), v.maxLength(4)),
  inkMask: v.pipe(
    v.nullable(v.string()),
    v.description(
      'File name of a PNG of the picture’s size, white where the pen of a signature left ink, black elsewhere; null: unknown.',
    ),
  ),
});
export type TruthCheque = v.InferOutput<typeof truthChequeSchema>;

/** How the picture was made: what a measurement may be split by. Anybody’s own fields may stand beside these. */
export const truthConditionSchema = v.looseObject({
  skew: v.optional(v.pipe(v.number(), v.description('Degrees, clockwise, beside the turn.'))),
  turn: v.optional(v.pipe(v.picklist([0, 90, 180, 270]), v.description('Degrees, clockwise.'))),
  mirrored: v.optional(v.boolean()),
  blur: v.optional(v.pipe(v.number(), v.description('Deviation of the optics’ blur, in pixels.'))),
});

/** One line of `truth.jsonl`. */
export const chequeTruthSchema = v.object({
  file: v.pipe(v.string(), v.minLength(1), v.description('The picture, beside truth.jsonl; forward slashes.')),
  page: v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Which page of the file, 0 for the first.')),
  width: wholePixels,
  height: wholePixels,
  dotsPerInch: v.nullable(v.pipe(v.number(), v.minValue(1))),
  tone: v.picklist(['grey', 'colour', 'bitonal']),
  layout: v.pipe(v.string(), v.description('A name for the form; measurements may be split by it.')),
  cheques: v.array(truthChequeSchema),
  condition: truthConditionSchema,
});
export type ChequeTruth = v.InferOutput<typeof chequeTruthSchema>;
