import { CallFailure, type Handlers } from '../../contract/calls.ts';
import { StoreError } from '../../store/store-error.ts';
import type { DeskSession } from '../desk-session.ts';
import { deskReport } from '../doctor.ts';

type StoreCalls =
  | 'appState'
  | 'createStore'
  | 'confirmRecoveryKey'
  | 'unlockStore'
  | 'lockStore'
  | 'changePassphrase'
  | 'verifyStore'
  | 'doctor';

/** Calls about the app and its store: set-up, opening, locking, health. */
export function storeHandlers(session: DeskSession): Pick<Handlers, StoreCalls> {
  const { door, options } = session;

  const noteRefusal = (error: unknown): never => {
    if (error instanceof StoreError) options.log('store-refused', { fault: error.fault });
    throw error;
  };
  const noteOpened = async (slot: 'passphrase' | 'recovery' | 'system') =>
    options.log('store-opened', { slot, accounts: (await session.store.listAccounts()).length });

  return {
    appState: () => session.state(),

    async createStore({ passphrase }) {
      const recoveryKey = await door.create(passphrase).catch(noteRefusal);
      session.emitState();
      return { recoveryKey };
    },

    async confirmRecoveryKey({ recoveryKey }) {
      await door.confirm(recoveryKey);
      options.log('store-created', {});
      await session.entered('created');
      return session.state();
    },

    async unlockStore({ key, recovery }) {
      await door.unlock(recovery ? { recoveryKey: key } : { passphrase: key }).catch(noteRefusal);
      await noteOpened(recovery ? 'recovery' : 'passphrase');
      await session.entered(recovery ? 'recovery-key' : 'passphrase');
      return session.state();
    },

    async lockStore() {
      await session.lock();
      options.log('store-locked', { why: 'asked' });
      return session.state();
    },

    async changePassphrase({ current, next }) {
      const operators = await session.store.listOperators();
      const operator = session.store.operator || operators[0] || options.operator;
      await session.store.changePassphrase({
        operator: operators.includes(operator) ? operator : (operators[0] ?? options.operator),
        currentPassphrase: current === '' ? undefined : current,
        newPassphrase: next,
      });
      return {};
    },

    async verifyStore() {
      const report = await session.store.verify();
      const records = report.head?.sequence ?? 0;
      options.log('store-verified', { records, problems: report.problems.length });
      return { records, problems: report.problems.map(({ where, what }) => `${where}: ${what}`) };
    },

    async doctor() {
      try {
        return await deskReport(session);
      } catch (error) {
        if (error instanceof StoreError) throw error;
        throw new CallFailure({
          fault: 'doctor',
          message: `The report can't be made: ${error instanceof Error ? error.message : 'unknown'}`,
        });
      }
    },
  };
}
