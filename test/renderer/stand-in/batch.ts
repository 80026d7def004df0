import type { BatchItem, BatchProgress, BatchState, BatchView } from '../../../src-main/contract/batch.ts';
import type { batchCalls } from '../../../src-main/contract/batch-calls.ts';
import { CallFailure, type Handlers } from '../../../src-main/contract/calls.ts';
import type { StandInPictures } from './pictures.ts';

/** The cheque at a place: every third a mismatch, every seventh not judged, the others worth a look. */
function itemAt(place: number): BatchItem {
  const failed = place % 7 === 6;
  const verdict = failed ? null : place % 3 === 0 ? 'mismatch' : 'review';
  return {
    item: `item-${place}`,
    batch: 'batch-1',
    file: `tray/${String(place).padStart(5, '0')}.png`,
    cheque: 0,
    state: failed ? 'failed' : 'judged',
    account: `00421377${String(place % 100).padStart(2, '0')}`,
    amount: 100 + place,
    date: '2026-11-25',
    verdict,
    score: verdict === null ? null : verdict === 'mismatch' ? -3 - place / 1000 : 0.5,
    reasons: [failed ? 'No signature was found on this cheque.' : 'Lies further from the specimens than most.'],
    why: [failed ? 'no-signature' : (verdict ?? 'review')],
    duplicateOf: null,
    check: failed ? null : `check-${place}`,
    decision: null,
    settled: null,
    skipped: false,
  };
}

/** A folder's check in memory: so many cheques, all of which need eyes. */
export class StandInBatch {
  readonly #pictures: StandInPictures;
  readonly items: BatchItem[];
  state: BatchState = 'open';
  done: number;

  constructor(count: number, pictures: StandInPictures) {
    this.#pictures = pictures;
    this.items = Array.from({ length: count }, (_, place) => itemAt(place));
    this.done = count;
  }

  get progress(): BatchProgress {
    const total = this.items.length;
    return {
      batch: 'batch-1',
      state: this.state,
      running: this.done < total,
      done: this.done,
      total,
      perSecond: 12.5,
      secondsLeft: this.done < total ? 150 : null,
      found: { match: 0, review: total, mismatch: 0, failed: 0 },
      note: null,
    };
  }

  get view(): BatchView {
    return {
      batch: 'batch-1',
      folder: '/scans/2026-11-25',
      manifest: null,
      watch: false,
      startedAt: '2026-11-25T08:00:00Z',
      operator: 'mwalker',
      progress: this.progress,
    };
  }

  /** Puts a decision on the item of a check, or takes the one with this id off. */
  decide(check: string, decision: BatchItem['decision']): void {
    const place = this.items.findIndex((item) => item.check === check);
    if (place >= 0) this.items[place] = { ...this.items[place]!, decision };
  }

  undo(decision: string): void {
    const place = this.items.findIndex((item) => item.decision?.id === decision);
    if (place >= 0) this.items[place] = { ...this.items[place]!, decision: null };
  }

  #change(id: string, change: Partial<BatchItem>): BatchItem {
    const place = this.items.findIndex(({ item }) => item === id);
    const changed = { ...this.items[place]!, ...change };
    this.items[place] = changed;
    return changed;
  }

  handlers(): Pick<Handlers, keyof typeof batchCalls> {
    const to = (state: BatchState) => async () => {
      this.state = state;
      return this.view;
    };
    return {
      browseFolder: async ({ folder }) => ({
        folder: folder ?? '/scans',
        parent: folder === null ? null : '/scans',
        folders: folder === null ? [{ name: '2026-11-25', path: '/scans/2026-11-25' }] : [],
        scans: this.items.length,
        manifests: [{ name: 'list.csv', path: '/scans/list.csv' }],
      }),
      startBatch: async () => this.view,
      batches: async () => ({ batches: [this.view] }),
      pauseBatch: to('paused'),
      resumeBatch: to('open'),
      cancelBatch: to('cancelled'),
      closeBatch: to('closed'),
      retryBatch: async () => this.view,
      batchItems: async ({ filter, order, offset, limit }) => {
        const isDecided = (item: BatchItem) => item.decision !== null || item.settled !== null;
        const fits = this.items.filter(
          (item) =>
            (filter.show === 'all' || isDecided(item) === (filter.show === 'decided')) &&
            (filter.verdict === null || (item.verdict ?? 'none') === filter.verdict) &&
            (filter.why === null || item.why.includes(filter.why)) &&
            (item.account ?? '').startsWith(filter.account) &&
            (filter.amountFrom === null || (item.amount ?? 0) >= filter.amountFrom) &&
            (filter.amountTo === null || (item.amount ?? 0) <= filter.amountTo) &&
            item.file.includes(filter.search),
        );
        const risk = (item: BatchItem) => (item.skipped ? 1000 : 0) + (item.score ?? 0);
        const sorted = order === 'file' ? fits : [...fits].sort((one, other) => risk(one) - risk(other));
        return {
          total: sorted.length,
          items: sorted.slice(offset, offset + limit),
          eyes: this.items.filter((item) => !isDecided(item)).length,
          decided: this.items.filter(isDecided).length,
          why: [{ why: 'review', count: 1 }],
        };
      },
      batchItem: async ({ item: id }) => {
        const item = this.items.find((one) => one.item === id);
        if (!item) throw new CallFailure({ fault: 'not-found', message: 'There is no such cheque.' });
        const { png, width, height } = this.#pictures.cheque(1, 0);
        const scan = { picture: png, pictureType: 'image/png' as const, width, height, page: 0, pages: 1 };
        return { item, scan, scanProblem: null, result: null };
      },
      skipItem: async ({ item, skipped }) => this.#change(item, { skipped }),
      settleItem: async ({ item, kind, reason }) =>
        this.#change(item, {
          settled: kind === null ? null : { kind, reason, operator: 'mwalker', at: '2026-11-25T09:00:00Z' },
        }),
    };
  }
}
