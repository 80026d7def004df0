import { CallFailure } from '../contract/calls.ts';
import type { Awaiting, Decided } from '../contract/decide.ts';
import type { Check } from '../store/reference-store.ts';
import { standingView, type DecideParts } from './decide.ts';
import { has } from './permissions.ts';

/** A second person's word. */
interface SecondWord {
  readonly answer: 'confirmed' | 'refused';
  readonly reason: string;
}

/** Decisions shown at most; what waits longest comes first. */
const mostAwaiting = 500;

/** @throws CallFailure `no-reason` where one refuses without */
function requireReasonToRefuse({ answer, reason }: SecondWord): void {
  if (answer !== 'refused' || reason !== '') return;
  throw new CallFailure({ fault: 'no-reason', field: 'reason', message: 'To refuse, give a reason.' });
}

/**
 * A second person's word on a decision that waits for it.
 * @throws CallFailure `no-reason` where one refuses without; StoreError `not-found`, `invalid`, `forbidden` for one's own
 */
export async function answerDecision(
  { store, operator: who }: DecideParts,
  request: SecondWord & { readonly decision: string },
): Promise<Decided> {
  requireReasonToRefuse(request);
  const { operator, at } = await store.fourEyes.answerDecision(request, who);
  const state = request.answer === 'confirmed' ? 'confirmed' : null;
  return { decision: request.decision, operator, at, state, awaits: [] };
}

/** As {@link answerDecision}, for an enrolment. */
export async function answerEnrolment(
  { store, operator }: DecideParts,
  request: SecondWord & { readonly enrolment: string },
): Promise<void> {
  requireReasonToRefuse(request);
  await store.fourEyes.answerEnrolment(request, operator);
}

/** What waits for a second person, and whether the one who asks can be that person. */
export async function awaiting({ store, operator }: DecideParts): Promise<Awaiting> {
  const mayConfirm = await has(store, 'confirm');
  const standing = (by: string): { mayConfirm: boolean; whyNot: string | null } => {
    if (by === operator) return { mayConfirm: false, whyNot: 'It is your own: somebody else has to confirm it.' };
    return { mayConfirm, whyNot: mayConfirm ? null : `${operator} isn't allowed to confirm.` };
  };
  const checks = await store.fourEyes.checksAwaiting(mostAwaiting);
  return {
    decisions: checks.flatMap((check: Check) =>
      check.decision
        ? [
            {
              check: check.id,
              account: check.accountNumber,
              scanName: check.scanName ?? '',
              decision: standingView(check.decision),
              ...standing(check.decision.operator),
            },
          ]
        : [],
    ),
    enrolments: (await store.fourEyes.enrolmentsAwaiting()).map(
      ({ id, accountNumber, signatories, specimens, operator: by, at }) => ({
        enrolment: id,
        account: accountNumber,
        signatories: [...signatories],
        specimens: [...specimens],
        operator: by,
        at,
        ...standing(by),
      }),
    ),
  };
}
