import { createHash } from 'node:crypto';
import type { Verdict } from '../../contract/check.ts';
import type { Hand } from '../../contract/identify.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { likelihoodRatio } from '../../metric/calibration.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { handBordersOf } from './borders.ts';
import { findHands, type Written } from './hands.ts';
import { questionedOfCheck } from './questioned-of-check.ts';

export interface HandsParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly model: ModelInUse;
}

/** What `batchHands` answers. */
export interface BatchHands {
  readonly hands: Hand[];
  readonly signatures: number;
  readonly leftOut: number;
  readonly border: number;
}

interface Signed extends Written {
  readonly item: string;
  readonly check: string;
  readonly file: string;
  readonly verdict: Verdict;
  readonly decides: boolean;
}

/** Items that are read at once. */
const chunk = 200;

/** By open store: the last answer for each batch, with what it was made of. */
const answers = new WeakMap<ReferenceStore, Map<string, { readonly of: string; readonly hands: BatchHands }>>();

/**
 * Hands that signed for several accounts of a batch, from the signatures that its checks put on record. A hand whose every signature
 * matched its account isn't told: then several accounts have one holder. Kept until the batch goes on or the store is closed.
 *
 * @throws StoreError `not-found`; EngineError
 */
export async function batchHands(
  { store, engine, model }: HandsParts,
  batch: string,
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<BatchHands> {
  await store.batches.byId(batch);
  const known = answers.get(store) ?? new Map<string, { of: string; hands: BatchHands }>();
  answers.set(store, known);
  const { signed, leftOut, of } = await signaturesOf(store, model, batch, known.get(batch)?.of ?? null);
  const before = known.get(batch);
  if (before?.of === of) return before.hands;
  const found = await findHands({ engine, model }, signed, signal, onProgress);
  const hands = found
    .filter(({ members }) => members.some((at) => signed[at]!.verdict !== 'match'))
    .map(({ members, distances, mean }): Hand => ({
      hand: signed[Math.min(...members)]!.item,
      accounts: [...new Set(members.map((at) => signed[at]!.account))].sort(),
      signatures: members.map((at, place) => {
        const { item, check, file, account, verdict, decides } = signed[at]!;
        return { item, check, file, account, verdict, decides, distance: distances[place]! };
      }),
      score: scoreOf(model, mean),
    }))
    .sort((a, b) => b.accounts.length - a.accounts.length || b.score - a.score);
  const answer = { hands, signatures: signed.length, leftOut, border: handBordersOf(model).mean };
  known.set(batch, { of, hands: answer });
  return answer;
}

/** The calibration's ratio for two signatures as far from each other as a hand's are on average. */
function scoreOf({ calibration }: ModelInUse, mean: number): number {
  const features = { joined: mean, spread: 0, relative: 0, count: 1 };
  return likelihoodRatio(calibration.groups.one, features, calibration.range);
}

/** @param before the digest of the last answer; where nothing has changed since, nothing is opened */
async function signaturesOf(
  store: ReferenceStore,
  model: ModelInUse,
  batch: string,
  before: string | null,
): Promise<{ signed: Signed[]; leftOut: number; of: string }> {
  const stamps = await store.batches.stamps(batch);
  const of = createHash('sha256')
    .update(JSON.stringify([model.hash, stamps]))
    .digest('hex');
  const signed: Signed[] = [];
  let leftOut = 0;
  if (of === before) return { signed, leftOut, of };
  for (let from = 0; from < stamps.length; from += chunk) {
    const items = await store.batches.decided(stamps.slice(from, from + chunk).map(({ id }) => id));
    for (const { id: item, check: checkId, file } of items) {
      if (checkId === null) continue;
      const check = await store.checkById(checkId);
      const questioned = questionedOfCheck(check);
      if (check.modelHash !== model.hash) {
        leftOut += questioned.filter(({ verdict }) => verdict !== null).length;
        continue;
      }
      for (const { template, verdict, decides } of questioned)
        if (verdict !== null)
          signed.push({ item, check: checkId, file, account: check.accountNumber, template, verdict, decides });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { signed, leftOut, of };
}
