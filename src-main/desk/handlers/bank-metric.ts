import type { BankMetricView } from '../../contract/bank-metric.ts';
import type { Handlers } from '../../contract/calls.ts';
import { bankMetricView, proposeMetric } from '../adapt/propose.ts';
import type { DeskSession } from '../desk-session.ts';

type BankMetricCalls = 'bankMetric' | 'proposeMetric' | 'dismissMetric' | 'adoptMetric' | 'undoMetric';

/** Calls about a metric of the bank's own. */
export function bankMetricHandlers(session: DeskSession): Pick<Handlers, BankMetricCalls> {
  const view = (): Promise<BankMetricView> => bankMetricView(session.store, session.model);
  /** What judges from now on is read from the store again, so that it is what was saved. */
  const afterChange = async (): Promise<BankMetricView> => {
    await session.takeBankMetric();
    session.emitState();
    return view();
  };
  return {
    bankMetric: view,

    async proposeMetric({ labels }) {
      const { store, engine, model, operator, thresholds } = session;
      const declined = await proposeMetric({ store, engine, model, operator, thresholds }, labels);
      return bankMetricView(store, session.model, declined);
    },

    async dismissMetric() {
      await session.store.bankMetrics.dismiss(session.operator);
      return view();
    },

    async adoptMetric({ hash }) {
      await session.store.bankMetrics.adopt(hash, session.operator);
      return afterChange();
    },

    async undoMetric({ hash }) {
      await session.store.bankMetrics.undo(hash, session.operator);
      return afterChange();
    },
  };
}
