/** Golden vectors: model inputs with the templates that the reference provider gave for them when the package was made. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
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
        /** Templates by each tower, float32 little-endian, base64. */
        reference: base64,
        questioned: base64,
      }),
    ),
    v.minLength(1),
    v.maxLength(256),
  ),
  /** With a learned metric: the first questioned template's distance to each reference template. */
  distances: v.optional(v.array(v.number())),
});

/** Golden vectors, decoded. */
export interface Golden {
  readonly vectors: readonly {
    readonly input: Uint8Array;
    readonly reference: Float32Array;
    readonly questioned: Float32Array;
  }[];
  readonly distances: readonly number[] | null;
}

/**
 * Makes a golden file's text from inputs, by a session on the reference provider (`cpu`, the threads of the desk).
 * @param inputs model inputs, `width * height` samples each, 0 to 255; 4 to 16 different ones do.
 */
export async function makeGolden(session: ModelSession, inputs: readonly Uint8Array[]): Promise<string> {
  const reference = await session.embed('reference', inputs);
  const questioned = await session.embed('questioned', inputs);
  const [first] = questioned;
  const distances = session.distances && first ? await session.distances(first, reference) : undefined;
  const vectors = inputs.map((input, index) => ({
    input: deflateRawSync(input, { level: 9 }).toString('base64'),
    reference: floatsToBase64(reference[index]),
    questioned: floatsToBase64(questioned[index]),
  }));
  return `${JSON.stringify({ format: 'countersign-golden/1', vectors, ...(distances ? { distances } : {}) }, null, 1)}\n`;
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
    const questioned = floatsFromBase64(vector.questioned);
    if (input?.length !== samples) throw bad(`vectors.${index}.input`, `aren't ${samples} samples`);
    if (reference.length !== dimension) throw bad(`vectors.${index}.reference`, `aren't ${dimension} values`);
    if (questioned.length !== dimension) throw bad(`vectors.${index}.questioned`, `aren't ${dimension} values`);
    return { input, reference, questioned };
  });
  const distances = parsed.output.distances ?? null;
  if (manifest.metric.kind === 'learned' && distances?.length !== vectors.length) {
    throw bad('distances', `aren't ${vectors.length} distances`);
  }
  return { vectors, distances };
}

/**
 * The largest difference between what a session gives and the golden vectors: over every component of every template
 * of both towers, and over the learned distances. Infinity where something isn't a number.
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
  for (const tower of ['reference', 'questioned'] as const) {
    const templates = await session.embed(tower, inputs);
    templates.forEach((template, index) => measure(template, golden.vectors[index]?.[tower] ?? []));
  }
  const first = golden.vectors[0];
  if (session.distances && first && golden.distances) {
    const references = golden.vectors.map((vector) => vector.reference);
    measure(await session.distances(first.questioned, references), golden.distances);
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

/** Float32 values as little-endian bytes, whatever this machine's own order. */
function floatsToBase64(values: Float32Array | undefined): string {
  const bytes = Buffer.alloc((values?.length ?? 0) * 4);
  values?.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}

function floatsFromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
