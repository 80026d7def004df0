import type { BatchItemDetails } from '../../../src-main/contract/batch.ts';
import type { BatchClient } from './batch-client.ts';

/** An item with its picture decoded, so that it is on the screen as soon as it is shown. */
export interface PreparedItem {
  readonly details: BatchItemDetails;
  /** Address of the picture; null: there is none. */
  readonly picture: string | null;
}

/** Items that are shown or come next, fetched before anybody asks for them. */
export class PreparedItems {
  readonly #client: Pick<BatchClient, 'batchItem'>;
  readonly #most: number;
  /** Oldest first. */
  readonly #items = new Map<string, Promise<PreparedItem>>();
  /** Those that are ready. */
  readonly #ready = new Map<string, PreparedItem>();

  /** @param most so many are kept */
  constructor(client: Pick<BatchClient, 'batchItem'>, most = 8) {
    this.#client = client;
    this.#most = most;
  }

  /** The item where it is ready, else null. */
  ready(item: string): PreparedItem | null {
    return this.#ready.get(item) ?? null;
  }

  /** Fetches an item, or gives the one that is there. Rejects with a CallFailure. */
  prepare(item: string): Promise<PreparedItem> {
    const known = this.#items.get(item);
    if (known) {
      // It was wanted again: it is the newest.
      this.#items.delete(item);
      this.#items.set(item, known);
      return known;
    }
    const made = this.#make(item);
    this.#items.set(item, made);
    made.catch(() => this.forget(item));
    for (const oldest of this.#items.keys()) {
      if (this.#items.size <= this.#most) break;
      this.forget(oldest);
    }
    return made;
  }

  /** Lets an item go: it changed, or isn't wanted any more. */
  forget(item: string): void {
    const picture = this.#ready.get(item)?.picture;
    if (picture) URL.revokeObjectURL(picture);
    this.#ready.delete(item);
    this.#items.delete(item);
  }

  clear(): void {
    for (const item of [...this.#items.keys()]) this.forget(item);
  }

  async #make(item: string): Promise<PreparedItem> {
    const details = await this.#client.batchItem({ item });
    const picture = details.scan
      ? URL.createObjectURL(new Blob([new Uint8Array(details.scan.picture)], { type: details.scan.pictureType }))
      : null;
    if (picture !== null) await decoded(picture);
    const prepared = { details, picture };
    if (this.#items.has(item)) this.#ready.set(item, prepared);
    else if (picture !== null) URL.revokeObjectURL(picture);
    return prepared;
  }
}

/** Waits until the browser has decoded a picture; one that it can't decode is shown as it is. */
async function decoded(address: string): Promise<void> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } catch {
    // The picture's own element then shows that it can't be drawn.
  }
}
