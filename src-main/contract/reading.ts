/** What was read of a page: the cheques on it, and on each its account, its MICR line and its signatures. */
import * as v from 'valibot';
import { boxSchema } from './box.ts';
import { bytes } from './call.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A point in pixels of the page, not whole ones; it may lie a little outside of the page. */
export const pointSchema = v.tuple([v.number(), v.number()]);
export type Point = v.InferOutput<typeof pointSchema>;

/** A rectangle that may lie askew on the page: its own top left, top right, bottom right, bottom left corner. */
export const cornersSchema = v.tuple([pointSchema, pointSchema, pointSchema, pointSchema]);
export type Corners = v.InferOutput<typeof cornersSchema>;

/** What pixel (x, y) of the straightened cheque is on the page: (a·x + c·y + e, b·x + d·y + f). */
export const toPageSchema = v.object({
  a: v.number(),
  b: v.number(),
  c: v.number(),
  d: v.number(),
  e: v.number(),
  f: v.number(),
});
export type ToPage = v.InferOutput<typeof toPageSchema>;

/** What else a character of the MICR line may be, the likeliest first. */
export const micrAlternativeSchema = v.object({ character: v.string(), confidence: share });

/** One character of the MICR line as it was read. */
export const micrCharacterSchema = v.object({
  /** As in the line's text: `?` where it is in doubt, a space for a gap. */
  character: v.string(),
  confidence: share,
  doubtful: v.boolean(),
  /** In pixels of the strip. */
  box: boxSchema,
  alternatives: v.array(micrAlternativeSchema),
});
export type ReadCharacter = v.InferOutput<typeof micrCharacterSchema>;

/** A field of the MICR line; `from` to `to` (not in it) are places in the line's text. */
export const micrFieldSchema = v.object({
  name: v.string(),
  /** For the clerk, such as "Sort code". */
  label: v.string(),
  text: v.string(),
  from: v.number(),
  to: v.number(),
  /** What the check digit says; null: the field has none. */
  check: v.nullable(v.picklist(['right', 'wrong'])),
});
export type MicrField = v.InferOutput<typeof micrFieldSchema>;

/** The line's fields by the field layout that fits it. */
export const parsedMicrSchema = v.object({
  /** Id of the field layout, such as `us` or `uk`. */
  scheme: v.string(),
  fields: v.array(micrFieldSchema),
});

/** The cheque's MICR line. */
export const readMicrSchema = v.object({
  font: v.picklist(['e13b', 'cmc7']),
  /**
   * Digits; E-13B symbols as ⑆ transit, ⑇ amount, ⑈ on-us, ⑉ dash; CMC-7 symbols S I to S V as A to E; `?` for a
   * character in doubt; a space for a gap. After it was mended: as the clerk wrote it.
   */
  text: v.string(),
  /** As it was read, whatever the clerk made of it. */
  readText: v.string(),
  /** Whether a clerk mended the line. */
  mended: v.boolean(),
  /** Whether every character is beyond doubt. Always true once it was mended without a `?`. */
  sure: v.boolean(),
  characters: v.array(micrCharacterSchema),
  /** null where no field layout fits the line. */
  parsed: v.nullable(parsedMicrSchema),
  /** The line cut out of the straightened cheque, for enlarging: a PNG with its size in pixels. */
  strip: v.object({ png: bytes, width: v.number(), height: v.number() }),
  corners: cornersSchema,
});
export type ReadMicr = v.InferOutput<typeof readMicrSchema>;

/** Whose cheque it is, as far as the line or the file's name tells. */
export const readAccountSchema = v.object({
  /** The number as it is on file where it is known, else as it was read; null: unread. */
  number: v.nullable(v.string()),
  /**
   * `known`: on file. `unknown`: read without doubt, but not on file; it can be enrolled. `unread`: no line, or a
   * character of the number is in doubt; the clerk types it or mends the line.
   */
  standing: v.picklist(['known', 'unknown', 'unread']),
  /** Where the number comes from; null: nowhere. */
  from: v.nullable(v.picklist(['micr', 'mended', 'file-name'])),
  /** Accounts on file that are one slip away (or fit the characters that aren't in doubt). Never taken silently. */
  near: v.array(v.object({ account: v.string(), holder: v.nullable(v.string()) })),
});
export type ReadAccount = v.InferOutput<typeof readAccountSchema>;

/** A signature that was found on a cheque. */
export const foundSignatureSchema = v.object({
  /** The ink's extent on the page, upright in the page's own pixels: what box handles take hold of. */
  box: boxSchema,
  /** The same as it lies: the corners of the ink's box on the straightened cheque. */
  corners: cornersSchema,
  confidence: share,
  /** The edge of the scan cuts it off. */
  cutOff: v.boolean(),
  /** Why it can't be judged (too little ink, cut off …), in words; null: it can. */
  problem: v.nullable(v.string()),
});
export type FoundSignature = v.InferOutput<typeof foundSignatureSchema>;

/** What is wrong with the scan of a cheque. `refuse`: no verdict is given, the message is the request to the clerk. */
export const qualityFindingSchema = v.object({
  kind: v.string(),
  severity: v.picklist(['refuse', 'warn']),
  message: v.string(),
});
export type QualityFinding = v.InferOutput<typeof qualityFindingSchema>;

/** One cheque on a page. */
export const readChequeSchema = v.object({
  /** Of the straightened cheque, on the page. */
  corners: cornersSchema,
  toPage: toPageSchema,
  /** Size of the straightened cheque in its own pixels. */
  width: v.number(),
  height: v.number(),
  dotsPerInch: v.nullable(v.number()),
  /** The straightened cheque for the window, where it isn't the page as it lies; null: the page's picture shows it. */
  upright: v.nullable(v.object({ picture: bytes, pictureType: v.picklist(['image/jpeg', 'image/png']) })),
  /** What was put right, one plain sentence each, such as "The scan was upside down."; empty as a rule. */
  putRight: v.array(v.string()),
  micr: v.nullable(readMicrSchema),
  account: readAccountSchema,
  /** Best first, at most four. */
  signatures: v.array(foundSignatureSchema),
  /** What there is to tell of the signatures where none can be judged ("no signature was found …"); else null. */
  request: v.nullable(v.string()),
  quality: v.array(qualityFindingSchema),
});
export type ReadCheque = v.InferOutput<typeof readChequeSchema>;

/** What was read of one page of a scan. */
export const readingSchema = v.object({
  /**
   * `cheque`: at least one cheque is on it. `signature`: a signature without a cheque round it; the whole picture is its
   * box. `back`: a cheque's back. `blank`: nothing on it. `other`: none of these (print, a passport, a photograph …).
   */
  kind: v.picklist(['cheque', 'signature', 'back', 'blank', 'other']),
  /** Top to bottom, then left to right; empty unless `kind` is `cheque`. */
  cheques: v.array(readChequeSchema),
});
export type Reading = v.InferOutput<typeof readingSchema>;
