import type { Paper, ReportFile } from '../../contract/report-calls.ts';
import { batchPdf } from '../../report/batch-pdf.ts';
import { resultLine, tableHead, tableRows } from '../check-folder/result-line.ts';
import { standingView } from '../decide.ts';
import { batchReportOf, type BatchContents, type BatchReportParts } from './batch.ts';
import { sha256Of } from './report-check.ts';
import type { BatchReport } from '../../report/batch-types.ts';

const mediaTypes = { pdf: 'application/pdf', csv: 'text/csv', json: 'application/json' } as const;
export type BatchFormat = keyof typeof mediaTypes;

const linesOf = ({ items, twins }: BatchContents) => items.map((item) => resultLine(item, twins.get(item.id) ?? null));

/** The table that `countersign check --out` writes. */
const csvOf = (contents: BatchContents): string => `${tableHead.join(',')}\n${tableRows(linesOf(contents))}`;

function jsonOf(report: BatchReport, contents: BatchContents): string {
  const { scores, exceptions, facts, ...rest } = report;
  const lines = linesOf(contents);
  const items = contents.items.map(({ decision, settled }, at) => ({
    ...lines[at],
    decision: decision && standingView(decision),
    settled,
  }));
  const data = {
    kind: 'countersign-batch',
    version: 1,
    ...rest,
    judged: scores.length,
    exceptionsPrinted: exceptions.length,
    facts: Object.fromEntries(facts),
    items,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

/**
 * Makes a batch's report and puts the export on record; without that there is no report.
 * @throws StoreError `not-found`
 */
export async function reportBatch(
  parts: BatchReportParts,
  request: { readonly batch: string; readonly format: BatchFormat; readonly paper: Paper },
): Promise<ReportFile> {
  const { format, paper } = request;
  const { report, contents } = await batchReportOf(parts, request.batch);
  const text = (): string => (format === 'csv' ? csvOf(contents) : jsonOf(report, contents));
  const bytes = format === 'pdf' ? await batchPdf(report, paper) : new TextEncoder().encode(text());
  const sha256 = sha256Of(bytes);
  await parts.store.notes.exported(
    { what: 'batch-report', sha256, of: { batch: report.batch, format } },
    parts.operator,
  );
  const { waiting } = report.counts;
  return {
    name: `batch-${report.batch}.${format}`,
    mediaType: mediaTypes[format],
    bytes,
    sha256,
    notes: waiting === 0 ? [] : [`${String(waiting)} of its cheques aren't checked yet.`],
  };
}
