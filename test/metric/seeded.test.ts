import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom, seedFrom } from '../../src-main/metric/seeded.ts';

test('the same seed gives the same values, another seed others', () => {
  const values = (seed: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 20 }, () => random.next());
  };
  expect(values(7)).toEqual(values(7));
  expect(values(7)).not.toEqual(values(8));
  expect(values(0).every((value) => value >= 0 && value < 1)).toBe(true);
});

test('the values are fixed for good: results already reported rest on them', () => {
  const random = seededRandom(1);
  expect(Array.from({ length: 5 }, () => random.below(1000))).toEqual([148, 13, 91, 82, 206]);
  expect(seedFrom('a')).toBe(0xe40c292c);
  expect(seedFrom('')).toBe(0x811c9dc5);
});

test('every choice is as likely', () => {
  const random = seededRandom(3);
  const counts = new Array<number>(6).fill(0);
  for (let draw = 0; draw < 60_000; draw++) counts[random.below(6)]! += 1;
  // Chi-squared with 5 degrees of freedom: 20.5 is its 99.9 % point.
  expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(20.5);
});

test('a sample holds different items of the list, and leaves the list alone', () => {
  fc.assert(
    fc.property(fc.integer(), fc.uniqueArray(fc.integer(), { maxLength: 12 }), fc.nat(15), (seed, items, count) => {
      const before = [...items];
      const sample = seededRandom(seed).sample(items, count);
      expect(items).toEqual(before);
      expect(sample).toHaveLength(Math.min(count, items.length));
      expect(new Set(sample).size).toBe(sample.length);
      expect(sample.every((item) => items.includes(item))).toBe(true);
    }),
  );
});

test('seeds from words depend on where one word ends', () => {
  expect(seedFrom('ab', 'c')).not.toBe(seedFrom('a', 'bc'));
});

test('refuses a choice among nothing', () => {
  expect(() => seededRandom(1).below(0)).toThrow(/not 0/);
});
