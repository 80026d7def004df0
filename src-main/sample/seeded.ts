/**
 * A stream of pseudo-random numbers that depends on nothing but its seed: the same on every machine, in every run.
 * Not for secrets.
 */
export interface SeededRandom {
  /** The next number, uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** A whole number from 0 to `count - 1`. */
  integer(count: number): number;
  /** Normally distributed. */
  normal(mean: number, deviation: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One entry of a list that isn't empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** An independent stream for one purpose: drawing from it doesn't move this one. */
  child(...purpose: readonly (string | number)[]): SeededRandom;
}

/** One word of 32 bits for a text, well spread (FNV-1a, then the finaliser of MurmurHash3). */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Opens the stream of a seed. The parts are joined, so `seededRandom(7, 'pen')` and `seededRandom(7, 'paper')` have
 * nothing in common.
 *
 * Method: xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021).
 */
export function seededRandom(...seed: readonly (string | number)[]): SeededRandom {
  const key = seed.join('\u001f');
  let a = hashText(`${key}/a`);
  let b = hashText(`${key}/b`);
  let c = hashText(`${key}/c`);
  let d = hashText(`${key}/d`) | 1;
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result / 4294967296;
  };
  const random: SeededRandom = {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    integer: (count) => Math.floor(next() * count),
    normal: (mean, deviation) => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * next());
    },
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    child: (...purpose) => seededRandom(key, ...purpose),
  };
  return random;
}
