import type { BatchFilter, BatchFound, BatchItem, BatchPage } from '../../contract/batch.ts';
import { normaliseAccountNumber } from '../../contract/account-number.ts';
import type { DecidedItem, Twin } from '../../store/batches.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import { standingView } from '../decide.ts';

/** Items that are read at once. */
const chunk = 500;

/** An item as it is kept for the table; whether it is put off is the window's own. */
type Row = Omit<BatchItem, 'skipped' | 'duplicateOf' | 'why'> & { readonly ownWhy: readonly string[] };

/** Codes of why an item needs eyes, but for its being there twice. */
function whyOf({ outcome }: DecidedItem): string[] {
  if (!outcome) return [];
  if (outcome.verdict === null) return [outcome.fault ?? 'unreadable', ...outcome.flags];
  return [...(outcome.verdict === 'match' ? [] : [outcome.verdict]), ...outcome.flags];
}

function rowOf(item: DecidedItem): Row {
  const { id, batch, file, cheque, state, outcome, check, decision, settled, date } = item;
  return {
    item: id,
    batch,
    file,
    cheque,
    state,
    account: outcome?.account ?? item.account,
    amount: outcome?.amount ?? item.amount,
    date,
    verdict: outcome?.verdict ?? null,
    score: outcome?.score ?? null,
    reasons: [...(outcome?.reasons ?? [])],
    ownWhy: whyOf(item),
    check,
    decision: decision && standingView(decision),
    settled,
  };
}

const isDecided = ({ decision, settled }: Pick<BatchItem, 'decision' | 'settled'>): boolean =>
  decision !== null || settled !== null;
const needsEyes = (item: BatchItem): boolean => item.why.length > 0 && !isDecided(item);

/** What is likely lost: the amount, by how likely the signature isn't the signatory's. An unjudged one may be anything. */
function riskOf({ score, amount }: BatchItem, unknownAmount: number): number {
  const forged = score === null ? 1 : 1 / (1 + Math.exp(Math.max(-50, Math.min(50, score))));
  return forged * (amount ?? unknownAmount);
}

function fits(item: BatchItem, filter: BatchFilter): boolean {
  const { show, verdict, why, account, amountFrom, amountTo, decision, search } = filter;
  if (show === 'eyes' && !needsEyes(item)) return false;
  if (show === 'decided' && !isDecided(item)) return false;
  if (verdict === 'none' ? item.state !== 'failed' : verdict !== null && item.verdict !== verdict) return false;
  if (why !== null && !item.why.includes(why)) return false;
  if (account !== '' && !normaliseAccountNumber(item.account ?? '').startsWith(normaliseAccountNumber(account)))
    return false;
  if (amountFrom !== null && (item.amount === null || item.amount < amountFrom)) return false;
  if (amountTo !== null && (item.amount === null || item.amount > amountTo)) return false;
  if (decision !== null && (item.decision?.kind ?? item.settled?.kind) !== decision) return false;
  if (search === '') return true;
  const text = [item.file, item.account ?? '', ...item.reasons].join('\n').toLowerCase();
  return text.includes(search.toLowerCase());
}

/**
 * The items of one batch in memory, for a table that is filtered and sorted as it is looked at: the store holds them sealed. It is
 * brought up to the store before each look, and reads only what has changed since.
 */
export class BatchIndex {
  readonly #store: ReferenceStore;
  readonly #batch: string;
  readonly #rows = new Map<string, { readonly stamp: string; readonly row: Row }>();
  #twins: ReadonlyMap<string, Twin> = new Map();
  #updating: Promise<void> = Promise.resolve();

  constructor(store: ReferenceStore, batch: string) {
    this.#store = store;
    this.#batch = batch;
  }

  /** @param skipped items that somebody put off */
  async page(
    request: { filter: BatchFilter; order: 'riskiest' | 'file'; offset: number; limit: number },
    skipped: ReadonlySet<string>,
  ): Promise<BatchPage> {
    const all = await this.#items(skipped);
    const found = all.filter((item) => fits(item, request.filter));
    if (request.order === 'riskiest') {
      const unknown = Math.max(1, ...all.map(({ amount }) => amount ?? 0));
      const risks = new Map(found.map((item) => [item.item, riskOf(item, unknown)]));
      const late = (item: BatchItem): number => (item.skipped ? 1 : 0);
      found.sort((a, b) => late(a) - late(b) || (risks.get(b.item) ?? 0) - (risks.get(a.item) ?? 0));
    }
    const why = new Map<string, number>();
    for (const item of all.filter(needsEyes)) for (const code of item.why) why.set(code, (why.get(code) ?? 0) + 1);
    return {
      total: found.length,
      items: found.slice(request.offset, request.offset + request.limit),
      eyes: all.filter(needsEyes).length,
      decided: all.filter(isDecided).length,
      why: [...why].map(([code, count]) => ({ why: code, count })).sort((a, b) => b.count - a.count),
    };
  }

  async item(id: string, skipped: ReadonlySet<string>): Promise<BatchItem | null> {
    return (await this.#items(skipped)).find(({ item }) => item === id) ?? null;
  }

  async found(): Promise<BatchFound> {
    const found: BatchFound = { match: 0, review: 0, mismatch: 0, failed: 0 };
    for (const { state, verdict } of await this.#items(new Set()))
      if (state !== 'waiting') found[verdict ?? 'failed'] += 1;
    return found;
  }

  /** What keeps the batch from being closed: items that nobody decided, and decisions that wait for a second person. */
  async open(): Promise<{ readonly eyes: number; readonly awaiting: number }> {
    const all = await this.#items(new Set());
    return {
      eyes: all.filter(needsEyes).length,
      awaiting: all.filter(({ decision }) => decision?.state === 'awaiting').length,
    };
  }

  async #items(skipped: ReadonlySet<string>): Promise<BatchItem[]> {
    this.#updating = this.#updating.catch(() => undefined).then(() => this.#update());
    await this.#updating;
    return [...this.#rows.values()].map(({ row: { ownWhy, ...row } }) => {
      const twin = this.#twins.get(row.item) ?? null;
      return {
        ...row,
        why: [...ownWhy, ...(twin ? ['duplicate'] : [])],
        duplicateOf: twin && { folder: twin.folder, file: twin.file, same: twin.same },
        skipped: skipped.has(row.item),
      };
    });
  }

  async #update(): Promise<void> {
    const stamps = await this.#store.batches.stamps(this.#batch);
    const stale = stamps.filter(({ id, stamp }) => this.#rows.get(id)?.stamp !== stamp);
    if (stale.length === 0) return;
    for (let at = 0; at < stale.length; at += chunk) {
      const some = stale.slice(at, at + chunk);
      const items = await this.#store.batches.decided(some.map(({ id }) => id));
      // Set anew, each keeps its place: a further cheque of a picture comes after the first.
      for (const [place, item] of items.entries()) {
        const stamp = some[place]?.stamp ?? '';
        this.#rows.set(item.id, { stamp, row: rowOf(item) });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    const inOrder = stamps.flatMap(({ id }) => {
      const row = this.#rows.get(id);
      return row ? [[id, row] as const] : [];
    });
    this.#rows.clear();
    for (const [id, row] of inOrder) this.#rows.set(id, row);
    this.#twins = await this.#store.batches.twins(this.#batch);
  }
}
