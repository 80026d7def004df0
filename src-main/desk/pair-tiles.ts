/** Which pairs of templates an evaluation needs, and how they are cut into calls that send few templates. */
import type { EmbeddedSet } from './embed-rows.ts';
import { comparisons } from './feature-trials.ts';

/** Templates with the pairs among them that one engine call measures. */
export interface PairTile {
  readonly templates: readonly Float32Array[];
  /** Indices into `templates`: the questioned one, the reference. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** Numbers for templates by the objects' identity, from 0 up, so that a pair of them has one key. */
export class TemplateNumbers {
  readonly #numbers = new Map<Float32Array, number>();
  readonly #templates: Float32Array[] = [];

  /** The template's number; a new one where it has none. */
  take(template: Float32Array): number {
    const known = this.#numbers.get(template);
    if (known !== undefined) return known;
    this.#numbers.set(template, this.#templates.length);
    this.#templates.push(template);
    return this.#templates.length - 1;
  }

  numberOf(template: Float32Array): number | undefined {
    return this.#numbers.get(template);
  }

  templateOf(number: number): Float32Array {
    const template = this.#templates[number];
    if (!template) throw new RangeError(`There is no template ${number}.`);
    return template;
  }
}

/** Fewer than this many templates can be told apart by {@link pairKey}. */
const mostTemplates = 2 ** 26;

/** One number for a pair of template numbers, the same both ways round. */
export function pairKey(a: number, b: number): number {
  return a < b ? a * mostTemplates + b : b * mostTemplates + a;
}

/** The template numbers of a key, the lower one first. */
export function pairOf(key: number): readonly [number, number] {
  return [Math.floor(key / mostTemplates), key % mostTemplates];
}

/**
 * Every pair of different templates that the protocol's trials compare, each once: questioned signatures with specimens,
 * and specimens among each other.
 *
 * @param numbers how many specimens, each 1 or more
 * @param known pairs that need not be measured again
 * @returns keys of {@link pairKey}
 */
export function neededPairs(
  set: EmbeddedSet,
  numbers: readonly number[],
  templates: TemplateNumbers,
  known: (a: Float32Array, b: Float32Array) => boolean = () => false,
): number[] {
  // In the order of the rows, so that a writer's templates have numbers side by side; questioned ones first, so that of
  // a half-twin's pair the lower one is the questioned one.
  for (const side of [set.questioned, set.references]) {
    for (const { name } of set.rows) {
      const template = side.get(name);
      if (!template) continue;
      templates.take(template);
      if (side !== set.questioned) continue;
      for (const straightened of set.straightening?.turned.get(template)?.values() ?? []) templates.take(straightened);
    }
  }
  const keys = new Set<number>();
  const need = (a: Float32Array, b: Float32Array): void => {
    if (a !== b) keys.add(pairKey(templates.take(a), templates.take(b)));
  };
  for (const count of numbers) {
    for (const comparison of comparisons(set, count)) {
      if (!('questioned' in comparison)) continue;
      const { questioned, straightened, specimens } = comparison;
      for (const [at, specimen] of specimens.entries()) {
        need(questioned, specimen);
        if (straightened) need(straightened, specimen);
        for (const other of specimens.slice(at + 1)) need(specimen, other);
      }
    }
  }
  return [...keys].filter((key) => {
    const [a, b] = pairOf(key);
    return !known(templates.templateOf(a), templates.templateOf(b));
  });
}

/** Templates that lie in one block of a tile's lower side. */
const blockSize = 8;

/**
 * Cuts pairs into tiles of at most `size`, sorted so that the pairs of one tile share templates: 64 pairs of one writer
 * take some 16 templates, not 65 as one against many would.
 */
export function* pairTiles(keys: readonly number[], templates: TemplateNumbers, size: number): Generator<PairTile> {
  const sorted = keys
    .map(pairOf)
    .map(([low, high]) => ({ low, high, block: Math.floor(low / blockSize) }))
    .sort((a, b) => a.block - b.block || a.high - b.high || a.low - b.low);
  for (let from = 0; from < sorted.length; from += size) {
    const places = new Map<number, number>();
    const place = (number: number): number => {
      const known = places.get(number);
      if (known !== undefined) return known;
      places.set(number, places.size);
      return places.size - 1;
    };
    const pairs = sorted.slice(from, from + size).map(({ low, high }) => [place(low), place(high)] as const);
    yield { templates: [...places.keys()].map((number) => templates.templateOf(number)), pairs };
  }
}
