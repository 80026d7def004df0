import { runPath, setText } from '../print-font.ts';
import type { GlyphRun } from '../print-font.ts';

/** How a line of print looks. Lengths are shares of the capitals' height. */
export interface Typeface {
  /** Width of a stroke. */
  readonly weight: number;
  /** Width of the letters, 1 as drawn; below 1 condensed. */
  readonly width: number;
  /** Rise of the lean to the right. */
  readonly slant: number;
  /** Whether upright strokes end in a bar. */
  readonly serif: boolean;
  /** Whether strokes are rows of dots, as of a needle printer. */
  readonly dots: boolean;
  /** Whether curves are drawn as their corners: engraved and plotted lettering. */
  readonly angular?: boolean;
  /** How much thicker upright strokes are than lying ones, as a share of the capitals' height. */
  readonly contrast?: number;
}

export const plainFace: Typeface = { weight: 0.12, width: 0.92, slant: 0, serif: false, dots: false };
export const boldFace: Typeface = { ...plainFace, weight: 0.2, width: 1 };
export const serifFace: Typeface = { ...plainFace, weight: 0.11, serif: true };
export const narrowFace: Typeface = { ...plainFace, width: 0.74, weight: 0.11 };
export const slantedFace: Typeface = { ...plainFace, slant: 0.2 };
/** Only on held-out forms. */
export const angularFace: Typeface = { ...plainFace, angular: true, weight: 0.13, width: 1.04 };
/** Only on held-out forms. */
export const bookFace: Typeface = { ...plainFace, serif: true, weight: 0.075, contrast: 0.085, width: 0.96 };
export const needleFace: Typeface = { ...plainFace, weight: 0.13, dots: true };

const short = (value: number) => String(Math.round(value * 1000) / 1000);

/** Width of a line of print in millimetres. @param height of the capitals, in millimetres. */
export function lineWidth(text: string, height: number, face: Typeface = plainFace): number {
  return (setText(text).width * height * face.width) / 6;
}

/** Cross bars at the ends of straight strokes that stand upright. */
function serifsOf({ points, smooth }: GlyphRun): GlyphRun[] {
  if (smooth || points.length < 2) return [];
  const bars: GlyphRun[] = [];
  for (const [end, next] of [
    [points[0], points[1]],
    [points.at(-1), points.at(-2)],
  ] as const) {
    if (!end || !next || Math.abs(next.x - end.x) > 0.75 * Math.abs(next.y - end.y)) continue;
    if (Math.abs(next.y - end.y) < 1.5) continue;
    bars.push({
      smooth: false,
      points: [
        { x: end.x - 0.62, y: end.y },
        { x: end.x + 0.62, y: end.y },
      ],
    });
  }
  return bars;
}

/** Where and how a line of print stands. */
export interface PrintedLine {
  readonly text: string;
  /** Left end, right end or middle of the base line, as `align` says, in millimetres. */
  readonly x: number;
  readonly y: number;
  /** Height of the capitals, in millimetres. */
  readonly height: number;
  readonly face?: Typeface | undefined;
  readonly colour?: string | undefined;
  readonly align?: 'left' | 'right' | 'middle' | undefined;
  /** A width that the line is condensed to where it is longer. */
  readonly most?: number | undefined;
}

/** A line of print as SVG, in millimetres. @throws Error when a character isn't in the typeface. */
export function print(line: PrintedLine): string {
  const { text, x, y, height, face = plainFace, colour = '#222', align = 'left', most } = line;
  if (text === '') return '';
  const { runs, width } = setText(text);
  const unit = height / 6;
  const natural = width * unit * face.width;
  const across = unit * face.width * (most !== undefined && natural > most ? most / natural : 1);
  const left = align === 'left' ? x : x - width * across * (align === 'right' ? 1 : 0.5);
  const map = (px: number, py: number) =>
    `${short(left + px * across + py * unit * face.slant)} ${short(y - py * unit)}`;
  const all = face.serif ? [...runs, ...runs.flatMap(serifsOf)] : runs;
  const stroke = face.weight * height;
  const sharp = face.angular ? all.map((run) => ({ ...run, smooth: false })) : all;
  // The same once more a little to the right: upright strokes become thick, lying ones stay thin.
  const shifts = face.contrast ? [0, 0.5 * face.contrast * height, face.contrast * height] : [0];
  const path = shifts
    .map((shift) => sharp.map((run) => runPath(run, (px, py) => map(px + shift / across, py))).join(''))
    .join('');
  const dashes = face.dots ? ` stroke-dasharray="0 ${short(stroke * 1.25)}"` : '';
  return (
    `<path d="${path}" fill="none" stroke="${colour}" ` +
    `stroke-width="${short(stroke)}" stroke-linecap="round" stroke-linejoin="round"${dashes}/>`
  );
}
