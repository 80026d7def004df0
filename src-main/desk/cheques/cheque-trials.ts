/** Verification on signatures that were read off whole cheques, by the protocol of docs/evaluation.md. */
import type { EvaluateChequesOutput } from '../../contract/cli-evaluate.ts';
import type { CommandHost } from '../command-host.ts';
import { embedRows, evaluateSet, featureTrials, measureDistances } from '../evaluate.ts';
import { cleanFits, conditionSets } from '../evaluate-conditions.ts';
import type { EmbeddedSet } from '../embed-rows.ts';
import type { MeasuredSet } from '../feature-trials.ts';
import { readSignatureIndex, type SignatureRow } from '../index-file.ts';
import type { ModelInUse } from '../model-in-use.ts';
import type { Straightening } from '../straighten.ts';

/** A true signature of the folder with what was read of it. */
export interface ReadSignature {
  /** Its name within the folder: file, page, cheque, place. */
  readonly name: string;
  readonly signer: string;
  readonly kind: 'genuine' | 'skilled' | 'random' | null;
  /** Where its ink was taken from, as the index of signatures has it. */
  readonly source: string | null;
  /** null: it wasn't found, or can't be judged. */
  readonly questioned: Float32Array | null;
  readonly reference: Float32Array | null;
  /** Its clean ink, where the model straightens what lies askew. */
  readonly cleanPng: Uint8Array | null;
}

type Verification = NonNullable<EvaluateChequesOutput['verification']>;

/** The data set's name where the cheques' own signatures are specimens as well. */
export const ownSet = 'cheques';

/**
 * Signatures read off cheques against specimens read off cheques: for synthetic signers. A signature that wasn't found is
 * an error of its kind.
 *
 * @returns null where no signer has specimens enough for any of the numbers
 */
export async function verifyAmongCheques(
  host: CommandHost,
  model: ModelInUse,
  signatures: readonly ReadSignature[],
  numbers: readonly number[],
  provider: string,
): Promise<Verification | null> {
  const labelled = signatures.filter(({ kind }) => kind === 'genuine' || kind === 'skilled');
  const rows = labelled.map(({ name, signer, kind }): SignatureRow => ({
    path: name,
    name,
    dataset: ownSet,
    writer: signer,
    kind: kind === 'genuine' ? 'genuine' : 'forgery',
    split: '',
  }));
  const embedded: EmbeddedSet = {
    rows,
    questioned: byName(labelled, ({ questioned }) => questioned),
    references: byName(labelled, ({ reference }) => reference),
    provider,
    straightening: straighteningOf(model, labelled),
  };
  const set = await measureDistances(host, model, embedded, numbers);
  const { sets } = evaluateSet(model, set, numbers);
  const judged = Object.values(sets).some((byNumber) =>
    Object.values(byNumber).some(({ counts }) => counts.genuine + counts.skilled + counts.random > 0),
  );
  return judged ? { model: model.id, provider, split: null, sets } : null;
}

/**
 * Signatures read off cheques against the clean scans of the index they were taken from, and the same trials with the
 * questioned signatures clean: what the cheque costs. Rows that are on no cheque are no questioned signatures.
 *
 * @throws CallFailure `bad-index`
 */
export async function verifyAgainstIndex(
  host: CommandHost,
  model: ModelInUse,
  signatures: readonly ReadSignature[],
  index: { readonly file: string; readonly split: string | null },
  numbers: readonly number[],
): Promise<Verification | null> {
  const rows = await readSignatureIndex(index.file, index.split ?? undefined);
  const known = new Set(rows.map(({ name }) => name));
  const composited = new Map<string, ReadSignature>();
  for (const signature of signatures) {
    const { source } = signature;
    if (source !== null && known.has(source) && !composited.has(source)) composited.set(source, signature);
  }
  if (composited.size === 0) return null;
  const clean = await measureDistances(host, model, await embedRows(host, model, rows), numbers);
  const questioned = new Map<string, Float32Array>();
  for (const [source, read] of composited) if (read.questioned) questioned.set(source, read.questioned);
  const straightening = straighteningOf(model, [...composited.values()]);
  const onCheques = await measureDistances(host, model, { ...clean, questioned, straightening }, numbers, clean);
  const fits = new Map(
    numbers.map((specimens) => [specimens, cleanFits(model, featureTrials(model, clean, specimens), specimens)]),
  );
  const setsOf = (set: MeasuredSet) => conditionSets(model, set, fits, ({ questioned: name }) => composited.has(name));
  return {
    model: model.id,
    provider: clean.provider,
    split: index.split,
    sets: setsOf(onCheques),
    clean: setsOf(clean),
  };
}

function straighteningOf(model: ModelInUse, signatures: readonly ReadSignature[]): Straightening | null {
  if (model.ink === null) return null;
  const cleanInk = new Map<Float32Array, Uint8Array>();
  for (const { questioned, cleanPng } of signatures) if (questioned && cleanPng) cleanInk.set(questioned, cleanPng);
  return { ink: model.ink, cleanInk, turned: new Map() };
}

function byName(
  signatures: readonly ReadSignature[],
  template: (signature: ReadSignature) => Float32Array | null,
): ReadonlyMap<string, Float32Array> {
  const templates = new Map<string, Float32Array>();
  for (const signature of signatures) {
    const made = template(signature);
    if (made) templates.set(signature.name, made);
  }
  return templates;
}
