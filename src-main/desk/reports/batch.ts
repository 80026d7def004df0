import type { Thresholds } from '../../contract/settings.ts';
import type { BatchException, BatchReport } from '../../report/batch-types.ts';
import { decidedWords } from '../../report/words.ts';
import type { DecidedItem, Twin } from '../../store/batches.ts';
import { headText } from '../../store/head-text.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { pngSize } from '../png-size.ts';
import { decisionWords } from './decision-words.ts';
import { expectedRates } from './expected-rates.ts';

/** What a batch's report needs, whoever asks. */
export interface BatchReportParts {
  readonly store: ReferenceStore;
  readonly operator: string;
  readonly version: string;
  readonly model: ModelInUse;
  readonly thresholds: Thresholds;
  readonly policyHash: string;
}

/** Items that are read at once. */
const chunk = 500;
/** At most so many exceptions are printed; the table has all. */
const mostExceptions = 300;

/** A batch's items, each with the decision that stands and the earlier item that it repeats. */
export interface BatchContents {
  readonly items: readonly DecidedItem[];
  readonly twins: ReadonlyMap<string, Twin>;
}

/** @throws StoreError */
async function contentsOf(store: ReferenceStore, batch: string): Promise<BatchContents> {
  const items: DecidedItem[] = [];
  const ids = (await store.batches.stamps(batch)).map(({ id }) => id);
  for (let from = 0; from < ids.length; from += chunk)
    items.push(...(await store.batches.decided(ids.slice(from, from + chunk))));
  return { items, twins: await store.batches.twins(batch) };
}

const isException = ({ id, outcome }: DecidedItem, twins: BatchContents['twins']): boolean =>
  outcome !== null && (outcome.verdict !== 'match' || outcome.flags.length > 0 || twins.has(id));

/** What is likely lost: the amount, by how likely the signature isn't the signatory's. */
function riskOf({ outcome, amount }: DecidedItem, unknownAmount: number): number {
  const score = outcome?.score ?? null;
  const forged = score === null ? 1 : 1 / (1 + Math.exp(Math.max(-50, Math.min(50, score))));
  return forged * (outcome?.amount ?? amount ?? unknownAmount);
}

function whatWasDone({ decision, settled }: DecidedItem): string {
  if (settled) return `${decidedWords[settled.kind]} by hand by ${settled.operator}.`;
  const words = decisionWords(decision);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function exceptionOf(store: ReferenceStore, item: DecidedItem, twin: Twin | undefined): Promise<BatchException> {
  const { outcome, check, file, account, amount } = item;
  const png = check === null ? null : await (await store.checkById(check)).questionedPng();
  const seen = twin ? [`Seen before: ${twin.file} (${twin.same === 'line' ? 'same MICR line' : 'same picture'}).`] : [];
  return {
    file,
    account: outcome?.account ?? account,
    amount: outcome?.amount ?? amount,
    verdict: outcome?.verdict ?? null,
    score: outcome?.score ?? null,
    reasons: [...seen, ...(outcome?.reasons ?? [])],
    thumbnail: png && { bytes: png, ...pngSize(png) },
    decision: whatWasDone(item),
  };
}

function countsOf({ items, twins }: BatchContents): BatchReport['counts'] {
  const counts = { match: 0, review: 0, mismatch: 0, failed: 0, waiting: 0, duplicates: twins.size };
  for (const { outcome } of items) counts[outcome === null ? 'waiting' : (outcome.verdict ?? 'failed')] += 1;
  return counts;
}

function decisionsOf({ items, twins }: BatchContents): BatchReport['decisions'] {
  const counts = { accept: 0, return: 0, refer: 0, awaiting: 0, confirmed: 0, settled: 0, open: 0 };
  for (const item of items) {
    const { decision, settled } = item;
    if (decision) counts[decision.decision] += 1;
    if (decision?.state === 'awaiting') counts.awaiting += 1;
    if (decision?.state === 'confirmed') counts.confirmed += 1;
    if (settled) counts.settled += 1;
    if (!decision && !settled && isException(item, twins)) counts.open += 1;
  }
  return counts;
}

/**
 * Everything a batch's report shows, read from the store.
 * @throws StoreError `not-found`
 */
export async function batchReportOf(
  parts: BatchReportParts,
  batchId: string,
): Promise<{ report: BatchReport; contents: BatchContents }> {
  const { store, model, thresholds } = parts;
  const { id, folder, startedAt, operator, state } = await store.batches.byId(batchId);
  const contents = await contentsOf(store, id);
  const { items, twins } = contents;
  const wanted = items.filter((item) => isException(item, twins));
  const unknown = Math.max(1, ...items.map(({ outcome, amount }) => outcome?.amount ?? amount ?? 0));
  wanted.sort((a, b) => riskOf(b, unknown) - riskOf(a, unknown));
  const exceptions: BatchException[] = [];
  for (const item of wanted.slice(0, mostExceptions))
    exceptions.push(await exceptionOf(store, item, twins.get(item.id)));
  const head = await store.record.head();
  const report: BatchReport = {
    batch: id,
    folder,
    startedAt,
    operator,
    state,
    counts: countsOf(contents),
    decisions: decisionsOf(contents),
    scores: items.flatMap(({ outcome }) => (typeof outcome?.score === 'number' ? [outcome.score] : [])),
    borders: [
      { specimens: 'one', ...thresholds.one },
      { specimens: 'two', ...thresholds.two },
      { specimens: 'three or more', ...thresholds.many },
    ],
    expected: expectedRates(model.chosen.package.manifest.curves, thresholds),
    exceptions,
    exceptionsInAll: wanted.length,
    facts: [
      ['Model', `${model.title} (${model.id}), in use now`],
      ['Model hash', model.hash],
      ['Policy hash', parts.policyHash],
    ],
    record: { text: headText(head), at: head.at },
    printed: { by: parts.operator, at: new Date().toISOString(), version: parts.version },
  };
  return { report, contents };
}
