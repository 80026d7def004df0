import { CallFailure } from '../contract/calls.ts';
import * as v from 'valibot';
import { verdictSchema, type CheckSummary, type DecisionKind } from '../contract/check.ts';
import type { Check, Decision, ReferenceStore } from '../store/reference-store.ts';

const recordedSchema = v.object({ verdict: verdictSchema, score: v.number() });

/** The verdict and score a stored check came to. */
export function verdictOnRecord(check: Check): v.InferOutput<typeof recordedSchema> {
  return v.parse(recordedSchema, check.result);
}

/**
 * Puts the clerk's decision on record.
 *
 * @throws CallFailure `no-reason` where one is needed: to return or refer a cheque, or to accept one that doesn't match
 */
export async function decide(
  store: ReferenceStore,
  request: { check: string; decision: DecisionKind; reason: string },
  operator: string,
): Promise<Decision> {
  const check = await store.checkById(request.check);
  const { verdict } = verdictOnRecord(check);
  if (request.reason === '' && (request.decision !== 'accept' || verdict === 'mismatch')) {
    const what =
      request.decision === 'accept' ? 'accept a cheque whose signature is a mismatch' : `${request.decision} a cheque`;
    throw new CallFailure({ fault: 'no-reason', field: 'reason', message: `To ${what}, give a reason.` });
  }
  return store.recordDecision({
    check: request.check,
    decision: request.decision,
    reason: request.reason,
    operator,
    supersedes: check.decision?.id,
  });
}

/** A stored check as one line of the list of recent checks. */
export function summaryOf(check: Check): CheckSummary {
  const { verdict, score } = verdictOnRecord(check);
  const { decision } = check;
  return {
    check: check.id,
    at: check.at,
    account: check.accountNumber,
    scanName: check.scanName ?? '',
    verdict,
    score,
    decision:
      decision && decision.decision !== 'undone'
        ? {
            id: decision.id,
            kind: decision.decision,
            reason: decision.reason,
            operator: decision.operator,
            at: decision.at,
          }
        : null,
  };
}
