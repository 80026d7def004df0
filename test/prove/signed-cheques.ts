/** Cheques that don't exist, read as the desk reads them; what was read is kept, so that a proof broken off goes on where it was. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import { startPool } from '../../src-main/desk/engine-of.ts';
import type { ModelInUse } from '../../src-main/desk/model-in-use.ts';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { generateCheque } from '../../src-main/sample/cheques/generate.ts';
import { takeInk } from '../../src-main/sample/cheques/laid-in.ts';
import { looseSignature } from '../../src-main/sample/loose-signature.ts';
import { createSigner } from '../../src-main/sample/signer.ts';

/** What to make. */
export type Wanted =
  /** A generated cheque of a seed. */
  | { readonly kind: 'cheque'; readonly seed: string; readonly number: number }
  /** A generated cheque of an account of its own, signed by the hand of a signer. */
  | { readonly kind: 'signed'; readonly seed: string; readonly number: number; readonly signer: string }
  /** A signature alone, without a cheque round it. */
  | { readonly kind: 'loose'; readonly number: number; readonly signer: string; readonly account: string };

/** A signature as the engine read it. */
export interface ReadSignature {
  readonly account: string;
  readonly template: Float32Array;
}

const keptSchema = v.array(v.object({ account: v.string(), template: v.instance(Float32Array) }));

/** Raised where the same wish could give other signatures; imaging's version is in the package's hash. */
const version = 1;

/**
 * Reads signatures off cheques, several engines at work.
 * @returns for each that was wanted, in its order: the signatures that were read; none where nobody signed or it can't be read
 */
export async function readSigned(
  model: ModelInUse,
  wanted: readonly Wanted[],
  cache: string,
  onRead: (done: number) => void = () => undefined,
): Promise<ReadSignature[][]> {
  await mkdir(cache, { recursive: true });
  const pool = startPool(forkPorts(), model);
  const read: ReadSignature[][] = [];
  try {
    for await (const outcome of pool.map(wanted, (engine, each) => kept(engine, model, each, cache))) {
      if (!outcome.ok) throw outcome.error;
      read.push(outcome.result);
      onRead(read.length);
    }
  } finally {
    await pool.close();
  }
  return read;
}

async function kept(engine: Engine, model: ModelInUse, wanted: Wanted, cache: string): Promise<ReadSignature[]> {
  const name = createHash('sha256')
    .update(JSON.stringify([model.hash, version, wanted]))
    .digest('hex');
  const file = join(cache, name.slice(0, 32));
  const before = await readFile(file).catch(() => null);
  if (before) return v.parse(keptSchema, deserialize(before));
  const signatures = await read(engine, wanted).catch((error: unknown) => {
    if (error instanceof EngineError && error.origin === 'scan') return [];
    throw error;
  });
  const making = `${file}.${randomUUID()}`;
  await writeFile(making, serialize(signatures));
  await rename(making, file);
  return signatures;
}

async function read(engine: Engine, wanted: Wanted): Promise<ReadSignature[]> {
  if (wanted.kind === 'loose') {
    const bytes = await looseSignature(createSigner(wanted.signer), wanted.number);
    const { template } = await engine.examine({ bytes, page: 0, region: null, wants: { template: 'questioned' } });
    return template ? [{ account: wanted.account, template }] : [];
  }
  const { seed, number } = wanted;
  const request = { seed, number, layouts: 'tuned', tone: 'grey', dotsPerInch: 200 } as const;
  const made = await generateCheque(
    wanted.kind === 'cheque' ? request : { ...request, signature: await inkOf(wanted.signer, number) },
  );
  const account = made.cheques[0]!.account;
  const page = await engine.readCheque({
    bytes: made.bytes,
    page: 0,
    layouts: [],
    account: null,
    micrSchemes: [],
    region: null,
    wants: { template: 'questioned' },
  });
  // The first cheque of the page alone: the account of a second one isn't the first one's.
  const signatures = page.cheques[0]?.signatures ?? [];
  return signatures.flatMap(({ template, problem }) => (template && problem === null ? [{ account, template }] : []));
}

/** A signer's own signature as ink to be laid on a cheque of an account that nobody else signs for. */
async function inkOf(signer: string, number: number) {
  const source = `${signer} ${String(number)}`;
  return takeInk(await looseSignature(createSigner(signer), number), { source, writer: source, kind: 'genuine' });
}
