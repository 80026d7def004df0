import type { Handlers } from '../../contract/calls.ts';
import { customerFile, eraseFrom } from '../customers.ts';
import type { DeskSession } from '../desk-session.ts';

/** Calls about all that is held of one customer. */
export function customerHandlers(session: DeskSession): Pick<Handlers, 'exportCustomer' | 'eraseCustomer'> {
  return {
    exportCustomer: ({ account }) => customerFile(session.store, account, session.operator),
    eraseCustomer: (request) =>
      eraseFrom(session.store, session.policy?.retentionDays ?? null, request, session.operator),
  };
}
