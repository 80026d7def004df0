import type { Handlers } from '../../contract/calls.ts';
import { sampleSet } from '../../sample/samples.ts';
import type { DeskSession } from '../desk-session.ts';
import { describeSample, describeUnreadable, enrolSamples } from '../samples.ts';

/** Calls for trying the app out with synthetic signers. */
export function sampleHandlers(session: DeskSession): Pick<Handlers, 'loadSamples' | 'sampleCheques'> {
  return {
    async loadSamples() {
      const parts = {
        store: session.store,
        engine: session.engine,
        model: session.model,
        thresholds: session.thresholds,
        operator: session.operator,
      };
      const { accounts, specimens } = await enrolSamples(parts, (done, total) =>
        session.options.emit('progress', { task: 'samples', done, total }),
      );
      session.emitState();
      return { accounts, specimens };
    },

    async sampleCheques() {
      const set = await sampleSet();
      return {
        cheques: [
          ...set.cheques.map((cheque) => ({
            name: cheque.name,
            bytes: cheque.bytes,
            account: cheque.account,
            shows: describeSample(cheque),
          })),
          ...set.unreadable.map((sample) => ({
            name: sample.name,
            bytes: sample.bytes,
            account: sample.account,
            shows: describeUnreadable(sample),
          })),
        ],
      };
    },
  };
}
