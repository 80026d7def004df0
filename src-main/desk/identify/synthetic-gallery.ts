import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { EngineError } from '../../engine/engine-error.ts';
import type { EnginePool } from '../../engine/engine-pool.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { looseSignature } from '../../sample/loose-signature.ts';
import { createSigner } from '../../sample/signer.ts';
import type { CommandHost } from '../command-host.ts';
import { startPool } from '../engine-of.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { shortPlace, shortVector } from './short-vector.ts';

/** Raised whenever the same seed could give other signatures; imaging's version is in the package's hash. */
const drawingVersion = 1;
/** Signers that are drawn and kept together: some ten seconds of work, and all that an interruption loses. Fewer where few are asked for. */
const perChunk = (signatories: number): number => (signatories < 100 ? 20 : 100);
/** A signature that the imaging refuses (a thick pen, a scribble) is drawn anew as often. */
const mostTries = 8;

const chunkSchema = v.object({
  /** Numbers of the signers whose signatures could be read, in the order of the templates. */
  signers: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
  sha256: v.string(),
});

/** Signatories who don't exist, with the templates of their specimens. */
export interface Gallery {
  readonly size: number;
  /** Their specimens' vectors for short lists, one after another, signatory by signatory. */
  readonly short: Float32Array;
  readonly specimens: number;
  /** A signatory's templates. @param at from 0 @throws Error where the cache was changed meanwhile */
  templatesOf(at: number): Promise<Float32Array[]>;
}

export interface GalleryRequest {
  /** Where templates are kept from one run to the next; made where it isn't there. */
  readonly cache: string;
  readonly seed: string;
  readonly signatories: number;
  readonly specimens: number;
}

/**
 * Draws synthetic signatories and embeds their specimens with the reference tower. What was made before with the same package,
 * imaging and seed is taken from the cache; an interrupted run goes on where it was.
 *
 * @throws EngineError where the engines fail; the host's reason where it was stopped
 */
export async function syntheticGallery(
  host: CommandHost,
  model: ModelInUse,
  request: GalleryRequest,
): Promise<Gallery> {
  const { signatories, specimens, seed } = request;
  const { dimension } = model.chosen.package.manifest.template;
  const place = shortPlace(model);
  const made = createHash('sha256')
    .update(JSON.stringify([model.hash, drawingVersion, seed, specimens]))
    .digest('hex');
  const together = perChunk(signatories);
  const folder = join(request.cache, `signers-${made.slice(0, 20)}-${together}`);
  await mkdir(folder, { recursive: true });
  const short = new Float32Array(signatories * specimens * place.length);
  const rows: { file: string; row: number }[] = [];
  let pool: EnginePool | null = null;
  try {
    for (let chunk = 0; rows.length < signatories; chunk++) {
      host.signal.throwIfAborted();
      const file = join(folder, String(chunk).padStart(5, '0'));
      let kept = await readChunk(file, specimens * dimension);
      if (!kept) {
        pool ??= startPool(host.startEngine, model);
        await makeChunk(pool, file, { first: chunk * together, count: together }, request);
        kept = await readChunk(file, specimens * dimension);
        if (!kept) throw new Error(`What was written to ${file} can't be read back.`);
      }
      for (let row = 0; row < kept.signers && rows.length < signatories; row++) {
        for (let specimen = 0; specimen < specimens; specimen++) {
          const from = (row * specimens + specimen) * dimension;
          const template = kept.values.subarray(from, from + dimension);
          short.set(shortVector(template, place), (rows.length * specimens + specimen) * place.length);
        }
        rows.push({ file: `${file}.f32`, row });
      }
      host.progress('drawing signatories', rows.length, signatories);
    }
  } finally {
    await pool?.close();
  }
  return {
    size: signatories,
    short,
    specimens,
    async templatesOf(at) {
      const { file, row } = rows[at]!;
      const values = new Float32Array(specimens * dimension);
      const handle = await open(file, 'r');
      try {
        const bytes = new Uint8Array(values.buffer);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, row * bytes.length);
        if (bytesRead !== bytes.length) throw new Error(`${file} was changed while it was in use.`);
      } finally {
        await handle.close();
      }
      return Array.from({ length: specimens }, (_, each) => values.slice(each * dimension, (each + 1) * dimension));
    },
  };
}

/** A chunk as it lies in the cache; null: there is none, or it isn't whole. */
async function readChunk(file: string, perSigner: number): Promise<{ signers: number; values: Float32Array } | null> {
  let text: string;
  let bytes: Buffer;
  try {
    text = await readFile(`${file}.json`, 'utf8');
    bytes = await readFile(`${file}.f32`);
  } catch {
    return null;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), chunkSchema), text);
  if (!parsed.success) return null;
  const { signers, sha256 } = parsed.output;
  const whole =
    bytes.length === signers.length * perSigner * 4 && createHash('sha256').update(bytes).digest('hex') === sha256;
  // A copy, because a file's buffer needn't begin at a multiple of four.
  return whole ? { signers: signers.length, values: new Float32Array(Uint8Array.from(bytes).buffer) } : null;
}

async function makeChunk(
  pool: EnginePool,
  file: string,
  { first, count }: { readonly first: number; readonly count: number },
  { seed, specimens }: GalleryRequest,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, at) => first + at);
  const signers: number[] = [];
  const parts: Uint8Array[] = [];
  const outcomes = pool.map(numbers, (engine, number) => specimensOf(engine, `${seed} ${String(number)}`, specimens));
  for await (const outcome of outcomes) {
    if (!outcome.ok) throw outcome.error;
    if (outcome.result.length < specimens) continue;
    signers.push(outcome.item);
    for (const template of outcome.result)
      parts.push(new Uint8Array(template.buffer, template.byteOffset, template.byteLength));
  }
  const bytes = Buffer.concat(parts);
  await writeWhole(`${file}.f32`, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeWhole(`${file}.json`, JSON.stringify({ signers, sha256 }));
}

/** As many templates of one signer as asked for; fewer where the imaging refuses this hand again and again. */
async function specimensOf(engine: Engine, seed: string, wanted: number): Promise<Float32Array[]> {
  const signer = createSigner(seed);
  const templates: Float32Array[] = [];
  for (let repetition = 1; repetition <= mostTries && templates.length < wanted; repetition++) {
    const bytes = await looseSignature(signer, repetition);
    try {
      const { template } = await engine.examine({ bytes, page: 0, region: null, wants: { template: 'reference' } });
      if (template) templates.push(template);
    } catch (error) {
      if (!(error instanceof EngineError) || error.origin !== 'scan') throw error;
    }
  }
  return templates;
}

/** Under its name lies either nothing or all of it. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const making = `${file}.${randomUUID()}.making`;
  await writeFile(making, content);
  await rename(making, file);
}
