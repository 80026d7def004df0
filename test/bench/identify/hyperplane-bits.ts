import { squaredDistance } from '../../../src-main/metric/search/exact.ts';
import { BucketedFew } from '../../../src-main/metric/search/bucketed-few.ts';
import { seededRandom } from '../../../src-main/metric/seeded.ts';

const words = 8;

/**
 * Random-hyperplane bits (Charikar 2002), 256 of them: what sketches along principal axes are compared with. Each vector's bits say on which
 * side of a hyperplane through the mean it lies; the nearest by differing bits are compared exactly.
 */
export class HyperplaneBits {
  readonly #values: Float32Array;
  readonly #dimension: number;
  readonly #planes: Float32Array;
  readonly #mean: Float64Array;
  readonly #bits: Uint32Array;

  constructor(values: Float32Array, dimension: number) {
    this.#values = values;
    this.#dimension = dimension;
    const random = seededRandom(7);
    // A sum of twelve even draws is near enough to a normal one for a direction.
    const normal = (): number => Array.from({ length: 12 }, () => random.next()).reduce((sum, each) => sum + each, -6);
    this.#planes = Float32Array.from({ length: words * 32 * dimension }, normal);
    const count = values.length / dimension;
    this.#mean = new Float64Array(dimension);
    for (let row = 0; row < count; row++) {
      for (let at = 0; at < dimension; at++) this.#mean[at]! += values[row * dimension + at]! / count;
    }
    this.#bits = new Uint32Array(count * words);
    for (let row = 0; row < count; row++) this.#write(values, row * dimension, this.#bits, row * words);
  }

  get bytes(): number {
    return this.#bits.byteLength;
  }

  /** Rows of the nearest. */
  nearest(questioned: Float32Array, count: number, exactEach: number): number[] {
    const own = new Uint32Array(words);
    this.#write(questioned, 0, own, 0);
    const few = new BucketedFew(count * exactEach, words * 32, 0);
    let { limit } = few;
    const rows = this.#bits.length / words;
    for (let row = 0; row < rows; row++) {
      let differing = 0;
      for (let word = 0; word < words; word++) {
        let x = own[word]! ^ this.#bits[row * words + word]!;
        x -= (x >>> 1) & 0x55555555;
        x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
        differing += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      }
      if (differing < limit) limit = few.offer(differing, row);
    }
    return few
      .rows()
      .map((row) => ({ row, distance: squaredDistance(questioned, this.#values, row * this.#dimension, Infinity) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count)
      .map(({ row }) => row);
  }

  #write(values: Float32Array, offset: number, bits: Uint32Array, to: number): void {
    for (let bit = 0; bit < words * 32; bit++) {
      let sum = 0;
      for (let at = 0; at < this.#dimension; at++) {
        sum += (values[offset + at]! - this.#mean[at]!) * this.#planes[bit * this.#dimension + at]!;
      }
      if (sum > 0) bits[to + (bit >> 5)]! |= 1 << (bit & 31);
    }
  }
}
