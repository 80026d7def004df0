import type { Handlers } from '../../contract/calls.ts';
import type { decisionReasonCalls } from '../../contract/decision-reasons.ts';
import { loadReasons, saveReasons } from '../decision-reasons.ts';
import type { DeskSession } from '../desk-session.ts';

/** Calls about the bank's list of reasons. */
export function decisionReasonHandlers(session: DeskSession): Pick<Handlers, keyof typeof decisionReasonCalls> {
  return {
    decisionReasons: async () => ({ reasons: await loadReasons(session.store) }),
    saveDecisionReasons: async ({ reasons }) => ({
      reasons: await saveReasons(session.store, reasons, session.operator),
    }),
  };
}
