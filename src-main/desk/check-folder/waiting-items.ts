import type { BatchItem } from '../../store/batches.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';

/** Items that are read ahead. */
const page = 64;
/** Looking again for items that come back, such as locked ones, in milliseconds. */
const pause = 100;

/** Hands out a batch's waiting items, each to one worker at a time, in order; put off ones when their time has come. */
export class WaitingItems {
  readonly #store: ReferenceStore;
  readonly #batch: string;
  readonly #inHand = new Set<string>();
  readonly #later = new Map<string, number>();
  #ahead: BatchItem[] = [];
  #after: string | null = null;
  /** Of the pass through all that waits: how many there were, and whether one was handed out. */
  #waiting = 0;
  #handedOut = true;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: ReferenceStore, batch: string) {
    this.#store = store;
    this.#batch = batch;
  }

  /**
   * The next item; null: none waits, and none comes back.
   * @param goesOn whether to wait where nothing is left for now, such as while the folder is watched
   * @param signal aborted: null, whatever is left
   */
  next(goesOn: () => boolean, signal: AbortSignal): Promise<BatchItem | null> {
    const turn = this.#turn.then(() => this.#next(goesOn, signal));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** A worker is done with an item. @param after it is to be handed out again, not before so many milliseconds have passed */
  putBack(item: string, after: number | null = null): void {
    this.#inHand.delete(item);
    if (after !== null) this.#later.set(item, performance.now() + after);
  }

  async #next(goesOn: () => boolean, signal: AbortSignal): Promise<BatchItem | null> {
    while (!signal.aborted) {
      const item = this.#ahead.shift();
      if (item && this.#isFree(item.id)) {
        const [current] = await this.#store.batches.decided([item.id]);
        if (current?.state !== 'waiting') continue;
        this.#later.delete(item.id);
        this.#inHand.add(item.id);
        this.#handedOut = true;
        return current;
      }
      if (item) continue;
      if (this.#after === null) {
        // A pass through all that waits begins; where the one before found nothing to hand out, not at once.
        if (!this.#handedOut) {
          // A further cheque of a picture may yet come of what is in hand.
          if (this.#waiting === 0 && this.#inHand.size === 0 && !goesOn()) return null;
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
        this.#handedOut = false;
        this.#waiting = 0;
      }
      this.#ahead = await this.#store.batches.items(this.#batch, { after: this.#after, limit: page, waiting: true });
      this.#waiting += this.#ahead.length;
      this.#after = this.#ahead.length < page ? null : (this.#ahead.at(-1)?.id ?? null);
    }
    return null;
  }

  #isFree(id: string): boolean {
    return !this.#inHand.has(id) && (this.#later.get(id) ?? 0) <= performance.now();
  }
}
