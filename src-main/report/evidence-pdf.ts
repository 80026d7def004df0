import { amountText } from '../contract/mandate-words.ts';
import {
  heading,
  headingHeight,
  label,
  leading,
  PdfPaper,
  small,
  smallLine,
  tiny,
  tinyLine,
  type Block,
  type Column,
  type PaperSize,
} from './pdf-paper.ts';
import type { EvidenceSheet } from './evidence-types.ts';
import { drawScoreScale } from './score-scale.ts';
import { decidingBlock, lowestPanes, othersBlock, specimensBlock } from './signature-blocks.ts';
import { drawPane, drawScan, scanAspect } from './signature-panes.ts';
import { scoreText, timeText, verdictWords } from './words.ts';

const margin = 36;
const gap = 6;
const footerHeight = 2 * tinyLine + 3;
/** At most so many are shown, the latest; the rest are counted. */
const mostDecisions = 4;

/** Draws an evidence sheet: one page, whatever is on it, and legible without colour. */
export async function evidencePdf(sheet: EvidenceSheet, size: PaperSize): Promise<Uint8Array> {
  const paper = new PdfPaper(size, { title: `Evidence sheet, check ${sheet.check}`, at: sheet.printed.at });
  paper.newPage();
  const area = { x: margin, width: paper.width - 2 * margin };
  const above = [headerBlock(paper, area, sheet), identityBlock(paper, area, sheet), verdictBlock(paper, area, sheet)];
  const below = [
    specimensBlock(paper, area, sheet.deciding),
    othersBlock(paper, area, sheet),
    mandateBlock(paper, area, sheet),
    decisionsBlock(paper, area, sheet),
    factsBlock(paper, area, sheet),
    recordBlock(paper, area, sheet),
  ].filter((block) => block !== null);
  const taken = [...above, ...below].reduce((sum, { height }) => sum + height + gap, gap);
  const room = paper.height - 2 * margin - footerHeight - taken - gap;
  const scan = scanBlock(paper, area, sheet, room - lowestPanes);
  const deciding = decidingBlock(paper, area, sheet.deciding, room - scan.height);
  let y = margin;
  for (const block of [...above, scan, deciding, ...below]) {
    block.draw(y);
    y += block.height + gap;
  }
  drawFooter(paper, area, sheet);
  return paper.finish();
}

function headerBlock(paper: PdfPaper, { x, width }: Column, { check, at, operator }: EvidenceSheet): Block {
  return {
    height: 25,
    draw(y) {
      paper.line('Evidence sheet', { x, y: y - 3, width: width / 2 }, { size: 15, weight: 700 });
      const right = { x: x + width * 0.4, width: width * 0.6 };
      paper.line(`Check ${check}`, { ...right, y }, { ...small, align: 'right' });
      paper.line(`${timeText(at)}, by ${operator}`, { ...right, y: y + smallLine }, { ...small, align: 'right' });
      paper.rule(x, y + 24, width, 0);
    },
  };
}

function identityBlock(paper: PdfPaper, { x, width }: Column, sheet: EvidenceSheet): Block {
  const value = { size: 9 } as const;
  const holder = sheet.holder ?? 'not on file';
  const columns = [0.24, 0.16, 0.22, 0.38].map((share) => share * width);
  const holderLines = Math.min(2, paper.linesOf(holder, columns[3]! - 4, value).length);
  const fields = [
    ['Account', sheet.account],
    ['Amount', sheet.amount === null ? 'not known' : amountText(sheet.amount)],
    ['File', sheet.scanName ?? 'no name'],
    ['Holder', holder],
  ] as const;
  return {
    height: tinyLine + Math.max(1, holderLines) * value.size * leading,
    draw(y) {
      let left = x;
      for (const [at, [name, text]] of fields.entries()) {
        const column = { x: left, width: columns[at]! - 4 };
        paper.line(name, { ...column, y }, label);
        paper.paragraph(text, { ...column, y: y + tinyLine, height: (at === 3 ? 2 : 1) * value.size * leading }, value);
        left += columns[at]!;
      }
    },
  };
}

function verdictBlock(paper: PdfPaper, { x, width }: Column, sheet: EvidenceSheet): Block {
  const box = 116;
  const { judged, label: place } = sheet.deciding;
  return {
    height: 38,
    draw(y) {
      const area = { x, y, width: box, height: 37 };
      const dark = sheet.verdict === 'mismatch';
      if (dark) paper.fill(area, 0);
      else if (sheet.verdict === 'review') paper.fill(area, 0.85);
      paper.frame(area, 0);
      const style = { grey: dark ? 1 : 0, align: 'centre' } as const;
      paper.line(verdictWords[sheet.verdict], { x, y: y + 3, width: box }, { ...style, size: 14, weight: 700 });
      const whose = sheet.mandate ? 'by the mandate' : `signature ${place}`;
      paper.line(whose, { x, y: y + 23, width: box }, { ...style, ...tiny });
      const right = { x: x + box + 14, width: width - box - 14 };
      if (judged) drawScoreScale(paper, { ...right, y: y + 1 }, { ...judged, whose: `signature ${place}` });
    },
  };
}

function scanBlock(paper: PdfPaper, { x, width }: Column, sheet: EvidenceSheet, room: number): Block {
  const { scan } = sheet;
  const beside = 12;
  const widest = width * 0.6;
  const aspect = scan ? scanAspect(scan) : 2.2;
  const reasons = [...sheet.reasons, ...(sheet.deciding.judged?.differences ?? [])].map((reason) => `– ${reason}`);
  const narrowest = width - widest - beside;
  const told = reasons.reduce((sum, each) => sum + paper.linesOf(each, narrowest, small).length, 0) * smallLine;
  const height = Math.min(room, 230, Math.max(widest / aspect, headingHeight + told, 118));
  const shown = Math.min(widest, height * aspect);
  const right = { x: x + shown + beside, width: width - shown - beside };
  return {
    height,
    draw(y) {
      const area = { x, y, width: shown, height: scan ? Math.min(height, shown / aspect) : height };
      if (scan) drawScan(paper, area, scan);
      else drawPane(paper, area, null, sheet.scanProblem ?? 'No scan.');
      let below = paper.line('Why', { ...right, y: y - 1 }, heading);
      for (const reason of reasons)
        below = paper.paragraph(reason, { ...right, y: below, height: y + height - below }, small);
    },
  };
}

function mandateBlock(paper: PdfPaper, area: Column, { mandate }: EvidenceSheet): Block | null {
  if (!mandate) return null;
  const { words, from, day, amount, verdict, assigned, missing, among } = mandate;
  const stated = `In force from ${from}: ${words}`;
  const lines = Math.min(2, paper.linesOf(stated, area.width, small).length);
  const levels = ["doesn't match", 'may have signed', 'signed'] as const;
  const working = [
    ...assigned.map(
      ({ label: place, signatoryName, group, level, score }) =>
        `Signature ${place}, group ${group}: ${score === null ? '' : `score ${scoreText(score)}, `}${levels[level] ?? ''}, ${signatoryName}`,
    ),
    ...missing.map(({ group, count }) => `Missing of group ${group}: ${String(count)}`),
  ];
  const rows = Math.min(3, Math.ceil(working.length / 2));
  const cells = working.length > rows * 2 ? [...working.slice(0, rows * 2 - 1), 'And more, on record.'] : working;
  return {
    height: headingHeight + lines * smallLine + rows * smallLine,
    draw(y) {
      const sum = amount === null ? 'amount not known' : `amount ${amountText(amount)}`;
      const title = `Mandate on ${day}, ${sum}: ${verdictWords[verdict]}`;
      const tries = among > 1 ? `; each score is one of ${String(among)} comparisons` : '';
      paper.line(`${title}${tries}`, { ...area, y }, heading);
      const below = paper.paragraph(stated, { ...area, y: y + headingHeight, height: lines * smallLine + 0.1 }, small);
      for (const [at, text] of cells.entries()) {
        const width = area.width / 2;
        const x = area.x + (at % 2) * width;
        paper.line(text, { x, y: below + Math.floor(at / 2) * smallLine, width: width - 8 }, small);
      }
    },
  };
}

function decisionsBlock(paper: PdfPaper, area: Column, { decisions, standing }: EvidenceSheet): Block {
  // The last ones count; how many came before is told.
  const shown = decisions.slice(-mostDecisions);
  const earlier = decisions.length - shown.length;
  return {
    height: headingHeight + shown.length * smallLine,
    draw(y) {
      const before = earlier > 0 ? ` (${String(earlier)} earlier entries are on record)` : '';
      paper.line(`Decision: ${standing}${before}`, { ...area, y }, heading);
      for (const [at, { what, operator, at: when, reason }] of shown.entries()) {
        const why = reason === '' ? '' : `: ${reason}`;
        const text = `${timeText(when)}  ${what} by ${operator}${why}`;
        paper.line(text, { ...area, y: y + headingHeight + at * smallLine }, small);
      }
    },
  };
}

function factsBlock(paper: PdfPaper, area: Column, { facts }: EvidenceSheet): Block {
  const names = 74;
  const width = area.width - names;
  const rows = facts.map(([name, value]) => ({
    name,
    value,
    lines: Math.min(2, paper.linesOf(value, width, tiny).length),
  }));
  return {
    height: headingHeight + rows.reduce((sum, { lines }) => sum + lines, 0) * tinyLine,
    draw(y) {
      paper.line('What it rests on', { ...area, y }, heading);
      let top = y + headingHeight;
      for (const { name, value, lines } of rows) {
        paper.line(name, { x: area.x, y: top, width: names }, label);
        top = paper.paragraph(value, { x: area.x + names, y: top, width, height: lines * tinyLine + 0.1 }, tiny);
      }
    },
  };
}

function recordBlock(paper: PdfPaper, area: Column, { record }: EvidenceSheet): Block {
  const box = 27;
  return {
    height: box,
    draw(y) {
      paper.frame({ ...area, y, height: box }, 0);
      const inside = { x: area.x + 5, width: area.width - 10 };
      const use = 'Keep it: it tells whether the record was changed, cut off or replaced since.';
      paper.line(`Record head, signed ${timeText(record.at)}. ${use}`, { ...inside, y: y + 1.5 }, label);
      paper.line(record.text, { ...inside, y: y + 1.5 + tinyLine }, { size: 9, weight: 700 });
    },
  };
}

function drawFooter(paper: PdfPaper, area: Column, { printed }: EvidenceSheet): void {
  const y = paper.height - margin - tinyLine;
  const stands = paper.missingLetters
    ? 'Square brackets stand for letters that this sheet has no font for. The record holds them in full.'
    : '';
  paper.line(stands, { ...area, y: y - tinyLine }, label);
  paper.line(
    `Printed ${timeText(printed.at)} by ${printed.by}, Countersign ${printed.version}. The app compares signatures; people decide.`,
    { ...area, y, width: area.width - 60 },
    label,
  );
  paper.line('Page 1 of 1', { x: area.x + area.width - 60, y, width: 60 }, { ...label, align: 'right' });
}
