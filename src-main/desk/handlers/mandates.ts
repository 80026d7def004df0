import type { Handlers } from '../../contract/calls.ts';
import type { DeskSession } from '../desk-session.ts';
import { mandatesView, refuseUnmeetable, rulesFromWords } from '../mandates.ts';

type MandateCalls = 'mandates' | 'readMandateWords' | 'setMandate';

/** Calls about who may sign for an account. */
export function mandateHandlers(session: DeskSession): Pick<Handlers, MandateCalls> {
  return {
    mandates: ({ account }) => mandatesView(session.store, account),

    readMandateWords: ({ words }) => Promise.resolve({ rules: rulesFromWords(words) }),

    async setMandate({ account, mandate }) {
      refuseUnmeetable(mandate);
      await session.store.mandates.set(account, mandate, session.operator);
      return mandatesView(session.store, account);
    },
  };
}
