import { createHash } from 'node:crypto';
import type { Paper, ReportFile } from '../../contract/report-calls.ts';
import { evidenceJson } from '../../report/evidence-json.ts';
import { evidencePdf } from '../../report/evidence-pdf.ts';
import { evidenceOf, type ReportParts } from './evidence.ts';

/** SHA-256 of a report, in hex. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Makes a check's evidence sheet and puts the export on record; without that there is no report.
 *
 * @param request `scan`: the bytes of the scan that was checked, or null
 * @throws StoreError `not-found`; CallFailure `other-scan`; EngineError
 */
export async function reportCheck(
  parts: ReportParts,
  request: {
    readonly check: string;
    readonly format: 'pdf' | 'json';
    readonly paper: Paper;
    readonly scan: Uint8Array | null;
  },
): Promise<ReportFile> {
  const { sheet, checked } = await evidenceOf(parts, request.check, request.scan);
  const bytes = request.format === 'pdf' ? await evidencePdf(sheet, request.paper) : evidenceJson(sheet);
  const sha256 = sha256Of(bytes);
  const of = { check: checked.id, format: request.format };
  await parts.store.notes.exported({ what: 'report', account: checked.accountNumber, sha256, of }, parts.operator);
  return {
    name: `evidence-${checked.id}.${request.format}`,
    mediaType: request.format === 'pdf' ? 'application/pdf' : 'application/json',
    bytes,
    sha256,
    notes: sheet.scanProblem === null ? [] : [sheet.scanProblem],
  };
}
