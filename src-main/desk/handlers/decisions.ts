import type { Handlers } from '../../contract/calls.ts';
import { decide, undo, type DecideParts } from '../decide.ts';
import type { DeskSession } from '../desk-session.ts';
import { answerDecision, answerEnrolment, awaiting } from '../second-person.ts';

type DecisionCalls =
  | 'decide'
  | 'undoDecision'
  | 'confirmDecision'
  | 'refuseDecision'
  | 'confirmEnrolment'
  | 'refuseEnrolment'
  | 'awaiting';

/** Calls about decisions and the second person's word on them. */
export function decisionHandlers(session: DeskSession): Pick<Handlers, DecisionCalls> {
  const { log } = session.options;
  const parts = (): DecideParts => ({
    store: session.store,
    fourEyes: session.settings.fourEyes,
    operator: session.operator,
  });

  return {
    async decide(request) {
      const decided = await decide(parts(), request);
      log('decided', { decision: request.decision });
      return decided;
    },

    async undoDecision({ decision }) {
      await undo(parts(), { decision, reason: 'taken back in the window' });
      return {};
    },

    async confirmDecision({ decision, reason }) {
      return answerDecision(parts(), { decision, answer: 'confirmed', reason });
    },

    async refuseDecision({ decision, reason }) {
      return answerDecision(parts(), { decision, answer: 'refused', reason });
    },

    async confirmEnrolment({ enrolment, reason }) {
      await answerEnrolment(parts(), { enrolment, answer: 'confirmed', reason });
      return awaiting(parts());
    },

    async refuseEnrolment({ enrolment, reason }) {
      await answerEnrolment(parts(), { enrolment, answer: 'refused', reason });
      return awaiting(parts());
    },

    async awaiting() {
      return awaiting(parts());
    },
  };
}
