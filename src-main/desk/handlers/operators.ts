import type { Handlers } from '../../contract/calls.ts';
import type { OperatorsView } from '../../contract/operators.ts';
import { headText } from '../../store/head-text.ts';
import type { DeskSession } from '../desk-session.ts';

type OperatorCalls =
  'operators' | 'addOperator' | 'changeOperator' | 'removeOperator' | 'saveRole' | 'removeRole' | 'recordHead';

/** Calls about operators, roles and the record. */
export function operatorHandlers(session: DeskSession): Pick<Handlers, OperatorCalls> {
  const view = async (): Promise<OperatorsView> => ({
    ...(await session.store.operators.list()),
    me: session.operator,
  });

  return {
    operators: view,

    async addOperator(added) {
      await session.store.operators.add(added, session.operator);
      return view();
    },

    async changeOperator({ name, role, passphrase }) {
      const { operators } = session.store;
      if (role !== null) await operators.changeRole({ name, role }, session.operator);
      if (passphrase !== null) await operators.setPassphrase({ name, passphrase }, session.operator);
      return view();
    },

    async removeOperator({ name }) {
      await session.store.operators.remove(name, session.operator);
      return view();
    },

    async saveRole(role) {
      await session.store.operators.saveRole(role, session.operator);
      return view();
    },

    async removeRole({ name }) {
      await session.store.operators.removeRole(name, session.operator);
      return view();
    },

    async recordHead() {
      const head = await session.store.record.head();
      return { text: headText(head), sequence: head.sequence, at: head.at };
    },
  };
}
