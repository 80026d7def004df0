import type { SignatureRow } from '../../src-main/desk/index-file.ts';

/** `two-fold`: a writer is tested by a net that never saw the writer. `cross-set`: by one that never saw the writer's set. */
export type FoldKind = 'two-fold' | 'cross-set';

/** A writer, by data set and name. */
export interface WriterName {
  readonly dataset: string;
  readonly writer: string;
}

/** Who is tested by which net. */
export interface Folds {
  /** The rows that each net is tested on, in the nets' order; no writer in two of them. */
  readonly tested: readonly (readonly SignatureRow[])[];
  /** Writers whom every net has seen (or whose set every net has seen): nothing can be said of them. */
  readonly seenByAll: readonly WriterName[];
}

const keyOf = ({ dataset, writer }: WriterName): string => `${dataset}\u0000${writer}`;

/**
 * Reads a list of the writers that a net was trained on: tab separated, header `dataset writer`.
 * @throws Error where the header or a line has another form, or no writer is listed.
 */
export function parseTrainedOn(text: string, name: string): WriterName[] {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  if (header !== 'dataset\twriter') throw new Error(`${name}: the first line must be "dataset<tab>writer".`);
  if (lines.length === 0) throw new Error(`${name}: no writer is listed.`);
  return lines.map((line, at) => {
    const [dataset, writer, ...more] = line.split('\t');
    if (!dataset || !writer || more.length > 0)
      throw new Error(`${name}, line ${at + 2}: it isn't "dataset<tab>writer".`);
    return { dataset, writer };
  });
}

/**
 * Gives each writer to a net that may test him. Where several may, the first does; of `two-fold`, writers whom no net has
 * seen take turns, so that they don't all fall to one.
 *
 * Each net is tested on the rows of its own writers alone, so a random forgery comes from a writer whom that net hasn't
 * seen either.
 */
export function assignFolds(
  rows: readonly SignatureRow[],
  trainedOn: readonly (readonly WriterName[])[],
  kind: FoldKind,
): Folds {
  const known = trainedOn.map(
    (writers) => new Set(writers.map((each) => (kind === 'two-fold' ? keyOf(each) : each.dataset))),
  );
  const netOf = new Map<string, number | null>();
  const seenByAll: WriterName[] = [];
  let unseen = 0;
  for (const { dataset, writer } of rows) {
    const key = keyOf({ dataset, writer });
    if (netOf.has(key)) continue;
    const may = known.flatMap((seen, net) => (seen.has(kind === 'two-fold' ? key : dataset) ? [] : [net]));
    if (may.length === 0) seenByAll.push({ dataset, writer });
    const turn = kind === 'two-fold' && may.length === known.length ? unseen++ % may.length : 0;
    netOf.set(key, may[turn] ?? null);
  }
  return {
    tested: trainedOn.map((_, net) => rows.filter((row) => netOf.get(keyOf(row)) === net)),
    seenByAll,
  };
}
