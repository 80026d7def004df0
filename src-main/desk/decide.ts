import { CallFailure } from '../contract/calls.ts';
import * as v from 'valibot';
import { verdictSchema, type CheckSummary, type DecisionKind } from '../contract/check.ts';
import type { AwaitsReason, Decided, FourEyes, StandingDecision } from '../contract/decide.ts';
import { saidReason } from './decision-reasons.ts';
import { has } from './permissions.ts';
import type { Check, ReferenceStore, StandingDecision as StoredDecision } from '../store/reference-store.ts';

const recordedSchema = v.object({ verdict: verdictSchema, score: v.number() });

/** The verdict and score a stored check came to. */
function verdictOnRecord(check: Check): v.InferOutput<typeof recordedSchema> {
  return v.parse(recordedSchema, check.result);
}

/** What deciding needs, whoever asks: the window or the command line. */
export interface DecideParts {
  readonly store: ReferenceStore;
  /** null: nobody else is ever asked. */
  readonly fourEyes: FourEyes | null;
  readonly operator: string;
}

/** A decision to put on record. `amount`: what the clerk read on the cheque, in the currency's main unit. */
export interface DecisionRequest {
  readonly check: string;
  readonly decision: DecisionKind;
  readonly reason: string;
  /** A reason of the bank's list; `reason` may then say more. */
  readonly code?: string | null | undefined;
  readonly amount?: number | null | undefined;
}

/**
 * Why a second person has to confirm a decision. Referring a cheque hands it on and needs nobody; an amount that nobody
 * knows counts as one above the limit; a low score asks for a second person only where the cheque is accepted against it.
 */
export function reasonsToAwait(
  fourEyes: FourEyes | null,
  decided: { readonly decision: DecisionKind; readonly score: number; readonly amount: number | null },
): AwaitsReason[] {
  if (!fourEyes || decided.decision === 'refer') return [];
  const { amountAbove, scoreBelow } = fourEyes;
  const reasons: AwaitsReason[] = [];
  if (amountAbove !== null && decided.amount === null) reasons.push('amount-unknown');
  if (amountAbove !== null && decided.amount !== null && decided.amount > amountAbove) reasons.push('amount');
  if (scoreBelow !== null && decided.decision === 'accept' && decided.score < scoreBelow) reasons.push('score');
  return reasons;
}

/** The larger of the amount that was known when the cheque was checked and the one the clerk read. */
function countingAmount(check: Check, typed: number | null): number | null {
  if (check.amount === null || typed === null) return check.amount ?? typed;
  return Math.max(check.amount, typed);
}

/**
 * Puts the clerk's decision on record. Where the policy asks for a second person it stands, but doesn't count until somebody
 * else has confirmed it. Nobody decides over a decision that waits or that a second person confirmed: it is taken back or
 * refused first.
 *
 * @throws CallFailure `no-reason` where one is needed: to return or refer a cheque, or to accept one that doesn't match;
 *   `already-decided`; `no-such-reason`
 */
export async function decide(parts: DecideParts, request: DecisionRequest): Promise<Decided> {
  const check = await parts.store.checkById(request.check);
  const { verdict, score } = verdictOnRecord(check);
  const said = await saidReason(parts.store, request.decision, request);
  if (said.reason === '' && (request.decision !== 'accept' || verdict === 'mismatch')) {
    const what =
      request.decision === 'accept' ? 'accept a cheque whose signature is a mismatch' : `${request.decision} a cheque`;
    throw new CallFailure({ fault: 'no-reason', field: 'reason', message: `To ${what}, give a reason.` });
  }
  const standing = check.decision;
  const own = standing?.operator === parts.operator;
  if (standing && (standing.state !== 'final' || !own) && !(standing.state === 'awaiting' && own)) {
    throw new CallFailure({ fault: 'already-decided', message: alreadyDecided(standing) });
  }
  const amount = countingAmount(check, request.amount ?? null);
  const awaits = reasonsToAwait(parts.fourEyes, { decision: request.decision, score, amount });
  const { id, operator, at } = await parts.store.recordDecision({
    check: request.check,
    decision: request.decision,
    ...said,
    operator: parts.operator,
    supersedes: standing?.id,
    awaits,
    amount,
  });
  return { decision: id, operator, at, state: awaits.length > 0 ? 'awaiting' : 'final', awaits };
}

const done = { accept: 'accepted', return: 'returned', refer: 'referred' } as const;

function alreadyDecided({ decision, operator, state, confirmation }: StoredDecision): string {
  const what = `This cheque was ${done[decision]} by ${operator}`;
  if (state === 'awaiting') return `${what}, which waits for a second person. Confirm it or refuse it.`;
  if (confirmation) return `${what} and confirmed by ${confirmation.operator}. A supervisor has to take it back first.`;
  return `${what}. It has to be taken back first.`;
}

/**
 * Takes a decision back: one's own until a second person confirmed it; anybody's with the permission to supervise.
 * @throws CallFailure `forbidden`; StoreError `not-found`, `duplicate` where it no longer stands
 */
export async function undo(
  parts: DecideParts,
  request: { readonly decision: string; readonly reason: string },
): Promise<Decided> {
  const { decision: standing } = await parts.store.fourEyes.checkOf(request.decision);
  const own = standing?.operator === parts.operator && standing.state !== 'confirmed';
  if (standing?.id === request.decision && !own && !(await has(parts.store, 'supervise'))) {
    const whose = standing.state === 'confirmed' ? 'a confirmed decision' : `the decision of ${standing.operator}`;
    throw new CallFailure({
      fault: 'forbidden',
      message: `To take ${whose} back, you need the permission to supervise. Ask a supervisor.`,
    });
  }
  const { operator, at } = await parts.store.undoDecision(request.decision, request.reason, parts.operator);
  return { decision: request.decision, operator, at, state: null, awaits: [] };
}

/** The standing decision as the window shows it. */
export function standingView(decision: StoredDecision): StandingDecision {
  const { id, reason, code, operator, at, state, awaits, amount, confirmation } = decision;
  const confirmedBy = confirmation && {
    operator: confirmation.operator,
    at: confirmation.at,
    reason: confirmation.reason,
  };
  return { id, kind: decision.decision, reason, code, operator, at, state, awaits: [...awaits], amount, confirmedBy };
}

/** A stored check as one line of the list of recent checks. */
export function summaryOf(check: Check): CheckSummary {
  const { verdict, score } = verdictOnRecord(check);
  return {
    check: check.id,
    at: check.at,
    account: check.accountNumber,
    scanName: check.scanName ?? '',
    verdict,
    score,
    decision: check.decision && standingView(check.decision),
  };
}
