import { amountText } from '../contract/mandate-words.ts';
import type { BatchException, BatchReport, Expected } from './batch-types.ts';
import { drawHistogram } from './histogram.ts';
import {
  heading,
  headingHeight,
  label,
  PdfPaper,
  small,
  smallLine,
  tiny,
  tinyLine,
  type Column,
  type PaperSize,
} from './pdf-paper.ts';
import { drawPane } from './signature-panes.ts';
import { scoreText, timeText, verdictWords } from './words.ts';

const margin = 36;
const footer = 2 * tinyLine + 4;
const rowHeight = 48;
const histogramHeight = 150;
const columns = { picture: 0.2, what: 0.3, why: 0.5 } as const;

const share = (count: number, of: number): string => (of === 0 ? '–' : `${((100 * count) / of).toFixed(1)} %`);

function expectedText([low, high]: Expected): string {
  const [from, to] = [low, high].map((each) => (each * 100).toFixed(1));
  return from === to ? `${from} %` : `${from} to ${to} %`;
}

/**
 * A table of words and figures.
 * @param shares of the width, by column
 * @returns y below it
 */
function table(
  paper: PdfPaper,
  area: Column,
  y: number,
  shares: readonly number[],
  [head, ...rows]: readonly (readonly string[])[],
): number {
  let top = y;
  for (const row of [head ?? [], ...rows]) {
    let x = area.x;
    for (const [column, text] of row.entries()) {
      const width = (shares[column] ?? 0) * area.width;
      const style = row === head ? label : small;
      paper.line(text, { x, y: top, width }, { ...style, align: column === 0 ? 'left' : 'right' });
      x += width;
    }
    top += smallLine;
    paper.rule(area.x, top - 0.5, area.width, 0.85);
  }
  return top;
}

/**
 * Draws a batch's report: totals, rates against what the borders promise, and the scores on the first page; then the exceptions
 * with the signature of each. Legible without colour.
 */
export async function batchPdf(report: BatchReport, size: PaperSize): Promise<Uint8Array> {
  const paper = new PdfPaper(size, { title: `Batch report, ${report.batch}`, at: report.printed.at });
  const area = { x: margin, width: paper.width - 2 * margin };
  paper.newPage();
  const start = drawSummary(paper, area, report);
  const bottom = paper.height - margin - footer;
  const onFirst = Math.max(0, Math.floor((bottom - start - headingHeight) / rowHeight));
  const onOthers = Math.floor((bottom - margin - headingHeight) / rowHeight);
  const later = Math.max(0, report.exceptions.length - onFirst);
  const pages = 1 + Math.ceil(later / onOthers);
  let rest = report.exceptions;
  for (let page = 1; page <= pages; page += 1) {
    if (page > 1) paper.newPage();
    const shown = rest.slice(0, page === 1 ? onFirst : onOthers);
    rest = rest.slice(shown.length);
    drawExceptions(paper, area, page === 1 ? start : margin, shown, report, page);
    drawFooter(paper, area, report, `Page ${String(page)} of ${String(pages)}`);
  }
  return paper.finish();
}

/** @returns y below it */
function drawSummary(paper: PdfPaper, area: Column, report: BatchReport): number {
  const { x, width } = area;
  const { counts, decisions, expected } = report;
  let y = margin;
  paper.line('Batch report', { x, y: y - 3, width: width / 2 }, { size: 15, weight: 700 });
  const right = { x: x + width * 0.4, width: width * 0.6 };
  paper.line(`Batch ${report.batch}`, { ...right, y }, { ...small, align: 'right' });
  const began = `begun ${timeText(report.startedAt)} by ${report.operator}; ${report.state}`;
  paper.line(began, { ...right, y: y + smallLine }, { ...small, align: 'right' });
  paper.rule(x, y + 24, width, 0);
  y = paper.paragraph(report.folder, { x, y: y + 28, width, height: smallLine * 2 + 0.1 }, small) + 6;

  const judged = counts.match + counts.review + counts.mismatch;
  const half = (width - 20) / 2;
  const [left, beside] = [
    { x, width: half },
    { x: x + half + 20, width: half },
  ];
  paper.line('What was found, against the policy', { ...left, y }, heading);
  paper.line('What people decided', { ...beside, y }, heading);
  const verdicts = (['match', 'review', 'mismatch'] as const).map((verdict) => [
    verdictWords[verdict],
    String(counts[verdict]),
    share(counts[verdict], judged),
    expected ? expectedText(expected[verdict]) : '–',
  ]);
  const foundEnd = table(
    paper,
    left,
    y + headingHeight,
    [0.36, 0.15, 0.18, 0.31],
    [
      ['', 'cheques', 'of judged', 'of genuine ones*'],
      ...verdicts,
      ["Couldn't be judged", String(counts.failed), '', ''],
      ['Not checked yet', String(counts.waiting), '', ''],
      ['Seen before', String(counts.duplicates), '', ''],
      ['All', String(judged + counts.failed + counts.waiting), '', ''],
    ],
  );
  const decidedEnd = table(
    paper,
    beside,
    y + headingHeight,
    [0.78, 0.22],
    [
      ['', 'cheques'],
      ['Accepted', String(decisions.accept)],
      ['Returned', String(decisions.return)],
      ['Referred', String(decisions.refer)],
      ['Of these, confirmed by a second person', String(decisions.confirmed)],
      ['Of these, waiting for a second person', String(decisions.awaiting)],
      ['Not judged, returned or referred by hand', String(decisions.settled)],
      ['Needs eyes, and nobody has decided', String(decisions.open)],
    ],
  );
  y = Math.max(foundEnd, decidedEnd) + 3;
  y = paper.paragraph(
    expected
      ? "* How genuine signatures fall at the borders in force, by the model package's own measurements, over accounts with one to many specimens. A share of mismatches far above it, or of matches far below, is worth a look at the scanner, the specimens or the borders."
      : '* The model package in use doesn’t say how genuine signatures fall at these borders.',
    { x, y, width, height: tinyLine * 2 + 0.1 },
    label,
  );
  y += 8;
  paper.line('Scores of the judged cheques', { x, y, width }, heading);
  const many = report.borders.at(-1);
  drawHistogram(
    paper,
    { x, y: y + headingHeight, width, height: histogramHeight },
    report.scores,
    many
      ? [
          { score: many.mismatchBelow, label: `mismatch below ${scoreText(many.mismatchBelow)}` },
          { score: many.matchAbove, label: `match from ${scoreText(many.matchAbove)}` },
        ]
      : [],
  );
  y += headingHeight + histogramHeight + 2;
  const borders = report.borders.map(
    ({ specimens, matchAbove, mismatchBelow }) =>
      `${specimens}: mismatch below ${scoreText(mismatchBelow)}, match from ${scoreText(matchAbove)}`,
  );
  y = paper.paragraph(
    `Borders by specimens on file. ${borders.join('; ')}.`,
    { x, y, width, height: tinyLine * 2 + 0.1 },
    tiny,
  );
  y += 6;
  for (const [name, value] of report.facts) {
    paper.line(name, { x, y, width: 74 }, label);
    y = paper.paragraph(value, { x: x + 74, y, width: width - 74, height: tinyLine * 2 + 0.1 }, tiny);
  }
  y += 4;
  paper.frame({ x, y, width, height: 27 }, 0);
  const use = 'Keep it: it tells whether the record was changed, cut off or replaced since.';
  const inside = { x: x + 5, width: width - 10 };
  paper.line(`Record head, signed ${timeText(report.record.at)}. ${use}`, { ...inside, y: y + 1.5 }, label);
  paper.line(report.record.text, { ...inside, y: y + 1.5 + tinyLine }, { size: 9, weight: 700 });
  return y + 27 + 10;
}

function drawExceptions(
  paper: PdfPaper,
  area: Column,
  y: number,
  shown: readonly BatchException[],
  { exceptions, exceptionsInAll }: BatchReport,
  page: number,
): void {
  const left = exceptionsInAll - exceptions.length;
  const more = left > 0 ? ` (the ${String(exceptions.length)} riskiest; ${String(left)} more stand in the CSV)` : '';
  const title =
    exceptionsInAll === 0
      ? 'No exceptions: nothing of this batch needs eyes.'
      : `Exceptions: ${String(exceptionsInAll)}${more}${page > 1 ? ', continued' : ''}`;
  paper.line(title, { ...area, y }, heading);
  for (const [at, exception] of shown.entries())
    drawException(paper, area, y + headingHeight + at * rowHeight, exception);
}

function drawException(paper: PdfPaper, { x, width }: Column, y: number, exception: BatchException): void {
  const { file, account, amount, verdict, score, reasons, thumbnail, decision } = exception;
  const picture = width * columns.picture;
  drawPane(paper, { x, y, width: picture - 6, height: rowHeight - 5 }, thumbnail, 'No signature to show.');
  const what = { x: x + picture, width: width * columns.what - 8 };
  const verdictText = verdict === null ? 'NOT JUDGED' : `${verdictWords[verdict]}, score ${scoreText(score ?? 0)}`;
  paper.line(verdictText, { ...what, y }, { ...small, weight: 700 });
  paper.line(`Account ${account ?? 'not known'}`, { ...what, y: y + smallLine }, small);
  const sum = amount === null ? 'amount not known' : amountText(amount);
  paper.line(sum, { ...what, y: y + 2 * smallLine }, small);
  paper.line(file, { ...what, y: y + 3 * smallLine }, label);
  const why = { x: x + picture + width * columns.what, width: width * columns.why };
  paper.paragraph(reasons.join(' '), { ...why, y, height: 3 * smallLine + 0.1 }, small);
  paper.line(decision, { ...why, y: y + 3 * smallLine }, { ...small, weight: 700 });
  paper.rule(x, y + rowHeight - 2.5, width, 0.8);
}

function drawFooter(paper: PdfPaper, area: Column, { printed }: BatchReport, page: string): void {
  const y = paper.height - margin - tinyLine;
  const stands = 'Square brackets stand for letters that this report has no font for. The record holds them in full.';
  if (paper.missingLetters) paper.line(stands, { ...area, y: y - tinyLine }, label);
  const by = `Printed ${timeText(printed.at)} by ${printed.by}, Countersign ${printed.version}. The app compares signatures; people decide.`;
  paper.line(by, { ...area, y, width: area.width - 70 }, label);
  paper.line(page, { x: area.x + area.width - 70, y, width: 70 }, { ...label, align: 'right' });
}
