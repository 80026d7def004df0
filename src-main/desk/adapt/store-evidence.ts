import * as v from 'valibot';
import type { Engine } from '../../engine/engine-types.ts';
import {
  pairsOf,
  type Between,
  type StoreComparison,
  type StoreSignatory,
} from '../../metric/adapt/store-comparisons.ts';
import type { StoreDecision } from '../../metric/adapt/try-metric.ts';
import { groupOf } from '../../metric/calibration.ts';
import { distanceBetween } from '../../metric/distance.ts';
import type { Check, ReferenceStore } from '../../store/reference-store.ts';
import { pairTiles, pairKey, TemplateNumbers } from '../pair-tiles.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { templatesFor } from '../templates.ts';

/** What gathering needs. */
export interface GatherParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  /** The package alone. */
  readonly model: ModelInUse;
  readonly progress?: (task: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** More signatories than this add little; they are taken evenly over all accounts. */
export const mostSignatories = { closed: 400, learned: 120 } as const;
/** Specimens of each that count. */
const mostSpecimens = 8;
/** Recent checks that are looked at. */
export const mostChecks = 2000;
/** Of one account, so that none teaches more than others. */
const mostDecisionsOfAccount = 5;

/** Signatories with at least three specimens on file, evenly over all accounts. @throws StoreError, EngineError */
export async function signatoriesOnFile(parts: GatherParts): Promise<StoreSignatory[]> {
  const { store, engine, model, progress, signal } = parts;
  const accounts = (await store.listAccounts()).filter(({ specimens }) => specimens >= 3);
  const most = mostSignatories[model.metric.kind === 'learned' ? 'learned' : 'closed'];
  const step = Math.max(1, accounts.length / most);
  const found: StoreSignatory[] = [];
  for (let place = 0; place < accounts.length && found.length < most; place += step) {
    signal?.throwIfAborted();
    const account = accounts[Math.floor(place)]!;
    const specimens = await store.specimensOf(account.number, { modelHash: model.hash });
    const vectors = await templatesFor(store, engine, model, specimens);
    const bySignatory = new Map<string, Float32Array[]>();
    for (const { id, signatory } of specimens) {
      const own = bySignatory.get(signatory) ?? [];
      bySignatory.set(signatory, own);
      const vector = vectors.get(id);
      if (vector && own.length < mostSpecimens) own.push(vector);
    }
    for (const [id, templates] of bySignatory) if (templates.length >= 3) found.push({ id, templates });
    progress?.('reading specimens', found.length, Math.min(most, accounts.length));
  }
  return found;
}

const judgedSchema = v.looseObject({
  template: v.string(),
  signatory: v.string(),
  verdict: v.picklist(['match', 'review', 'mismatch']),
  score: v.number(),
  straightened: v.optional(v.number(), 0),
  mandate: v.nullish(v.unknown(), null),
  bands: v.looseObject({ matchAbove: v.number(), mismatchBelow: v.number() }),
  compared: v.optional(v.array(v.object({ signatory: v.string(), specimens: v.array(v.string()) })), []),
  others: v.array(v.unknown()),
});
export type JudgedResult = v.InferOutput<typeof judgedSchema>;

/** A check of one signature, by this package and no mandate, compared as scanned; null for any other. */
export function plainResult(check: Check, model: ModelInUse): JudgedResult | null {
  if (check.modelHash !== model.hash) return null;
  const parsed = v.safeParse(judgedSchema, check.result);
  if (!parsed.success) return null;
  const { mandate, others, straightened } = parsed.output;
  return mandate === null && others.length === 0 && straightened === 0 ? parsed.output : null;
}

/**
 * What a decision says of who signed, and how surely; null: nothing. Two people who agree are believed; one alone by half at most,
 * only where the app's own verdict says the same, and the more the further the score lies from the border. A referred cheque, and one that
 * waits, say nothing. A returned one may have been returned for other reasons: it counts only where a second person stood by it, or the
 * signature was a mismatch.
 */
export function labelOf(check: Check, result: JudgedResult): { genuine: boolean; sure: number } | null {
  const standing = check.decision;
  if (!standing || standing.decision === 'refer' || standing.state === 'awaiting') return null;
  const genuine = standing.decision === 'accept';
  if (standing.state === 'confirmed') return { genuine, sure: 1 };
  const { score, verdict, bands } = result;
  if (verdict !== (genuine ? 'match' : 'mismatch')) return null;
  const beyond = genuine ? score - bands.matchAbove : bands.mismatchBelow - score;
  return { genuine, sure: 0.25 + 0.25 * Math.min(1, Math.max(0, beyond) / 4) };
}

/** The newest checks, at most so many. */
export async function checksOf(store: ReferenceStore, most = mostChecks): Promise<Check[]> {
  const checks: Check[] = [];
  let before: string | undefined;
  while (checks.length < most) {
    const page = await store.recentChecks(Math.min(200, most - checks.length), before);
    checks.push(...page);
    before = page.at(-1)?.id;
    if (page.length === 0) break;
  }
  return checks;
}

/** A check's templates: the questioned one, and those of the signatory that decided; null where one is gone. */
export async function templatesOfCheck(
  parts: GatherParts,
  check: Check,
  result: JudgedResult,
): Promise<{ questioned: Float32Array; specimens: Float32Array[] } | null> {
  const { store, engine, model } = parts;
  const wanted = result.compared.find(({ signatory }) => signatory === result.signatory);
  if (!wanted || wanted.specimens.length === 0) return null;
  const onFile = await store.specimensOf(check.accountNumber, { includeRetired: true, modelHash: model.hash });
  const own = onFile.filter(({ id }) => wanted.specimens.includes(id));
  if (own.length !== wanted.specimens.length) return null;
  const vectors = await templatesFor(store, engine, model, own);
  const bytes = Buffer.from(result.template, 'base64');
  const questioned = Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
  const specimens = wanted.specimens.flatMap((id) => vectors.get(id) ?? []);
  return specimens.length === wanted.specimens.length ? { questioned, specimens } : null;
}

/** Clerks' decisions as evidence, newest first. @throws StoreError, EngineError */
export async function decisionsOnFile(parts: GatherParts, checks: readonly Check[]): Promise<StoreDecision[]> {
  const counted = new Map<string, number>();
  const found: StoreDecision[] = [];
  for (const check of checks) {
    parts.signal?.throwIfAborted();
    const result = plainResult(check, parts.model);
    const label = result && labelOf(check, result);
    const before = counted.get(check.account) ?? 0;
    if (!result || !label || before >= mostDecisionsOfAccount) continue;
    const templates = await templatesOfCheck(parts, check, result);
    if (!templates) continue;
    counted.set(check.account, before + 1);
    found.push({
      ...{ holder: result.signatory, group: groupOf(templates.specimens.length), ...templates, ...label },
    });
  }
  return found;
}

/**
 * The package's distances among all templates that some comparisons need. A learned metric's are measured here, once each.
 * @throws EngineError
 */
export async function distancesFor(
  { engine, model, progress, signal }: GatherParts,
  comparisons: readonly Pick<StoreComparison, 'questioned' | 'specimens'>[],
): Promise<Between> {
  const { metric } = model;
  if (metric.kind !== 'learned') return (a, b) => distanceBetween(metric, a, b);
  const templates = new TemplateNumbers();
  const keys = pairsOf(comparisons as readonly StoreComparison[]).map(([a, b]) =>
    pairKey(templates.take(a), templates.take(b)),
  );
  const measured = new Map<number, number>();
  for (const tile of pairTiles(keys, templates, 64)) {
    signal?.throwIfAborted();
    const pairs = tile.pairs.map(([a, b]): [number, number] => [a, b]);
    const { distances } = await engine.pairDistances({ templates: [...tile.templates], pairs });
    for (const [at, [a, b]] of pairs.entries())
      measured.set(pairKey(templates.take(tile.templates[a]!), templates.take(tile.templates[b]!)), distances[at]!);
    progress?.('comparing specimens', measured.size, keys.length);
  }
  return (a, b) => {
    const [first, second] = [templates.numberOf(a), templates.numberOf(b)];
    const known = first === undefined || second === undefined ? undefined : measured.get(pairKey(first, second));
    if (known === undefined) throw new Error('A distance that the fit needs was not measured.');
    return known;
  };
}
