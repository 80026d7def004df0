/** `model.json`: everything about a model package that isn't weights. */
import * as v from 'valibot';
import type { Calibration } from '../metric/calibration.ts';
import { joinMethods } from '../metric/joining.ts';

/** The format this version of Countersign reads. */
export const manifestFormat = 'countersign-model/1';

/** The largest template, in float32 components: 256 KiB. It is sent to and from engines and sealed in the store whole. */
export const largestDimension = 65_536;

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(20_000));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192));
/** A learned net's template keeps its place on the page: its features at every cell of a grid, one after another. */
const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestDimension));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

/** A plain file name inside the package's own folder: no folders, no `..`, nothing a shell or Windows would bend. */
const fileName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be a plain file name (letters, digits, . _ -)'),
  v.check((name) => !name.includes('..') && !name.endsWith('.'), 'must be a plain file name without ".."'),
);

/** One half of the twin: an ONNX file with an input [1, 1, height, width] and an output [1, dimension]. */
const tower = v.strictObject({ file: fileName, input: text, output: text });

const metric = v.variant('kind', [
  v.strictObject({ kind: v.literal('euclidean') }),
  v.strictObject({ kind: v.literal('squared-euclidean') }),
  v.strictObject({ kind: v.literal('cosine') }),
  v.strictObject({
    kind: v.literal('mahalanobis'),
    /** The positive semi-definite matrix, rows one after another: float64 little-endian in a file, or inline. */
    matrix: v.union([v.strictObject({ file: fileName }), v.strictObject({ values: v.array(v.array(v.number())) })]),
  }),
  v.strictObject({
    kind: v.literal('learned'),
    /**
     * A graph over two templates, each [n, dimension], to distances [n] or [n, 1]: never negative, the same both ways
     * round, 0 between a template and itself.
     */
    file: fileName,
    inputs: v.strictObject({ questioned: text, reference: text }),
    output: text,
    /**
     * A second output [n, rows, columns]: how far each cell of the questioned signature's model input (the canvas cut
     * into rows × columns) speaks against the same hand; 0 and up.
     */
    map: v.optional(v.strictObject({ output: text, rows: size, columns: size })),
    /**
     * Where a template keeps the ink itself: from `offset` on the mean ink of each cell of the model's input cut into
     * rows × columns, row by row. A signature laid askew is straightened by it; without it none is.
     */
    ink: v.optional(
      v.strictObject({ offset: v.pipe(v.number(), v.integer(), v.minValue(0)), rows: size, columns: size }),
    ),
  }),
]);

const number = v.pipe(v.number(), v.finite());
const thresholds = v.pipe(
  v.strictObject({ matchAbove: number, mismatchBelow: number }),
  v.check((bands) => bands.mismatchBelow <= bands.matchAbove, 'must have mismatchBelow at or below matchAbove'),
);

/** A group's weights; their signs are the metric's contract (a larger distance never speaks for a genuine). */
const group = v.strictObject({
  intercept: number,
  joinedWeight: v.pipe(number, v.maxValue(0)),
  spreadWeight: v.pipe(number, v.minValue(0)),
  relativeWeight: v.pipe(number, v.maxValue(0)),
  countWeight: number,
  thresholds: v.optional(thresholds),
});

const calibration: v.GenericSchema<unknown, Calibration> = v.strictObject({
  method: v.picklist(joinMethods),
  groups: v.strictObject({ one: group, two: group, many: group }),
  range: v.strictObject({ low: number, high: number }),
  fittedOn: v.array(v.strictObject({ dataset: text, writer: text })),
});

const share = v.pipe(number, v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const curve = v.pipe(
  v.array(v.strictObject({ score: number, falseAccept: share, falseReject: share, randomAccept: share })),
  v.minLength(2),
  v.maxLength(1000),
  v.check(
    (points) =>
      points.slice(1).every((point, before) => {
        const last = points[before]!;
        const falls = point.falseAccept <= last.falseAccept && point.randomAccept <= last.randomAccept;
        return point.score > last.score && falls && point.falseReject >= last.falseReject;
      }),
    'must have rising scores, with accepted forgeries falling and rejected genuines rising',
  ),
);
const signatures = v.strictObject({ writers: count, genuine: count, skilled: count });

/** The manifest's schema. Kept plain, so that it converts to JSON Schema but for the file-name check. */
export const manifestSchema = v.strictObject({
  format: v.literal(manifestFormat),
  /** One of contrastive, triplet, mahalanobis-labelled, mahalanobis-unlabelled, learned, half-twin; or a bank's own. */
  id: v.pipe(v.string(), v.maxLength(60), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case')),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'must be like 1.2.3')),
  title: text,
  /** The same file in both for a Siamese net; two for a half-twin. */
  towers: v.strictObject({ reference: tower, questioned: tower }),
  input: v.strictObject({
    width: size,
    height: size,
    /** `uint8`: samples as imaging gives them, 0 to 255. `float32`: the same divided by 255. */
    element: v.picklist(['uint8', 'float32']),
    /** The version of imaging that the model was trained behind; another one is refused. */
    imagingVersion: text,
  }),
  template: v.strictObject({ dimension }),
  metric,
  /** How the distances to several specimens become one; the calibration's own method, said where people look for it. */
  joining: v.strictObject({ method: v.picklist(joinMethods) }),
  calibration,
  /** Error rates over the threshold by number of specimens, on scores crossed by writer: what moving a band costs. */
  curves: v.optional(
    v.strictObject({
      one: curve,
      two: curve,
      many: curve,
      /** How many different signatures stand behind each curve. */
      signatures: v.strictObject({ one: signatures, two: signatures, many: signatures }),
    }),
  ),
  /** Every file of the package but model.json: name to SHA-256 (lower-case hex) and size in bytes. */
  files: v.record(
    fileName,
    v.strictObject({
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')),
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
  ),
  golden: v.strictObject({
    file: fileName,
    /** Largest difference allowed between a template and its golden one, over all components. */
    tolerance: v.strictObject({ cpu: positive, accelerator: positive }),
  }),
  /** The protocol and the table, as `countersign evaluate` prints them. */
  errorRates: v.record(v.string(), v.unknown()),
  training: v.looseObject({ date: text, licence: text, datasets: v.array(text) }),
});

/** A parsed `model.json`. */
export type ModelManifest = v.InferOutput<typeof manifestSchema>;
/** How the package measures distance. */
export type ManifestMetric = ModelManifest['metric'];
/** Which half of the twin. */
export type Tower = keyof ModelManifest['towers'];

/**
 * Checks a parsed JSON value as a manifest.
 * @returns the manifest, or the first field that is wrong and why.
 */
export function parseManifest(
  value: unknown,
): { ok: true; manifest: ModelManifest } | { ok: false; field: string; why: string } {
  const parsed = v.safeParse(manifestSchema, value, { abortEarly: true });
  if (parsed.success) return { ok: true, manifest: parsed.output };
  const issue = parsed.issues[0];
  return { ok: false, field: v.getDotPath(issue) ?? 'model.json', why: issue.message };
}

/** Every file that the manifest's fields refer to, without repeats. */
export function namedFiles(manifest: ModelManifest): string[] {
  const names = [manifest.towers.reference.file, manifest.towers.questioned.file, manifest.golden.file];
  if (manifest.metric.kind === 'learned') names.push(manifest.metric.file);
  if (manifest.metric.kind === 'mahalanobis' && 'file' in manifest.metric.matrix)
    names.push(manifest.metric.matrix.file);
  return [...new Set(names)];
}
