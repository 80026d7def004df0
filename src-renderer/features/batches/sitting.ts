import type { BatchItem } from '../../../src-main/contract/batch.ts';

/** What happened to a folder's items since its queue was opened. */
export class Sitting {
  readonly #passed = new Set<string>();
  readonly #latest = new Map<string, BatchItem>();

  /** Decided or put off: the item doesn't come again by itself. */
  pass({ item }: BatchItem): void {
    this.#passed.add(item);
  }

  /** The item may come again. */
  reopen({ item }: BatchItem): void {
    this.#passed.delete(item);
  }

  isPassed({ item }: BatchItem): boolean {
    return this.#passed.has(item);
  }

  /** Takes an item as the app has it now. */
  put(item: BatchItem): void {
    this.#latest.set(item.item, item);
  }

  /** An item as it was told last. */
  latest(item: BatchItem): BatchItem {
    return this.#latest.get(item.item) ?? item;
  }
}
