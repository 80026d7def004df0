import { seededRandom, seedFrom } from './seeded.ts';

/** One signature of a labelled set. `genuine: false` is a skilled forgery of the writer's signature. */
export interface LabelledSignature {
  readonly id: string;
  readonly dataset: string;
  readonly writer: string;
  readonly genuine: boolean;
}

export type TrialKind = 'genuine' | 'skilled' | 'random';

/** One comparison of the protocol: a questioned signature against `writer`'s specimens. */
export interface Trial {
  readonly dataset: string;
  readonly writer: string;
  readonly specimens: readonly string[];
  readonly questioned: string;
  /** Who the questioned one is filed under: `writer`, but for a random forgery, which is another writer's genuine. */
  readonly questionedWriter: string;
  readonly kind: TrialKind;
}

export interface ProtocolOptions {
  /** Specimens a trial. 1: by pairs; more: by draws. */
  readonly specimens: number;
  /** Default 1. */
  readonly seed?: number;
  /** Draws of specimens for each writer, with two or more specimens. Default 5. */
  readonly draws?: number;
}

interface Writer {
  readonly dataset: string;
  readonly writer: string;
  readonly genuine: string[];
  readonly skilled: string[];
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Writers by dataset, all in the order of their text, so that the order of the rows can't change the trials. */
function writersOf(rows: readonly LabelledSignature[]): Writer[][] {
  const datasets = new Map<string, Map<string, Writer>>();
  const seen = new Set<string>();
  for (const row of [...rows].sort((a, b) => byText(a.id, b.id))) {
    if (seen.has(row.id)) throw new RangeError(`The signature "${row.id}" is listed twice; each may be listed once.`);
    seen.add(row.id);
    const writers = datasets.get(row.dataset) ?? new Map<string, Writer>();
    datasets.set(row.dataset, writers);
    const writer = writers.get(row.writer) ?? { dataset: row.dataset, writer: row.writer, genuine: [], skilled: [] };
    writers.set(row.writer, writer);
    (row.genuine ? writer.genuine : writer.skilled).push(row.id);
  }
  return [...datasets.entries()]
    .sort(([a], [b]) => byText(a, b))
    .map(([, writers]) => [...writers.values()].sort((a, b) => byText(a.writer, b.writer)));
}

/**
 * The trials of the protocol, writer by writer.
 *
 * One specimen: every unordered pair of a writer's genuines (the earlier id is the specimen); every pair of a genuine and
 * a skilled forgery; and every genuine against one genuine, chosen by the seed, of each other writer of the dataset.
 * Two or more: `draws` draws by the seed of that many genuines; questioned are the writer's other genuines, all skilled
 * forgeries, and one genuine of each other writer. A writer with fewer genuines than specimens asked for is left out.
 *
 * The same rows in any order, with the same options, give the same trials in the same order; a writer's draws of
 * specimens do not depend on who else is in the set.
 *
 * @throws RangeError for an id listed twice, or an option that isn't a whole number from 1 up (seed: any whole number).
 */
export function* protocolTrials(rows: readonly LabelledSignature[], options: ProtocolOptions): Generator<Trial> {
  const { specimens, seed = 1, draws = 5 } = options;
  if (!Number.isInteger(specimens) || specimens < 1)
    throw new RangeError(`The number of specimens is a whole number from 1 up, not ${specimens}.`);
  if (!Number.isInteger(draws) || draws < 1)
    throw new RangeError(`The number of draws is a whole number from 1 up, not ${draws}.`);
  if (!Number.isInteger(seed)) throw new RangeError(`A seed is a whole number, not ${seed}.`);
  for (const writers of writersOf(rows))
    for (const writer of writers) {
      if (writer.genuine.length < specimens) continue;
      const others = writers.filter((other) => other !== writer && other.genuine.length > 0);
      yield* specimens === 1 ? pairTrials(writer, others, seed) : drawTrials(writer, others, specimens, seed, draws);
    }
}

function* forgeries(
  { dataset, writer, skilled }: Writer,
  others: readonly Writer[],
  specimens: readonly string[],
  random: ReturnType<typeof seededRandom>,
): Generator<Trial> {
  for (const questioned of skilled)
    yield { dataset, writer, specimens, questioned, questionedWriter: writer, kind: 'skilled' };
  for (const other of others) {
    const questioned = other.genuine[random.below(other.genuine.length)]!;
    yield { dataset, writer, specimens, questioned, questionedWriter: other.writer, kind: 'random' };
  }
}

function* pairTrials(own: Writer, others: readonly Writer[], seed: number): Generator<Trial> {
  const { dataset, writer, genuine } = own;
  const random = seededRandom(seedFrom(seed, 'random', dataset, writer, 1));
  for (const [index, id] of genuine.entries()) {
    const specimens = [id];
    for (const questioned of genuine.slice(index + 1))
      yield { dataset, writer, specimens, questioned, questionedWriter: writer, kind: 'genuine' };
    yield* forgeries(own, others, specimens, random);
  }
}

function* drawTrials(
  own: Writer,
  others: readonly Writer[],
  count: number,
  seed: number,
  draws: number,
): Generator<Trial> {
  const { dataset, writer, genuine } = own;
  const choice = seededRandom(seedFrom(seed, 'specimens', dataset, writer, count));
  const random = seededRandom(seedFrom(seed, 'random', dataset, writer, count));
  for (let draw = 0; draw < draws; draw++) {
    const specimens = choice.sample(genuine, count).sort(byText);
    for (const questioned of genuine)
      if (!specimens.includes(questioned))
        yield { dataset, writer, specimens, questioned, questionedWriter: writer, kind: 'genuine' };
    yield* forgeries(own, others, specimens, random);
  }
}
