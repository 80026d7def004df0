import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/metric/seeded.ts';
import { movedVectors, type Cluster } from './moved-vectors.ts';

const dimension = 12;

/** Hands that differ along a few directions, of length 1, as a twin's vectors are. */
function hands(count: number, specimens: number): Cluster[] {
  const random = seededRandom(5);
  const about = (width: number): number => (random.next() + random.next() + random.next() - 1.5) * width;
  return Array.from({ length: count }, () => {
    const centre = Array.from({ length: dimension }, (_, at) => about(at < 4 ? 1 : 0.2) + (at === 0 ? 0.3 : 0));
    return Array.from({ length: specimens }, () => {
      const vector = Float32Array.from(centre, (value) => value + about(0.25));
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    });
  });
}

const squared = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0);

/** Mean squared distance within a hand, and between the first specimens of two. */
function distances(clusters: readonly Cluster[]): { within: number; between: number } {
  const random = seededRandom(9);
  let [within, between] = [0, 0];
  const draws = 4000;
  for (let draw = 0; draw < draws; draw++) {
    const own = clusters[random.below(clusters.length)]!;
    const other = clusters[random.below(clusters.length)]!;
    within += squared(own[0]!, own[1]!) / draws;
    between += squared(own[0]!, other[0]!) / draws;
  }
  return { within, between };
}

test('moved vectors lie as far from each other as real ones, within a hand and between two', () => {
  const real = hands(300, 3);
  const { ids, values } = movedVectors(real, 2000, 3, 1);
  const moved = Array.from({ length: 2000 }, (_, hand) =>
    Array.from({ length: 3 }, (_, specimen) => {
      const from = (hand * 3 + specimen) * dimension;
      return values.slice(from, from + dimension);
    }),
  );
  expect(ids[4]).toBe('1/1');
  const [was, is] = [distances(real), distances(moved)];
  expect(is.within / was.within).toBeGreaterThan(0.85);
  expect(is.within / was.within).toBeLessThan(1.15);
  expect(is.between / was.between).toBeGreaterThan(0.85);
  expect(is.between / was.between).toBeLessThan(1.15);
  for (const vector of moved.flat().slice(0, 50)) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  expect(movedVectors(real, 20, 3, 1).values).toEqual(values.slice(0, 20 * 3 * dimension));
});
