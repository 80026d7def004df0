import { CallFailure, type Handlers } from '../../contract/calls.ts';
import type { identifyCalls } from '../../contract/identify.ts';
import type { DeskSession } from '../desk-session.ts';
import { batchHands } from '../identify/batch-hands.ts';
import { EnrolledSignatories } from '../identify/enrolled.ts';
import { identifySignature, type IdentifyParts } from '../identify/identify.ts';
import { questionedWithInk } from '../identify/questioned-of-check.ts';
import { askedOfScan, questionedOfScan } from '../identify/questioned-of-scan.ts';

/** Calls about who signed. */
export function identifyHandlers(session: DeskSession): Pick<Handlers, keyof typeof identifyCalls> {
  // With the store, everything that was read of it goes.
  const enrolled = new WeakMap<object, EnrolledSignatories>();

  function parts(): IdentifyParts {
    const { store, engine, model, operator, known } = session;
    const held = enrolled.get(store) ?? new EnrolledSignatories(session);
    enrolled.set(store, held);
    return { store, engine, model, operator, known, enrolled: held };
  }

  return {
    async identifyCheck({ check: id, signature }) {
      const check = await session.store.checkById(id);
      const { template, cleanPng, found, inkBox } = await questionedWithInk(check, signature, session.model.hash);
      return identifySignature(parts(), { template, cleanPng, found, region: inkBox, of: { check: id, signature } });
    },

    async identifyScan({ scan, page, cheque, region, signature }) {
      const held = session.scans.get(scan);
      const look = { bytes: held.bytes, page, cheque, region, reading: null };
      const questioned = (await questionedOfScan(session, look))[signature];
      if (!questioned)
        throw new CallFailure({ fault: 'no-such-signature', message: 'There is no such signature on this scan.' });
      return identifySignature(parts(), askedOfScan(held.bytes, questioned));
    },

    batchHands: ({ batch }) => batchHands(session, batch),
  };
}
