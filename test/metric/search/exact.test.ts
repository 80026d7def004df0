import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactIndex } from '../../../src-main/metric/search/exact.ts';

const small = fc.integer({ min: -3, max: 3 });
const vectors = fc.integer({ min: 1, max: 70 }).chain((dimension) =>
  fc.record({
    dimension: fc.constant(dimension),
    rows: fc.array(fc.array(small, { minLength: dimension, maxLength: dimension }), { maxLength: 40 }),
    questioned: fc.array(small, { minLength: dimension, maxLength: dimension }),
    count: fc.nat({ max: 45 }),
  }),
);

const nameOf = (row: number): string => `v${String((row * 7) % 97).padStart(2, '0')}`;

/** Every distance by the plain sum, sorted: what an exact search must give. Small whole numbers leave nothing to rounding. */
function sortedAll(rows: ReadonlyMap<string, readonly number[]>, questioned: readonly number[], count: number) {
  return [...rows]
    .map(([id, row]) => ({
      id,
      squaredDistance: row.reduce((sum, value, at) => sum + (value - questioned[at]!) ** 2, 0),
    }))
    .sort((a, b) => a.squaredDistance - b.squaredDistance || (a.id < b.id ? -1 : 1))
    .slice(0, count);
}

describe('the exact index', () => {
  test('gives the nearest by the plain sum, ties by id', () => {
    fc.assert(
      fc.property(vectors, ({ dimension, rows, questioned, count }) => {
        const named = new Map(rows.map((row, at) => [nameOf(at), row]));
        const index = exactIndex(dimension, [...named.keys()], Float32Array.from(rows.flat()));
        expect(index.size).toBe(rows.length);
        expect(index.nearest(Float32Array.from(questioned), count)).toEqual(sortedAll(named, questioned, count));
      }),
    );
  });

  test('is the same after puts and removals as one that was made of what is left', () => {
    const steps = fc.array(fc.record({ row: fc.nat({ max: 12 }), vector: fc.option(fc.tuple(small, small, small)) }));
    fc.assert(
      fc.property(steps, fc.tuple(small, small, small), (changes, questioned) => {
        const index = exactIndex(3);
        const left = new Map<string, readonly number[]>();
        for (const { row, vector } of changes) {
          const id = nameOf(row);
          if (vector === null) {
            expect(index.remove(id)).toBe(left.delete(id));
          } else {
            index.put(id, Float32Array.from(vector));
            left.set(id, vector);
          }
        }
        expect(index.size).toBe(left.size);
        expect(index.nearest(Float32Array.from(questioned), 99)).toEqual(sortedAll(left, questioned, 99));
      }),
    );
  });

  test('refuses what is no vector of its own', () => {
    const index = exactIndex(2, ['a'], Float32Array.of(1, 2));
    expect(() => index.nearest(Float32Array.of(1), 1)).toThrow('1 numbers');
    expect(() => index.nearest(Float32Array.of(1, NaN), 1)).toThrow('finite');
    expect(() => index.put('b', Float32Array.of(1, Infinity))).toThrow('finite');
    expect(() => exactIndex(2, ['a', 'a'], new Float32Array(4))).toThrow('twice');
    expect(() => exactIndex(2, ['a'], new Float32Array(3))).toThrow('3 numbers');
    expect(() => exactIndex(0)).toThrow('1 or more');
  });
});
