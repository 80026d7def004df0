/** A seeded source of chance: the same seed gives the same values on every machine. Never for secrets. */
export interface SeededRandom {
  /** A number from 0 up to, not including, 1, in steps of 2⁻³². */
  next(): number;
  /** A whole number from 0 to `count` − 1, each as likely. */
  below(count: number): number;
  /** `count` different items in random order; fewer where there are fewer. The list given stays as it is. */
  sample<Item>(items: readonly Item[], count: number): Item[];
}

/** FNV-1a, 32 bits, over the text's UTF-16 units: turns words (a dataset, a writer) into a seed. */
export function seedFrom(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = words.join('\u0000');
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/**
 * A generator by xoshiro128** (Blackman and Vigna, 2018), its state filled from the seed by splitmix32.
 *
 * @param seed a whole number; its low 32 bits count.
 */
export function seededRandom(seed: number): SeededRandom {
  let mixed = seed | 0;
  const fill = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = mixed ^ (mixed >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return word ^ (word >>> 15);
  };
  let a = fill();
  let b = fill();
  let c = fill();
  let d = fill();
  const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result >>> 0;
  };
  const below = (count: number): number => {
    if (!Number.isInteger(count) || count < 1 || count > 2 ** 32)
      throw new RangeError(`A choice is among 1 to 2³² items, not ${count}.`);
    // Values past the last whole multiple are drawn again, so that no item is likelier.
    const limit = 2 ** 32 - (2 ** 32 % count);
    let value = word();
    while (value >= limit) value = word();
    return value % count;
  };
  return {
    next: () => word() / 2 ** 32,
    below,
    sample: (items, count) => {
      const left = [...items];
      const taken: typeof left = [];
      while (taken.length < count && left.length > 0) taken.push(...left.splice(below(left.length), 1));
      return taken;
    },
  };
}
