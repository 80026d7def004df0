import type { BatchProgress, BatchView } from '../../../src-main/contract/batch.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { BatchClient } from './batch-client.ts';
import { Hands } from '../hands/hands.svelte.ts';
import { ItemRows } from './item-rows.svelte.ts';
import { Queue, type QueueSurroundings } from './queue.svelte.ts';

/** The table is fetched again at most this often while the check goes on, in milliseconds. */
const refreshEvery = 3000;

/** The checks of folders, and the one whose queue is open. */
export class Batches {
  readonly #client: BatchClient;
  readonly #around: QueueSurroundings;
  #refreshed = 0;
  list = $state.raw<readonly BatchView[] | null>(null);
  current = $state.raw<BatchView | null>(null);
  rows = $state.raw<ItemRows | null>(null);
  queue = $state.raw<Queue | null>(null);
  /** One hand on several accounts of the open batch. */
  hands = $state.raw<Hands | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  /** Whether a folder is being picked. */
  picking = $state(false);

  constructor(client: BatchClient, around: QueueSurroundings) {
    this.#client = client;
    this.#around = around;
  }

  get client(): BatchClient {
    return this.#client;
  }

  async load(): Promise<void> {
    try {
      this.list = (await this.#client.batches({})).batches;
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Opens a batch: its table and its queue. */
  async open(batch: BatchView): Promise<void> {
    this.leave();
    this.current = batch;
    const rows = new ItemRows(this.#client, batch.batch);
    const queue = new Queue(this.#client, rows, this.#around);
    this.rows = rows;
    this.hands = new Hands(this.#client, batch.batch);
    this.queue = queue;
    await rows.refresh();
    if (this.queue !== queue) return;
    await queue.start();
    void this.#loadHands();
  }

  /** Goes back to the list. */
  leave(): void {
    this.queue?.clear();
    this.current = null;
    this.rows = null;
    this.hands = null;
    this.queue = null;
  }

  /** Starts the check of a folder, or goes on with its open batch, and opens it. True where the app took it. */
  async start(folder: string, manifest: string | null, watch: boolean): Promise<boolean> {
    const started = await this.#take(() => this.#client.startBatch({ folder, manifest, watch }));
    if (started === null) return false;
    this.picking = false;
    await this.open(started);
    return true;
  }

  /** Looks at the group of hands that the item in front belongs to, else at the first; false where there is none. */
  showHand(): boolean {
    const { hands } = this;
    const hand = (this.queue?.current ? hands?.of(this.queue.current.item) : null) ?? hands?.list[0] ?? null;
    if (!hands || !hand) return false;
    hands.show(hand.hand);
    return true;
  }

  pause(): Promise<unknown> {
    return this.#onCurrent((batch) => this.#client.pauseBatch({ batch }));
  }

  resume(): Promise<unknown> {
    return this.#onCurrent((batch) => this.#client.resumeBatch({ batch }));
  }

  cancel(): Promise<unknown> {
    return this.#onCurrent((batch) => this.#client.cancelBatch({ batch }));
  }

  /** Its decisions stand for good from then on. */
  close(): Promise<unknown> {
    return this.#onCurrent((batch) => this.#client.closeBatch({ batch }));
  }

  /** What couldn't be judged is tried again. */
  retry(): Promise<unknown> {
    return this.#onCurrent((batch) => this.#client.retryBatch({ batch }));
  }

  /** Takes how the work goes on. */
  progressed(progress: BatchProgress, now = Date.now()): void {
    const take = (view: BatchView): BatchView => (view.batch === progress.batch ? { ...view, progress } : view);
    this.list = this.list?.map(take) ?? null;
    if (this.current?.batch !== progress.batch) return;
    const before = this.current.progress;
    this.current = take(this.current);
    const ended = progress.done === progress.total && before.done !== before.total;
    if (progress.done === before.done || (!ended && now - this.#refreshed < refreshEvery)) return;
    this.#refreshed = now;
    void this.rows?.refresh();
    if (this.queue?.empty) void this.queue.start();
    if (ended) void this.#loadHands();
  }

  clear(): void {
    this.leave();
    this.list = null;
  }

  /** Who signed for several accounts is asked once the cheques in front are there: they come first. */
  async #loadHands(): Promise<void> {
    const { hands, queue } = this;
    await queue?.ready();
    if (this.hands === hands) await hands?.load();
  }

  async #onCurrent(call: (batch: string) => Promise<BatchView>): Promise<void> {
    const { current } = this;
    if (current === null) return;
    const view = await this.#take(() => call(current.batch));
    if (view === null || this.current?.batch !== view.batch) return;
    this.current = view;
    await this.rows?.refresh();
    if (this.queue?.empty) await this.queue.start();
  }

  async #take(call: () => Promise<BatchView>): Promise<BatchView | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      const view = await call();
      this.failure = null;
      return view;
    } catch (error) {
      this.failure = failureOf(error);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
