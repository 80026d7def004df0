import { seededRandom } from '../seeded.ts';
import { BucketedFew } from './bucketed-few.ts';
import { squaredDistance } from './exact.ts';
import { NearestFew } from './nearest-few.ts';
import { principalAxes, project, type PrincipalAxes } from './principal-axes.ts';
import type { VectorRows } from './rows.ts';
import type { Near } from './types.ts';

/** Axes of a sketch that every search looks at, and those that follow where these alone don't tell a vector far. */
const headAxes = 8;
const tailAxes = 16;
/** For each vector asked for, so many of the nearest sketches are compared exactly. */
const exactEach = 16;
/** The squared distance of two sketches that lie as far apart as two can, and how finely such distances are told apart. */
const farthestSketches = (headAxes + tailAxes) * 254 * 254;
const bucketBits = 6;
/** Vectors that the axes are found from. */
const sampled = 4000;
const seed = 20261125;

/**
 * A sketch of every vector: its coordinates along the 24 principal axes, one signed byte each. A search reads the sketches of
 * all and compares the nearest of them exactly (filter and refine, as in the VA-file of Weber, Schek and Blott 1998, on
 * principal axes), so that distances are exact and only a vector can be missing. Vectors of one twin vary along few axes,
 * which is why so little is enough: docs/decisions/0008.
 */
export class Sketches {
  readonly #rows: VectorRows;
  readonly #axes: PrincipalAxes;
  /** Sketches are coordinates times this, rounded. */
  readonly #scale: number;
  readonly #head: number;
  readonly #tail: number;
  #heads = new Int8Array(0);
  #tails = new Int8Array(0);
  /** Rows from here on are yet to be sketched. */
  #next = 0;
  readonly #point: Float32Array;
  /** Vectors that there were when the axes were found. */
  readonly foundFrom: number;

  /** Finds the axes from a sample; {@link takeIn} then makes the sketches. @param rows at least one */
  constructor(rows: VectorRows) {
    const { dimension, values, size } = rows;
    this.#rows = rows;
    this.foundFrom = size;
    const random = seededRandom(seed);
    const sample = Array.from({ length: Math.min(size, sampled) }, (_, at) =>
      size <= sampled ? at : random.below(size),
    );
    this.#axes = principalAxes(values, dimension, sample, headAxes + tailAxes, seed);
    this.#head = Math.min(headAxes, this.#axes.count);
    this.#tail = this.#axes.count - this.#head;
    this.#point = new Float32Array(this.#axes.count);
    let farthest = 0;
    for (const row of sample) {
      project(this.#axes, values, row * dimension, this.#point);
      for (const value of this.#point) farthest = Math.max(farthest, Math.abs(value));
    }
    this.#scale = farthest > 0 ? 127 / farthest : 1;
  }

  /** Whether every vector has its sketch. */
  get complete(): boolean {
    return this.#next >= this.#rows.size;
  }

  /** Bytes that the sketches take, beside the vectors. */
  get bytes(): number {
    return this.#heads.byteLength + this.#tails.byteLength;
  }

  /** Sketches the next `count` vectors. */
  takeIn(count: number): void {
    const to = Math.min(this.#rows.size, this.#next + count);
    for (; this.#next < to; this.#next++) this.#sketch(this.#next);
  }

  /** A row was added, or has another vector now. */
  changed(row: number): void {
    if (row < this.#next) this.#sketch(row);
    else if (row === this.#next) this.takeIn(1);
  }

  /** A row was taken out, and what was in the row `last` now lies there. */
  removed(row: number, last: number): void {
    if (row >= this.#next) return;
    if (last >= this.#next) {
      this.#sketch(row);
      return;
    }
    for (const [list, length] of [
      [this.#heads, this.#head],
      [this.#tails, this.#tail],
    ] as const) {
      list.copyWithin(row * length, last * length, (last + 1) * length);
      list.fill(0, last * length, (last + 1) * length);
    }
    this.#next--;
  }

  /** The nearest that the search finds; see {@link VectorIndex.nearest}. Only where {@link complete}. */
  nearest(questioned: Float32Array, count: number): Near[] {
    const { dimension, values, size, idOf } = this.#rows;
    this.#rows.requireFitting(questioned);
    const few = new NearestFew(Math.min(count, size));
    for (const row of this.#candidates(questioned, Math.min(size, count * exactEach))) {
      const { limit } = few;
      const distance = squaredDistance(questioned, values, row * dimension, limit);
      if (distance <= limit) few.offer(distance, row, idOf);
    }
    return few.sorted(idOf);
  }

  /** Rows of the nearest sketches. */
  #candidates(questioned: Float32Array, count: number): readonly number[] {
    project(this.#axes, questioned, 0, this.#point);
    const sketch = Int32Array.from(this.#point, (value) => this.#byte(value));
    if (sketch.length < headAxes + tailAxes) return this.#candidatesPlainly(sketch, count);
    const [q0, q1, q2, q3, q4, q5, q6, q7] = sketch as unknown as EightNumbers;
    const heads = this.#heads;
    const tails = this.#tails;
    const length = this.#tail;
    const few = new BucketedFew(count, farthestSketches, bucketBits);
    let { limit } = few;
    const { size } = this.#rows;
    for (let row = 0, at = 0; row < size; row++, at += headAxes) {
      const a = q0 - heads[at]!;
      const b = q1 - heads[at + 1]!;
      const c = q2 - heads[at + 2]!;
      const d = q3 - heads[at + 3]!;
      let sum = Math.imul(a, a) + Math.imul(b, b) + Math.imul(c, c) + Math.imul(d, d);
      if (sum >= limit) continue;
      const e = q4 - heads[at + 4]!;
      const f = q5 - heads[at + 5]!;
      const g = q6 - heads[at + 6]!;
      const h = q7 - heads[at + 7]!;
      sum += Math.imul(e, e) + Math.imul(f, f) + Math.imul(g, g) + Math.imul(h, h);
      if (sum >= limit) continue;
      for (let axis = headAxes, from = row * length; axis < sketch.length && sum < limit; axis += 4, from += 4) {
        const i = sketch[axis]! - tails[from]!;
        const j = sketch[axis + 1]! - tails[from + 1]!;
        const k = sketch[axis + 2]! - tails[from + 2]!;
        const l = sketch[axis + 3]! - tails[from + 3]!;
        sum += Math.imul(i, i) + Math.imul(j, j) + Math.imul(k, k) + Math.imul(l, l);
      }
      if (sum >= limit) continue;
      limit = few.offer(sum, row);
    }
    return few.rows();
  }

  /** The same for vectors of so few numbers that there are fewer axes. */
  #candidatesPlainly(sketch: Int32Array, count: number): readonly number[] {
    const few = new BucketedFew(count, farthestSketches, bucketBits);
    for (let row = 0; row < this.#rows.size; row++) {
      let sum = 0;
      for (let axis = 0; axis < sketch.length; axis++) {
        const list = axis < this.#head ? this.#heads : this.#tails;
        const at = axis < this.#head ? row * this.#head + axis : row * this.#tail + axis - this.#head;
        sum += (sketch[axis]! - list[at]!) ** 2;
      }
      if (sum < few.limit) few.offer(sum, row);
    }
    return few.rows();
  }

  #byte(value: number): number {
    return Math.max(-127, Math.min(127, Math.round(value * this.#scale)));
  }

  #sketch(row: number): void {
    if ((row + 1) * this.#head > this.#heads.length) {
      const room = Math.max(this.#rows.size, Math.ceil(row * 1.25));
      this.#heads = longer(this.#heads, room * this.#head);
      this.#tails = longer(this.#tails, room * this.#tail);
    }
    project(this.#axes, this.#rows.values, row * this.#rows.dimension, this.#point);
    for (let axis = 0; axis < this.#head; axis++) {
      this.#heads[row * this.#head + axis] = this.#byte(this.#point[axis]!);
    }
    for (let axis = 0; axis < this.#tail; axis++) {
      this.#tails[row * this.#tail + axis] = this.#byte(this.#point[this.#head + axis]!);
    }
  }
}

type EightNumbers = readonly [number, number, number, number, number, number, number, number];

function longer(list: Int8Array<ArrayBuffer>, length: number): Int8Array<ArrayBuffer> {
  const grown = new Int8Array(length);
  grown.set(list);
  return grown;
}
