import type { Handlers } from '../../contract/calls.ts';
import type { DeskSession } from '../desk-session.ts';
import type { ReportParts } from '../reports/evidence.ts';
import { reportBatch } from '../reports/report-batch.ts';
import { reportCheck } from '../reports/report-check.ts';

/** Calls about reports. */
export function reportHandlers(session: DeskSession): Pick<Handlers, 'reportCheck' | 'reportBatch'> {
  const parts = (): ReportParts => ({
    store: session.store,
    engine: session.engine,
    operator: session.operator,
    version: session.options.version,
  });
  return {
    async reportCheck({ scan, ...request }) {
      const bytes = scan === null ? null : session.scans.get(scan).bytes;
      return reportCheck(parts(), { ...request, scan: bytes });
    },

    async reportBatch(request) {
      const { model, thresholds, policyHash } = session;
      return reportBatch({ ...parts(), model, thresholds, policyHash }, request);
    },
  };
}
