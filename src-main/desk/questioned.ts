import type { Box } from '../contract/box.ts';
import type { Corners } from '../contract/reading.ts';
import type { ReadPage, ReadPageCheque, ReadPageSignature } from '../engine/cheque-protocol.ts';
import { EngineError } from '../engine/engine-error.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { ExaminedSignature } from '../engine/protocol.ts';

/** A signature of the scan that is to be judged, or can't be. */
export interface QuestionedSignature {
  /** Its place among those that were found; null: a person's box, a bank's layout, or the whole picture. */
  readonly found: number | null;
  /** Where it was looked for, and its ink's extent, in pixels of the page. */
  readonly region: Box;
  readonly inkBox: Box;
  readonly corners: Corners;
  readonly confidence: number | null;
  readonly cutOff: boolean;
  /** Why it can't be judged; null: it can. */
  readonly problem: string | null;
  readonly cropPng: Uint8Array;
  readonly cleanPng: Uint8Array;
  readonly template: Float32Array;
}

/** What a check looks at: the signatures, the scan's facts and what it took to find them. */
export interface QuestionedScan {
  readonly scan: ExaminedSignature['scan'];
  readonly signatures: readonly QuestionedSignature[];
  readonly timings: ExaminedSignature['timings'];
}

/** The corners of a box that lies straight on the page. */
export const cornersOfBox = ({ x, y, width, height }: Box): Corners => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

const noSignature = 'No signature was found. If there is one, draw a box round it.';

/** A scan that opened but bears nothing to judge. */
const unjudged = (fault: string, message: string): EngineError => new EngineError('scan', fault, message);

/**
 * Refuses a page on which papers lie over each other.
 * @throws EngineError `overlapping` with the request to the clerk
 */
export function requireApart({ overlapping }: Pick<ReadPage, 'overlapping'>): void {
  if (overlapping !== null) throw unjudged('overlapping', overlapping);
}

/**
 * Refuses a cheque whose scan is too poor for any verdict.
 * @throws EngineError `quality` with the request to the clerk
 */
export function requireQuality(cheque: Pick<ReadPageCheque, 'quality'>): void {
  const refused = cheque.quality.filter(({ severity }) => severity === 'refuse');
  if (refused.length > 0) throw unjudged('quality', refused.map(({ message }) => message).join(' '));
}

/**
 * The signatures that were found on a cheque.
 * @throws EngineError `no-signature`, or `signature-cut-off` where none of them can be judged
 */
export function foundSignatures(page: ReadPage, cheque: ReadPageCheque): QuestionedScan {
  const { signatures } = cheque;
  if (signatures.length === 0) throw unjudged('no-signature', cheque.request ?? noSignature);
  const problem = signatures.every((each) => each.problem !== null) ? signatures[0]!.problem : null;
  if (problem !== null) throw unjudged('signature-cut-off', problem);
  return { scan: page.scan, signatures: signatures.map(questionedOf), timings: timingsOf(page) };
}

function questionedOf(signature: ReadPageSignature, found: number): QuestionedSignature {
  const { cropPng, cleanPng, template, pageBox, corners, confidence, cutOff, problem } = signature;
  if (!cropPng || !cleanPng || !template) throw new Error('The engine left out a part of what it was asked for.');
  return {
    found,
    region: pageBox,
    inkBox: pageBox,
    corners,
    confidence,
    cutOff,
    problem,
    cropPng,
    cleanPng,
    template,
  };
}

const timingsOf = ({ timings }: ReadPage): QuestionedScan['timings'] => ({
  decode: timings.decode,
  clean: timings.page + timings.micr + timings.signatures,
  embed: timings.embed,
  total: timings.total,
});

/**
 * The signature in a box of the page as it lies; null: the whole picture is its box.
 * @throws EngineError where there is none to judge
 */
export async function signatureInRegion(
  engine: Engine,
  scan: { readonly bytes: Uint8Array; readonly page: number },
  region: Box | null,
): Promise<QuestionedScan> {
  const examined = await engine.examine({
    ...scan,
    region,
    wants: { crop: true, clean: true, template: 'questioned' },
  });
  const { template, cropPng, cleanPng, inkBox } = examined;
  if (!template || !cropPng || !cleanPng) throw new Error('The engine left out a part of what it was asked for.');
  return {
    scan: examined.scan,
    signatures: [
      {
        found: null,
        region: examined.region,
        inkBox,
        corners: cornersOfBox(inkBox),
        confidence: null,
        cutOff: false,
        problem: null,
        cropPng,
        cleanPng,
        template,
      },
    ],
    timings: examined.timings,
  };
}

/**
 * The signature in a person's box on a cheque that doesn't lie straight on its page: the cheque is straightened first.
 * @throws EngineError where there is none to judge
 */
export async function signatureOnStraightened(
  engine: Engine,
  scan: { readonly bytes: Uint8Array; readonly page: number },
  region: { readonly cheque: number; readonly box: Box },
): Promise<QuestionedScan> {
  const page = await engine.readCheque({
    ...scan,
    layouts: [],
    account: null,
    micrSchemes: [],
    region,
    wants: { crop: true, clean: true, template: 'questioned' },
  });
  const signature = page.cheques[region.cheque]?.signatures[0];
  if (!signature) throw unjudged('no-signature', noSignature);
  const questioned = { ...questionedOf(signature, 0), found: null, region: region.box };
  return { scan: page.scan, signatures: [questioned], timings: timingsOf(page) };
}
