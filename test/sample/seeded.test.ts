import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src-main/sample/seeded.ts';

test('the same seed gives the same numbers, all in [0, 1)', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.string()), (seed) => {
      const one = seededRandom(seed);
      const two = seededRandom(seed);
      for (let index = 0; index < 50; index++) {
        const value = one.next();
        expect(two.next()).toBe(value);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
      }
    }),
  );
});

test('a child stream depends on its purpose, and not on what was drawn before', () => {
  const parent = seededRandom(3);
  const early = parent.child('pen').next();
  parent.next();
  expect(parent.child('pen').next()).toBe(early);
  expect(parent.child('paper').next()).not.toBe(early);
  expect(seededRandom(4).child('pen').next()).not.toBe(early);
});

test('numbers are spread as they should be', () => {
  const random = seededRandom('spread');
  const uniform = Array.from({ length: 20_000 }, () => random.next());
  const normal = Array.from({ length: 20_000 }, () => random.normal(5, 2));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
  expect(mean(uniform.slice(0, 2000))).toBeCloseTo(0.5, 1);
  expect(mean(normal)).toBeCloseTo(5, 1);
  expect(Math.abs(deviation(normal.slice(0, 2000)) - 2)).toBeLessThan(0.15);
  const counts = [0, 0, 0, 0, 0];
  for (let index = 0; index < 5000; index++) {
    const at = random.integer(5);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('the stream is the one that the samples were made with', () => {
  const random = seededRandom('pinned');
  expect([random.next(), random.next(), random.integer(1000)]).toMatchInlineSnapshot(`
    [
      0.8635040111839771,
      0.4354898158926517,
      144,
    ]
  `);
});
