import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactIndex } from '../../../src-main/metric/search/exact.ts';
import { growingIndex, type GrowingIndex } from '../../../src-main/metric/search/growing-index.ts';
import { seededRandom, type SeededRandom } from '../../../src-main/metric/seeded.ts';

const dimension = 40;

/** Vectors that vary along ten directions and a little along all, as a twin's do. */
function vectorsOf(count: number, random: SeededRandom, directions: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    for (const direction of directions) {
      const weight = random.next() - 0.5;
      for (let at = 0; at < dimension; at++) values[row * dimension + at]! += weight * direction[at]!;
    }
    for (let at = 0; at < dimension; at++) values[row * dimension + at]! += (random.next() - 0.5) * 0.02;
  }
  return values;
}

function made(count: number, seed: number) {
  const random = seededRandom(seed);
  const directions = Array.from({ length: 10 }, () =>
    Float32Array.from({ length: dimension }, () => random.next() - 0.5),
  );
  const ids = Array.from({ length: count }, (_, row) => `v${row}`);
  return { ids, values: vectorsOf(count, random, directions), more: () => vectorsOf(1, random, directions) };
}

function prepared(index: GrowingIndex): GrowingIndex {
  const making = index.prepare();
  while (!making.next().done);
  return index;
}

describe('an index by sketches', () => {
  test('finds nearly all of the nearest fifty, with exact distances, where vectors vary along few axes', () => {
    const { ids, values, more } = made(6000, 1);
    const exact = exactIndex(dimension, ids, values.slice());
    const index = prepared(growingIndex(dimension, ids, values, 100));
    expect(index.sketched).toBe(true);
    let found = 0;
    for (let probe = 0; probe < 20; probe++) {
      const questioned = more();
      const near = index.nearest(questioned, 50);
      const truth = new Map(exact.nearest(questioned, 50).map(({ id, squaredDistance }) => [id, squaredDistance]));
      for (const { id, squaredDistance } of near) {
        if (!truth.has(id)) continue;
        expect(squaredDistance).toBe(truth.get(id));
        found++;
      }
    }
    expect(found / (20 * 50)).toBeGreaterThan(0.98);
  });

  test('is kept up: after any puts and removals, before, between and after its making, a vector is found exactly while it is there', () => {
    const steps = fc.array(
      fc.record({ id: fc.nat({ max: 140 }), put: fc.boolean(), advance: fc.integer({ min: 0, max: 2 }) }),
      { minLength: 30, maxLength: 120 },
    );
    fc.assert(
      fc.property(steps, fc.nat(), (changes, seed) => {
        const { ids, values, more } = made(100, seed);
        const index = growingIndex(dimension, ids, values, 10);
        const held = new Map<string, Float32Array>(
          ids.map((id, row) => [id, values.slice(row * dimension, (row + 1) * dimension)]),
        );
        let making = index.prepare();
        for (const { id: number, put, advance } of changes) {
          const id = `v${number}`;
          if (put) {
            const vector = more();
            index.put(id, vector);
            held.set(id, vector);
          } else {
            expect(index.remove(id)).toBe(held.delete(id));
          }
          for (let at = 0; at < advance; at++) if (making.next().done) making = index.prepare();
        }
        prepared(index);
        expect(index.size).toBe(held.size);
        for (const [id, vector] of held) expect(index.nearest(vector, 1)).toEqual([{ id, squaredDistance: 0 }]);
        expect(new Set(index.nearest(more(), 999).map(({ id }) => id))).toEqual(new Set(held.keys()));
      }),
      { numRuns: 40 },
    );
  });

  test('of vectors with fewer numbers than a sketch has axes, all alike, or fewer than it was made from', () => {
    const few = prepared(growingIndex(2, ['a', 'b', 'c'], Float32Array.of(0, 0, 3, 0, 0, 1), 2));
    expect(few.sketched).toBe(true);
    expect(few.nearest(Float32Array.of(0, 0.9), 2).map(({ id }) => id)).toEqual(['c', 'a']);
    const alike = prepared(growingIndex(30, ['a', 'b'], new Float32Array(60).fill(1), 2));
    expect(alike.nearest(new Float32Array(30).fill(1), 5).map(({ id }) => id)).toEqual(['a', 'b']);
    alike.remove('a');
    expect(alike.sketched).toBe(false);
    expect(alike.nearest(new Float32Array(30).fill(1), 5).map(({ id }) => id)).toEqual(['b']);
  });

  test('finds its axes anew once it has outgrown them', () => {
    const { ids, values, more } = made(20, 3);
    const index = prepared(growingIndex(dimension, ids, values, 10));
    expect(index.prepare().next().done).toBe(true);
    for (let at = 0; at < 25; at++) index.put(`more ${at}`, more());
    expect(index.prepare().next().done).toBe(false);
    expect(prepared(index).nearest(more(), 45)).toHaveLength(45);
  });
});
