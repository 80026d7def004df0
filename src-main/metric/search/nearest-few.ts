import type { Near } from './types.ts';

/**
 * The nearest few of what is offered, kept in a heap whose top is the farthest of them, so that most offers cost one
 * comparison with {@link limit}.
 */
export class NearestFew {
  readonly #count: number;
  readonly #distances: number[] = [];
  readonly #rows: number[] = [];

  /** @param count how many are kept */
  constructor(count: number) {
    this.#count = Math.max(0, count);
  }

  /** Only what lies at most so far is worth offering; an equal distance may still come first by its id. */
  get limit(): number {
    if (this.#count === 0) return -Infinity;
    return this.#distances.length < this.#count ? Infinity : this.#distances[0]!;
  }

  /** @param row the vector's row, by which `idOf` names it */
  offer(distance: number, row: number, idOf: (row: number) => string): void {
    const distances = this.#distances;
    const rows = this.#rows;
    if (distances.length < this.#count) {
      let at = distances.length;
      distances.push(distance);
      rows.push(row);
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (!this.#farther(at, above, idOf)) break;
        this.#swap(at, above);
        at = above;
      }
      return;
    }
    if (this.#count === 0 || distance > distances[0]!) return;
    if (distance === distances[0]! && idOf(row) > idOf(rows[0]!)) return;
    distances[0] = distance;
    rows[0] = row;
    for (let at = 0; ;) {
      let farthest = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < distances.length && this.#farther(below, farthest, idOf)) farthest = below;
      }
      if (farthest === at) return;
      this.#swap(at, farthest);
      at = farthest;
    }
  }

  /** Rows of those kept, in no order. */
  get rows(): readonly number[] {
    return this.#rows;
  }

  /** Those kept, nearest first, equally near ones in order of their ids. */
  sorted(idOf: (row: number) => string): Near[] {
    return this.#rows
      .map((row, at) => ({ id: idOf(row), squaredDistance: this.#distances[at]! }))
      .sort((a, b) => a.squaredDistance - b.squaredDistance || (a.id < b.id ? -1 : 1));
  }

  #farther(a: number, b: number, idOf: (row: number) => string): boolean {
    const difference = this.#distances[a]! - this.#distances[b]!;
    return difference > 0 || (difference === 0 && idOf(this.#rows[a]!) > idOf(this.#rows[b]!));
  }

  #swap(a: number, b: number): void {
    [this.#distances[a], this.#distances[b]] = [this.#distances[b]!, this.#distances[a]!];
    [this.#rows[a], this.#rows[b]] = [this.#rows[b]!, this.#rows[a]!];
  }
}
