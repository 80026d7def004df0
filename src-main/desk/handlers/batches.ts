import type { Handlers } from '../../contract/calls.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { batchCalls } from '../../contract/batch-calls.ts';
import type { BatchDesk } from '../check-folder/batch-desk.ts';
import { browseFolder } from '../check-folder/browse-folder.ts';
import { itemDetails } from '../check-folder/item-details.ts';
import { saidReason } from '../decision-reasons.ts';
import type { DeskSession } from '../desk-session.ts';
import { reasonsToAwait } from '../decide.ts';

/** Calls about folder checks. */
export function batchHandlers(session: DeskSession): Pick<Handlers, keyof typeof batchCalls> {
  const desk: BatchDesk = session.batches;
  return {
    browseFolder: ({ folder }) => browseFolder(folder),
    startBatch: (plan) => desk.start(plan),
    batches: async () => ({ batches: await desk.list() }),
    pauseBatch: ({ batch }) => desk.setState(batch, 'paused'),
    resumeBatch: ({ batch }) => desk.resume(batch),
    cancelBatch: ({ batch }) => desk.setState(batch, 'cancelled'),
    closeBatch: ({ batch }) => desk.setState(batch, 'closed'),
    retryBatch: ({ batch }) => desk.retry(batch),
    batchItems: ({ batch, ...request }) => desk.index(batch).page(request, desk.skipped),
    batchItem: ({ item }) => itemDetails(session, desk, item),

    async skipItem({ item, skipped }) {
      desk.skip(item, skipped);
      return desk.item(item);
    },

    async settleItem({ item, kind, ...given }) {
      const { amount } = await desk.item(item);
      const said = kind && (await saidReason(session.store, kind, given));
      if (said?.reason === '')
        throw new CallFailure({ fault: 'no-reason', field: 'reason', message: `To ${kind} a cheque, give a reason.` });
      // A cheque without a check can't be confirmed by a second person; whoever has to decide about it gets it referred.
      const awaits =
        kind === 'return' ? reasonsToAwait(session.settings.fourEyes, { decision: kind, score: 0, amount }) : [];
      if (awaits.length > 0)
        throw new CallFailure({
          fault: 'needs-second-person',
          message: "A second person has to agree to return this cheque, and it couldn't be judged: refer it instead.",
        });
      await session.store.batches.settle(item, kind && said && { kind, ...said }, session.operator);
      return desk.item(item);
    },
  };
}
