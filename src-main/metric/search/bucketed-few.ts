/**
 * The rows of the smallest of many whole numbers, `count` of them or a few more: those that share the last one's bucket. An offer
 * costs a few steps whatever the count, where a heap takes longer the more it keeps.
 */
export class BucketedFew {
  readonly #count: number;
  readonly #shift: number;
  readonly #buckets: Int32Array;
  #last: number;
  #kept = 0;
  readonly #values: number[] = [];
  readonly #rows: number[] = [];

  /** @param largest the largest number that will be offered @param shift a bucket's width in bits */
  constructor(count: number, largest: number, shift: number) {
    this.#count = count;
    this.#shift = shift;
    this.#last = largest >> shift;
    this.#buckets = new Int32Array(this.#last + 1);
  }

  /** Only what is smaller is worth offering. */
  get limit(): number {
    return (this.#last + 1) << this.#shift;
  }

  /** @param value a whole number under {@link limit}, 0 and up @returns the limit from now on */
  offer(value: number, row: number): number {
    this.#values.push(value);
    this.#rows.push(row);
    this.#buckets[value >> this.#shift]!++;
    this.#kept++;
    while (this.#last > 0 && this.#kept - this.#buckets[this.#last]! >= this.#count) {
      this.#kept -= this.#buckets[this.#last]!;
      this.#last--;
    }
    return this.limit;
  }

  /** In the order in which they were offered. */
  rows(): number[] {
    const { limit } = this;
    return this.#rows.filter((_, at) => this.#values[at]! < limit);
  }
}
