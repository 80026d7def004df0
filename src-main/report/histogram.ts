import { tiny, tinyLine, type Area, type PdfPaper } from './pdf-paper.ts';
import { scoreText } from './words.ts';

const bins = 40;
const axis = tinyLine + 2;

/** Counts of values in equal steps from the lowest to the highest. */
export function binned(values: readonly number[], from: number, to: number, steps: number): number[] {
  const counts = new Array<number>(steps).fill(0);
  for (const value of values) {
    const at = Math.floor(((value - from) / (to - from || 1)) * steps);
    const bin = Math.min(steps - 1, Math.max(0, at));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/**
 * Scores as columns, with dashed lines at the borders of the bands.
 * @param borders scores with a label each
 */
export function drawHistogram(
  paper: PdfPaper,
  area: Area,
  scores: readonly number[],
  borders: readonly { readonly score: number; readonly label: string }[],
): void {
  const known = [...scores, ...borders.map(({ score }) => score)];
  const lowest = Math.floor(known.reduce((least, each) => Math.min(least, each), 0));
  const highest = Math.ceil(known.reduce((most, each) => Math.max(most, each), 0));
  const counts = binned(scores, lowest, highest, bins);
  const most = Math.max(1, ...counts);
  const top = area.y + tinyLine;
  const height = area.height - axis - tinyLine;
  const wide = area.width / bins;
  const at = (score: number): number => area.x + ((score - lowest) / (highest - lowest || 1)) * area.width;
  for (const [bin, count] of counts.entries()) {
    if (count === 0) continue;
    // One alone is still seen.
    const tall = Math.max(1, (count / most) * height);
    paper.fill({ x: area.x + bin * wide, y: top + height - tall, width: wide - 0.8, height: tall }, 0.45);
  }
  paper.rule(area.x, top + height, area.width, 0);
  let free = area.x;
  for (const { score, label } of [...borders].sort((a, b) => a.score - b.score)) {
    const x = at(score);
    paper.document
      .moveTo(x, top)
      .lineTo(x, top + height)
      .lineWidth(0.8)
      .dash(2, { space: 2 });
    paper.document.strokeColor('#000000').stroke().undash();
    const width = paper.measure(label, tiny) + 1;
    const left = Math.max(free, Math.min(x - width / 2, area.x + area.width - width));
    paper.line(label, { x: left, y: area.y, width }, tiny);
    free = left + width + 6;
  }
  for (const [score, align] of [
    [lowest, 'left'],
    [highest, 'right'],
  ] as const)
    paper.line(`score ${scoreText(score)}`, { x: area.x, y: top + height + 1, width: area.width }, { ...tiny, align });
  const middle = `most in one column: ${String(Math.max(0, ...counts))} of ${String(scores.length)}`;
  paper.line(middle, { x: area.x, y: top + height + 1, width: area.width }, { ...tiny, align: 'centre' });
}
