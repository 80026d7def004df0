/**
 * The messages between the app and an engine process. The parent checks every response and the child every request
 * against the schemas here, so that neither trusts the other's shape. One request is in an engine's hands at a time.
 */
import * as v from 'valibot';
import { joinMethods } from '../metric/joining.ts';
import { readCardCall } from './card-protocol.ts';
import { readChequeCall } from './cheque-protocol.ts';
import {
  box,
  bytes,
  count,
  floats,
  measures,
  milliseconds,
  pixels,
  preview,
  scanFacts,
  tower,
} from './protocol-parts.ts';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A model package as bytes: `model.json` as it lies on the disk, and every file it names. */
const packageBytes = v.strictObject({ manifest: bytes, files: v.record(v.string(), bytes) });

const providerTried = v.strictObject({
  provider: v.string(),
  taken: v.boolean(),
  /** Why it was or wasn't taken, for people. */
  why: v.string(),
  /** Largest difference from the golden templates; null where the provider didn't come so far. */
  goldenError: v.nullable(v.number()),
});

const providerReport = v.strictObject({
  /** Providers inside this build of onnxruntime. */
  compiledIn: v.array(v.string()),
  tried: v.array(providerTried),
  provider: v.string(),
  goldenError: v.number(),
});

const signatureWants = v.strictObject({
  /** A picture of the whole scan no wider than this, in pixels. */
  preview: v.optional(pixels),
  /** The region of the scan as PNG, as scanned. */
  crop: v.optional(v.boolean()),
  /** The cleaned ink as PNG; the stored form that templates are re-made from. */
  clean: v.optional(v.boolean()),
  /** The template by this tower. */
  template: v.optional(tower),
  /** The ink's fingerprint (same ink, whatever the file). */
  fingerprint: v.optional(v.boolean()),
  /** The model input itself: true for the model's own size, or a size where there is no model. */
  tensor: v.optional(v.union([v.literal(true), v.strictObject({ width: pixels, height: pixels })])),
});

/** A signature as PNG: the region as scanned, and its clean ink. */
const signaturePictures = v.strictObject({ cropPng: bytes, cleanPng: bytes });

/** How to lay the questioned signature over a reference. */
const alignment = v.strictObject({
  /** Questioned pixel (x, y) lies at (scale·(x·cos − y·sin) + shiftX, scale·(x·sin + y·cos) + shiftY) on the reference. */
  scale: v.number(),
  /** Radians, clockwise on the screen. */
  rotation: v.number(),
  /** Pixels of the reference. */
  shiftX: v.number(),
  shiftY: v.number(),
  /** Share of ink that falls together, 0 to 1. */
  overlap: v.number(),
});

/** What is measured of one signature by itself; units as imaging's measureShape gives them. */
const shape = v.strictObject({
  proportions: v.number(),
  slant: v.number(),
  tremor: v.nullable(v.number()),
  pressure: v.nullable(v.number()),
  spacing: v.number(),
});

/** Where the model finds the difference, row by row, in units of the package's distance, 0 and up. */
const differenceMap = v.strictObject({
  rows: pixels,
  columns: pixels,
  values: floats,
  /** Where the map lies, in pixels of the questioned clean ink; not whole ones, and past its edges. */
  box: v.strictObject({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  /** The network's own map, or what each tile's ink adds to the distance. */
  source: v.picklist(['network', 'occlusion']),
});

const tensor = v.strictObject({ width: pixels, height: pixels, data: bytes });
const timings = v.strictObject({ decode: milliseconds, clean: milliseconds, embed: milliseconds, total: milliseconds });

/** Every call: what it takes and what it gives. */
export const engineCalls = {
  /** Makes the engine ready: opens the model (null: imaging only), proves a provider, measures the golden error. */
  start: {
    request: v.strictObject({
      package: v.nullable(packageBytes),
      /** The net that tells a signature's ink on a whole cheque; null: cheques aren't read. */
      inkNet: v.nullable(packageBytes),
      /** Only this provider; null: the platform's candidates in order. */
      provider: v.nullable(v.string()),
      /** Providers not to try: the engine process ended while it was starting, or kept ending, with them. */
      avoid: v.array(v.string()),
      /** Threads of one inference. */
      threads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
    }),
    response: v.strictObject({
      pid: count,
      versions: v.record(v.string(), v.string()),
      imagingVersion: v.string(),
      /** The decoders of scans, and why one doesn't work here. */
      decoders: v.array(v.strictObject({ name: v.string(), works: v.boolean(), why: v.string() })),
      model: v.nullable(v.strictObject({ id: v.string(), version: v.string(), hash: sha256, dimension: pixels })),
      providers: v.nullable(providerReport),
    }),
  },
  /** Opens a scan and says what it is; no signature is looked for. */
  read: {
    request: v.strictObject({ bytes, page: count, preview: v.optional(pixels) }),
    response: v.strictObject({ scan: scanFacts, preview: v.optional(preview), timings }),
  },
  /** Opens a scan, finds and cleans the signature in `region` (null: the whole picture), embeds it. */
  examine: {
    request: v.strictObject({ bytes, page: count, region: v.nullable(box), wants: signatureWants }),
    response: v.strictObject({
      scan: scanFacts,
      region: box,
      inkBox: box,
      measures,
      preview: v.optional(preview),
      cropPng: v.optional(bytes),
      cleanPng: v.optional(bytes),
      template: v.optional(floats),
      /** Base64; compare two by sameSignatureInk. */
      fingerprint: v.optional(v.string()),
      tensor: v.optional(tensor),
      timings,
    }),
  },
  readCheque: readChequeCall,
  readCard: readCardCall,
  /** Makes a template again from clean ink: from stored ink after a change of model, or from ink that is turned first. */
  embedClean: {
    request: v.strictObject({
      cleanPng: bytes,
      tower,
      /** Degrees, clockwise on the screen, by which the ink is turned before it is embedded. */
      turn: v.optional(v.pipe(v.number(), v.minValue(-180), v.maxValue(180))),
    }),
    response: v.strictObject({
      template: floats,
      /** The clean ink as it was turned; where no turn was asked for there is none. */
      turnedPng: v.optional(bytes),
      timings,
    }),
  },
  /** Distances by the package's learned graph: one questioned template against each specimen's. */
  distances: {
    request: v.strictObject({ questioned: floats, specimens: v.array(floats) }),
    response: v.strictObject({ distances: v.array(v.number()) }),
  },
  /**
   * Distances by the package's learned graph of many pairs among templates that are sent once, for an evaluation.
   * A pair is two indices into `templates`: the questioned one, the reference.
   */
  pairDistances: {
    request: v.strictObject({ templates: v.array(floats), pairs: v.array(v.tuple([count, count])) }),
    response: v.strictObject({ distances: v.array(v.number()) }),
  },
  /** How to lay the questioned signature over the reference: both given as clean PNG. */
  align: {
    request: v.strictObject({ referencePng: bytes, questionedPng: bytes }),
    response: alignment,
  },
  /** Why two signatures part: both sides measured, laid over each other, and (where asked) the model's map. */
  explain: {
    request: v.strictObject({
      questionedPng: bytes,
      /** Clean ink of one signatory's specimens, the nearest first; at least one. */
      specimenPngs: v.pipe(v.array(bytes), v.minLength(1)),
      /** The templates that the map is drawn from, and how their distances are joined; null: no map. */
      map: v.nullable(
        v.strictObject({ questioned: floats, specimens: v.array(floats), method: v.picklist(joinMethods) }),
      ),
    }),
    response: v.strictObject({
      /** One a specimen, in their order. */
      alignments: v.array(alignment),
      questioned: shape,
      specimens: v.array(shape),
      /** Largest stroke without a counterpart, in % of the length of its side's strokes. */
      loose: v.strictObject({ extra: v.number(), missing: v.number() }),
      map: v.nullable(differenceMap),
    }),
  },
  /** The evidence picture, as PNG: questioned signature and specimen side by side, and laid over each other. */
  evidence: {
    request: v.strictObject({ questioned: signaturePictures, specimen: signaturePictures }),
    response: v.strictObject({ png: bytes, width: pixels, height: pixels }),
  },
  /** Answers at once where the engine lives. */
  ping: { request: v.strictObject({}), response: v.strictObject({ pid: count }) },
} as const;

export type EngineCall = keyof typeof engineCalls;

/** What a call takes. */
export type CallRequest<C extends EngineCall> = v.InferOutput<(typeof engineCalls)[C]['request']>;
/** What a call gives. */
export type CallResponse<C extends EngineCall> = v.InferOutput<(typeof engineCalls)[C]['response']>;

/** Parent to child: one call, with the number its response will carry. */
export type EngineRequest = { [C in EngineCall]: { id: number; call: C; input: CallRequest<C> } }[EngineCall];

/** Where a failure comes from: the scan itself, the model package, or the engine process. */
export type FailureOrigin = 'scan' | 'model' | 'engine';

/** A failure as it crosses the wall. `scan` faults are imaging's own (ScanError), passed on as they are. */
const failure = v.strictObject({
  origin: v.picklist(['scan', 'model', 'engine']),
  fault: v.string(),
  message: v.string(),
  /** Where the scan opened but held no signature to judge: what was opened, so that the window can still show it. */
  seen: v.optional(v.strictObject({ scan: scanFacts, preview: v.optional(preview) })),
});

export type EngineFailure = v.InferOutput<typeof failure>;
export type ScanFacts = v.InferOutput<typeof scanFacts>;
export type ScanPreview = v.InferOutput<typeof preview>;
export type PackageBytes = v.InferOutput<typeof packageBytes>;
export type SignatureWants = v.InferOutput<typeof signatureWants>;
export type SignatureMeasures = v.InferOutput<typeof measures>;
export type ProviderReport = v.InferOutput<typeof providerReport>;
export type EngineReady = CallResponse<'start'>;
export type ReadScan = CallResponse<'read'>;
export type ExaminedSignature = CallResponse<'examine'>;
export type SignatureAlignment = CallResponse<'align'>;
export type SignatureExplanation = CallResponse<'explain'>;

/** Child to parent: the result, or the failure, of the call with that number. */
export type EngineResponse =
  { id: number; ok: true; result: unknown } | { id: number; ok: false; failure: EngineFailure };

const requestShell = v.strictObject({
  id: count,
  call: v.picklist(Object.keys(engineCalls) as [EngineCall, ...EngineCall[]]),
  input: v.unknown(),
});

const responseShell = v.union([
  v.strictObject({ id: count, ok: v.literal(true), result: v.unknown() }),
  v.strictObject({ id: count, ok: v.literal(false), failure }),
]);

/**
 * Checks a message that came to the child.
 * @throws TypeError naming the first field that is wrong.
 */
export function parseRequest(message: unknown): EngineRequest {
  const shell = check(requestShell, message, 'request');
  const input = check(engineCalls[shell.call].request, shell.input, shell.call);
  return { id: shell.id, call: shell.call, input } as EngineRequest;
}

/**
 * Checks the outer shape of a message that came to the parent; the result is checked by {@link parseResult}.
 * @throws TypeError naming the first field that is wrong.
 */
export function parseResponse(message: unknown): EngineResponse {
  return check(responseShell, message, 'response');
}

/**
 * Checks the result of a call.
 * @throws TypeError naming the first field that is wrong.
 */
export function parseResult<C extends EngineCall>(call: C, result: unknown): CallResponse<C> {
  return check(engineCalls[call].response, result, call) as CallResponse<C>;
}

function check<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new TypeError(`engine ${what}: ${v.getDotPath(issue) ?? 'message'}: ${issue.message}`);
}
