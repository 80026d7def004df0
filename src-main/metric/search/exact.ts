import { NearestFew } from './nearest-few.ts';
import { VectorRows } from './rows.ts';
import type { KeptIndex, Near } from './types.ts';

/** Numbers of a vector that are summed before it is looked whether it can still be among the nearest. */
const stride = 64;

/**
 * The reference: every vector is compared. Memory is read front to back, once; a vector is left as soon as what is summed
 * of its distance exceeds the farthest of the nearest so far (partial distance search: Bei and Gray 1985), which leaves out
 * no near one.
 *
 * @param dimension numbers a vector
 * @param ids of the vectors in `values`, in their order; each once
 * @param values taken over, not copied: the vectors one after another
 * @throws RangeError where these don't fit each other, an id comes twice or a value isn't finite
 */
export function exactIndex(dimension: number, ids: readonly string[] = [], values?: Float32Array): KeptIndex {
  const rows = new VectorRows(dimension, ids, values);
  return {
    get size() {
      return rows.size;
    },
    nearest: (questioned, count) => nearestOf(rows, questioned, count),
    put: (id, vector) => void rows.put(id, vector),
    remove: (id) => rows.remove(id) !== null,
  };
}

/** What {@link exactIndex} gives over these rows. */
export function nearestOf(rows: VectorRows, questioned: Float32Array, count: number): Near[] {
  rows.requireFitting(questioned);
  const { dimension, values, size, idOf } = rows;
  const few = new NearestFew(Math.min(count, size));
  let { limit } = few;
  for (let row = 0, offset = 0; row < size; row++, offset += dimension) {
    const distance = squaredDistance(questioned, values, offset, limit);
    if (distance > limit) continue;
    few.offer(distance, row, idOf);
    ({ limit } = few);
  }
  return few.sorted(idOf);
}

/**
 * Squared Euclidean distance of `questioned` to the vector that begins at `offset`, in float64, in four sums, so that one
 * addition doesn't wait for the other.
 * @returns the distance; where it is over `limit`, something over `limit`
 */
export function squaredDistance(questioned: Float32Array, values: Float32Array, offset: number, limit: number): number {
  const { length } = questioned;
  let sum = 0;
  for (let from = 0; from < length && sum <= limit; from += stride) {
    const to = Math.min(length, from + stride);
    const whole = to - ((to - from) & 3);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let at = from;
    for (; at < whole; at += 4) {
      const w = questioned[at]! - values[offset + at]!;
      const x = questioned[at + 1]! - values[offset + at + 1]!;
      const y = questioned[at + 2]! - values[offset + at + 2]!;
      const z = questioned[at + 3]! - values[offset + at + 3]!;
      a += w * w;
      b += x * x;
      c += y * y;
      d += z * z;
    }
    for (; at < to; at++) {
      const w = questioned[at]! - values[offset + at]!;
      a += w * w;
    }
    sum += a + b + (c + d);
  }
  return sum;
}
