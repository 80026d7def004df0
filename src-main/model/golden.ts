/**
 * Golden vectors: model inputs with what the reference provider gave for them when the package was made: their templates
 * and, where the metric is learned, distances and maps.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { floatsFromBase64, floatsToBase64 } from './float-text.ts';
import type { ModelManifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import type { ModelSession } from './session.ts';

const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*=*$/));

const goldenSchema = v.strictObject({
  format: v.literal('countersign-golden/1'),
  vectors: v.pipe(
    v.array(
      v.strictObject({
        /** width * height samples, raw deflate, base64. */
        input: base64,
        /** Templates by each tower, float32 little-endian, base64. `questioned` is left out where it is the same. */
        reference: base64,
        questioned: v.optional(base64),
      }),
    ),
    v.minLength(1),
    v.maxLength(256),
  ),
  /** With a learned metric: the first questioned template's distance to each reference template. */
  distances: v.optional(v.array(v.number())),
  /** Where it has a map: the map of each of these distances, `rows * columns` float32 little-endian, base64. */
  maps: v.optional(v.array(base64)),
});

/** Golden vectors, decoded. */
export interface Golden {
  readonly vectors: readonly {
    readonly input: Uint8Array;
    readonly reference: Float32Array;
    /** The very object `reference` where the file has one template for both towers. */
    readonly questioned: Float32Array;
  }[];
  readonly distances: readonly number[] | null;
  readonly maps: readonly Float32Array[] | null;
}

/**
 * Makes a golden file's text from inputs, by a session on the reference provider (`cpu`, the threads of the desk).
 * @param inputs model inputs, `width * height` samples each, 0 to 255; 4 to 16 different ones do.
 * @throws ModelError (bad-graph) where a learned distance isn't the same both ways round, or isn't 0 between a template
 *   and itself, within the manifest's tolerance.
 */
export async function makeGolden(
  session: ModelSession,
  inputs: readonly Uint8Array[],
  manifest: Pick<ModelManifest, 'metric' | 'golden' | 'towers'>,
): Promise<string> {
  const reference = await session.embed('reference', inputs);
  const questioned = isTwin(manifest) ? reference : await session.embed('questioned', inputs);
  const [first] = questioned;
  if (session.distances) await checkDistance(session.distances, reference, manifest);
  const distances = session.distances && first ? await session.distances(first, reference) : undefined;
  const mapped = session.distanceMaps && first ? await session.distanceMaps(first, reference) : undefined;
  const vectors = inputs.map((input, index) => ({
    input: deflateRawSync(input, { level: 9 }).toString('base64'),
    reference: floatsToBase64(reference[index]),
    ...(questioned === reference ? {} : { questioned: floatsToBase64(questioned[index]) }),
  }));
  const golden = {
    format: 'countersign-golden/1',
    vectors,
    ...(distances ? { distances } : {}),
    ...(mapped ? { maps: mapped.map(({ map }) => floatsToBase64(map)) } : {}),
  };
  return `${JSON.stringify(golden, null, 1)}\n`;
}

/** Whether both halves of a twin are one and the same, so that a signature has one template whichever side it is on. */
function isTwin({ towers: { reference, questioned } }: Pick<ModelManifest, 'towers'>): boolean {
  return reference.file === questioned.file && reference.output === questioned.output;
}

async function checkDistance(
  distances: NonNullable<ModelSession['distances']>,
  templates: readonly Float32Array[],
  { metric, golden }: Pick<ModelManifest, 'metric' | 'golden'>,
): Promise<void> {
  const [first] = templates;
  if (!first || metric.kind !== 'learned') return;
  const forth = await distances(first, templates);
  const bad = (why: string) =>
    new ModelError('bad-graph', `The model file ${metric.file} is no distance: ${why}.`, { file: metric.file });
  for (const [at, template] of templates.entries()) {
    const [back] = await distances(template, [first]);
    const [own] = await distances(template, [template]);
    const gap = Math.abs(forth[at]! - back!);
    if (gap > golden.tolerance.cpu) throw bad(`it differs by ${gap.toPrecision(2)} the other way round`);
    if (own! > golden.tolerance.cpu) throw bad(`it is ${own!.toPrecision(2)} between a template and itself`);
  }
}

/**
 * Reads a golden file.
 * @throws ModelError (golden-mismatch) naming the file and the field.
 */
export function readGolden(bytes: Uint8Array, manifest: ModelManifest): Golden {
  const { file } = manifest.golden;
  const bad = (field: string, why: string) =>
    new ModelError('golden-mismatch', `The golden vectors ${file} (${field}) ${why}.`, { file, field });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw bad('file', "aren't valid JSON");
  }
  const parsed = v.safeParse(goldenSchema, value, { abortEarly: true });
  if (!parsed.success) throw bad(v.getDotPath(parsed.issues[0]) ?? 'file', parsed.issues[0].message);
  const samples = manifest.input.width * manifest.input.height;
  const { dimension } = manifest.template;
  const vectors = parsed.output.vectors.map((vector, index) => {
    const input = inflate(vector.input, samples);
    const reference = floatsFromBase64(vector.reference);
    if (vector.questioned === undefined && !isTwin(manifest)) {
      throw bad(`vectors.${index}.questioned`, "isn't there, and the towers differ");
    }
    const questioned = vector.questioned === undefined ? reference : floatsFromBase64(vector.questioned);
    if (input?.length !== samples) throw bad(`vectors.${index}.input`, `aren't ${samples} samples`);
    if (reference.length !== dimension) throw bad(`vectors.${index}.reference`, `aren't ${dimension} values`);
    if (questioned.length !== dimension) throw bad(`vectors.${index}.questioned`, `aren't ${dimension} values`);
    return { input, reference, questioned };
  });
  const distances = parsed.output.distances ?? null;
  if (manifest.metric.kind === 'learned' && distances?.length !== vectors.length) {
    throw bad('distances', `aren't ${vectors.length} distances`);
  }
  const maps = parsed.output.maps?.map(floatsFromBase64) ?? null;
  if (manifest.metric.kind === 'learned' && manifest.metric.map) {
    const { rows, columns } = manifest.metric.map;
    if (maps?.length !== vectors.length) throw bad('maps', `aren't ${vectors.length} maps`);
    const wrong = maps.findIndex((map) => map.length !== rows * columns);
    if (wrong >= 0) throw bad(`maps.${wrong}`, `isn't ${rows} × ${columns} values`);
  }
  return { vectors, distances, maps };
}

/**
 * The largest difference between what a session gives and the golden vectors: over every component of every template
 * of both towers, over the learned distances, and over every cell of their maps. Infinity where something isn't a number.
 */
export async function goldenError(session: ModelSession, golden: Golden): Promise<number> {
  const inputs = golden.vectors.map((vector) => vector.input);
  let largest = 0;
  const measure = (found: ArrayLike<number>, told: ArrayLike<number>) => {
    for (let index = 0; index < told.length; index += 1) {
      const gap = Math.abs((found[index] ?? Number.NaN) - (told[index] ?? Number.NaN));
      largest = Math.max(largest, Number.isNaN(gap) ? Infinity : gap);
    }
  };
  const twin = golden.vectors.every((vector) => vector.questioned === vector.reference);
  for (const tower of twin ? (['reference'] as const) : (['reference', 'questioned'] as const)) {
    const templates = await session.embed(tower, inputs);
    templates.forEach((template, index) => measure(template, golden.vectors[index]?.[tower] ?? []));
  }
  const first = golden.vectors[0];
  const references = golden.vectors.map((vector) => vector.reference);
  if (session.distances && first && golden.distances) {
    measure(await session.distances(first.questioned, references), golden.distances);
  }
  if (session.distanceMaps && first && golden.maps) {
    const mapped = await session.distanceMaps(first.questioned, references);
    golden.maps.forEach((map, index) => measure(mapped[index]?.map ?? [], map));
  }
  return largest;
}

function inflate(text: string, most: number): Uint8Array | null {
  try {
    return inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: most + 1 });
  } catch {
    return null;
  }
}
