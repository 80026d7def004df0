import type { Bands } from '../contract/check.ts';
import type { Area, PdfPaper } from './pdf-paper.ts';
import { scoreText } from './words.ts';

const barHeight = 9;
const pitch = 4;

/** Slanted lines over an area, so that the bands differ without colour. */
function hatch(paper: PdfPaper, area: Area): void {
  paper.within(area, () => {
    for (let x = area.x - area.height; x < area.x + area.width; x += pitch)
      paper.document.moveTo(x, area.y + area.height).lineTo(x + area.height, area.y);
    paper.document.lineWidth(0.5).strokeColor('#444444').stroke();
  });
}

/**
 * The three bands on one bar with the score as a pointer over it: mismatch hatched, review grey, match white.
 * @returns y below it; it is about 36 points high
 */
export function drawScoreScale(
  paper: PdfPaper,
  { x, y, width }: Omit<Area, 'height'>,
  { score, bands, whose }: { readonly score: number; readonly bands: Bands; readonly whose: string },
): number {
  const lowest = Math.min(bands.lowest, score);
  const highest = Math.max(bands.highest, score);
  const span = highest - lowest || 1;
  const at = (value: number): number => x + (Math.min(Math.max(value, lowest), highest) - lowest) * (width / span);
  const top = y + 15;
  const bar = { y: top, height: barHeight };
  const [low, high] = [at(bands.mismatchBelow), at(bands.matchAbove)];
  hatch(paper, { x, width: low - x, ...bar });
  paper.fill({ x: low, width: high - low, ...bar }, 0.8);
  paper.frame({ x, width, ...bar }, 0);
  for (const border of [low, high])
    paper.document
      .moveTo(border, top)
      .lineTo(border, top + barHeight)
      .lineWidth(0.8)
      .strokeColor('#000000')
      .stroke();

  const pointer = at(score);
  paper.document
    .moveTo(pointer, top - 0.5)
    .lineTo(pointer - 3.5, top - 5.5)
    .lineTo(pointer + 3.5, top - 5.5)
    .fillColor('#000000')
    .fill();
  const style = { size: 7.5, weight: 700 } as const;
  const label = `${whose}: score ${scoreText(score)}`;
  const wide = paper.measure(label, style);
  paper.line(
    label,
    { x: Math.min(Math.max(pointer - wide / 2, x), x + width - wide), y: y - 1, width: wide + 1 },
    style,
  );
  return paper.line(
    `Mismatch below ${scoreText(bands.mismatchBelow)} (hatched), review (grey), match from ${scoreText(bands.matchAbove)} (white)`,
    { x, y: top + barHeight + 1, width },
    { size: 6.5 },
  );
}
