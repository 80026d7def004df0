import type { BatchItem } from '../../../src-main/contract/batch.ts';

/** Rows are asked for so many at a time. */
export const pageSize = 100;

/** The rows that were fetched so far, page by page. */
export class ItemPages {
  readonly #pages = new Map<number, readonly BatchItem[]>();
  readonly #asked = new Set<number>();

  /** The row at a place, null while it isn't there yet. */
  at(place: number): BatchItem | null {
    return this.#pages.get(Math.floor(place / pageSize))?.[place % pageSize] ?? null;
  }

  /** Pages of the rows from `first` to `last` that nobody asked for yet. */
  missing(first: number, last: number): number[] {
    const from = Math.floor(first / pageSize);
    const pages = Array.from({ length: Math.floor(last / pageSize) - from + 1 }, (_, at) => from + at);
    return pages.filter((page) => !this.#asked.has(page));
  }

  ask(page: number): void {
    this.#asked.add(page);
  }

  /** A page didn't come: it may be asked for again. */
  giveUp(page: number): void {
    this.#asked.delete(page);
  }

  /** Every page has to be asked for again; what is there stays until the first of them has come. */
  askAnew(): void {
    this.#asked.clear();
  }

  set(page: number, items: readonly BatchItem[]): void {
    if (page === 0) for (const other of this.#pages.keys()) if (!this.#asked.has(other)) this.#pages.delete(other);
    this.#pages.set(page, items);
  }

  /** Puts a changed item in its row, where that is there. */
  put(item: BatchItem): void {
    for (const [page, rows] of this.#pages) {
      const place = rows.findIndex((row) => row.item === item.item);
      if (place >= 0) this.#pages.set(page, rows.with(place, item));
    }
  }
}
