import type { BatchFilter, BatchItem, BatchPage } from '../../../src-main/contract/batch.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { BatchClient } from './batch-client.ts';
import { ItemPages, pageSize } from './item-pages.ts';

/** Everything that a filter may leave open, and what needs eyes. */
export const wholeQueue: BatchFilter = {
  show: 'eyes',
  verdict: null,
  why: null,
  account: '',
  amountFrom: null,
  amountTo: null,
  decision: null,
  search: '',
};

/** The rows of a batch's table, of which only what is looked at is fetched. */
export class ItemRows {
  readonly #client: Pick<BatchClient, 'batchItems'>;
  readonly #batch: string;
  readonly #pages = new ItemPages();
  #run = 0;
  /** Counts up whenever rows came or changed. */
  #version = $state(0);
  filter = $state.raw<BatchFilter>(wholeQueue);
  order = $state<'riskiest' | 'file'>('riskiest');
  /** Rows that fit the filter; null: not known yet. */
  total = $state<number | null>(null);
  eyes = $state(0);
  decided = $state(0);
  why = $state.raw<BatchPage['why']>([]);
  failure = $state.raw<Failure | null>(null);

  constructor(client: Pick<BatchClient, 'batchItems'>, batch: string) {
    this.#client = client;
    this.#batch = batch;
  }

  /** The row at a place, null while it isn't there yet. */
  at(place: number): BatchItem | null {
    void this.#version;
    return this.#pages.at(place);
  }

  /** Fetches what is missing of the rows from `first` to `last`. */
  async show(first: number, last: number): Promise<void> {
    await Promise.all(this.#pages.missing(first, last).map((page) => this.#fetch(page)));
  }

  /** Shows other rows. */
  async narrow(change: Partial<BatchFilter>): Promise<void> {
    this.filter = { ...this.filter, ...change };
    await this.refresh();
  }

  /** Fetches the rows again, the first of them at once; the others as they are looked at. */
  async refresh(): Promise<void> {
    this.#run++;
    this.#pages.askAnew();
    await this.#fetch(0);
  }

  /** The first items that need eyes, by this table's filter and the risk. Rejects with a CallFailure. */
  async eyesFirst(limit: number): Promise<readonly BatchItem[]> {
    const filter: BatchFilter = { ...this.filter, show: 'eyes' };
    return (await this.#client.batchItems({ batch: this.#batch, filter, order: 'riskiest', offset: 0, limit })).items;
  }

  /** Puts a changed item in its row, where that is there. */
  put(item: BatchItem): void {
    this.#pages.put(item);
    this.#version++;
  }

  async #fetch(page: number): Promise<void> {
    const run = this.#run;
    this.#pages.ask(page);
    try {
      const { total, items, eyes, decided, why } = await this.#client.batchItems({
        batch: this.#batch,
        filter: this.filter,
        order: this.order,
        offset: page * pageSize,
        limit: pageSize,
      });
      if (run !== this.#run) return;
      this.#pages.set(page, items);
      this.#version++;
      this.total = total;
      this.eyes = eyes;
      this.decided = decided;
      this.why = why;
      this.failure = null;
    } catch (error) {
      if (run !== this.#run) return;
      this.#pages.giveUp(page);
      this.failure = failureOf(error);
    }
  }
}
