/**
 * A single-stroke typeface drawn for the sample cheques, so that a picture doesn't depend on the fonts of a machine.
 *
 * Notation: runs of `x,y` points separated by `|`; a run that starts with `~` is drawn as a smooth curve. Capitals and
 * figures are 6 high, small letters 4, y upwards from the base line.
 */
const bowlRight = '~0,3 0.9,3.9 1.9,4 2.8,3.2 3,2 2.8,0.8 1.9,0 0.9,0.1 0,1';
const bowlLeft = '~3,3.1 2.2,4 1.2,4 0.2,3.1 0,2 0.2,0.9 1.2,0 2.2,0.1 3,1';
const shoulder = '~0,2.7 0.9,3.8 1.9,4 2.7,3.5 2.9,2.5|2.9,2.6 2.9,0';
const round = '~2,6 0.6,5.2 0,3 0.6,0.8 2,0 3.4,0.8 4,3 3.4,5.2 2,6';

const glyphs: Readonly<Record<string, string>> = {
  A: '0,0 2,6 4,0|0.7,2 3.3,2',
  B: '0,0 0,6 2.4,6 3.4,5.5 3.4,3.8 2.4,3.2 0,3.2|2.4,3.2 3.7,2.5 3.7,0.7 2.6,0 0,0',
  C: '~4,4.9 3.2,5.8 2,6 0.6,5.2 0,3 0.6,0.8 2,0 3.2,0.2 4,1.1',
  D: '0,0 0,6 1.8,6 3.3,5.2 4,3 3.3,0.8 1.8,0 0,0',
  E: '3.6,6 0,6 0,0 3.6,0|0,3.1 3,3.1',
  F: '3.6,6 0,6 0,0|0,3.1 3,3.1',
  G: '~4,4.9 3.2,5.8 2,6 0.6,5.2 0,3 0.6,0.8 2,0 3.2,0.3 4,1.2|4,0 4,2.8 2.3,2.8',
  H: '0,0 0,6|4,0 4,6|0,3 4,3',
  I: '0.5,0 0.5,6',
  J: '3,6 3,1.5 2.4,0.3 1.5,0 0.5,0.4 0,1.4',
  K: '0,0 0,6|4,6 0,2.4|1.3,3.6 4,0',
  L: '0,6 0,0 3.5,0',
  M: '0,0 0,6 2.3,2 4.6,6 4.6,0',
  N: '0,0 0,6 4,0 4,6',
  O: round,
  P: '0,0 0,6 2.4,6 3.6,5.4 3.6,3.5 2.4,2.8 0,2.8',
  Q: `${round}|2.4,1.6 4.2,-0.4`,
  R: '0,0 0,6 2.4,6 3.6,5.4 3.6,3.5 2.4,2.8 0,2.8|2,2.8 4,0',
  S: '~3.8,5 3,5.8 2,6 0.7,5.6 0.2,4.5 0.8,3.5 2,3.1 3.3,2.6 3.9,1.5 3.2,0.3 2,0 0.9,0.2 0,1.1',
  T: '0,6 4,6|2,6 2,0',
  U: '0,6 0,1.8 0.7,0.4 2,0 3.3,0.4 4,1.8 4,6',
  V: '0,6 2,0 4,6',
  W: '0,6 1.3,0 2.6,5 3.9,0 5.2,6',
  X: '0,6 4,0|4,6 0,0',
  Y: '0,6 2,3 4,6|2,3 2,0',
  Z: '0,6 4,6 0,0 4,0',
  a: `${bowlLeft}|3,4 3,0`,
  b: `0,6 0,0|${bowlRight}`,
  c: '~3,3.2 2.2,4 1.2,4 0.2,3.1 0,2 0.2,0.9 1.2,0 2.2,0.1 3,0.8',
  d: `${bowlLeft}|3,6 3,0`,
  e: '0,2.2 3,2.2|~3,2.2 2.7,3.4 1.6,4 0.4,3.3 0,2 0.4,0.6 1.6,0 2.9,0.7',
  f: '~2.3,5.8 1.4,6 0.9,5.2 0.9,4|0.9,4.2 0.9,0|0,4 2.1,4',
  g: `${bowlLeft}|3,4 3,-1|~3,-0.9 2.4,-1.8 1.3,-2 0.3,-1.5`,
  h: `0,6 0,0|${shoulder}`,
  i: '0.3,4 0.3,0|0.3,5.3 0.3,5.7',
  j: '0.8,4 0.8,-1.2 0.3,-2 -0.3,-2|0.8,5.3 0.8,5.7',
  k: '0,6 0,0|2.8,4 0,1.5|1,2.4 3,0',
  l: '0.3,6 0.3,0',
  m: '0,4 0,0|~0,2.9 0.8,3.9 1.6,4 2.2,3.3 2.3,2.5|2.3,2.6 2.3,0|~2.3,2.9 3.1,3.9 3.9,4 4.5,3.3 4.6,2.5|4.6,2.6 4.6,0',
  n: `0,4 0,0|${shoulder}`,
  o: '~1.5,4 0.4,3.4 0,2 0.4,0.6 1.5,0 2.6,0.6 3,2 2.6,3.4 1.5,4',
  p: `0,4 0,-2|${bowlRight}`,
  q: `${bowlLeft}|3,4 3,-2`,
  r: '0,4 0,0|~0,2.4 0.7,3.6 1.9,4',
  s: '~2.6,3.4 2,3.9 1.3,4 0.4,3.6 0.3,2.7 1,2.2 1.9,1.8 2.6,1.1 2.2,0.3 1.3,0 0.5,0.1 0,0.6',
  t: '0.9,5.5 0.9,1|~0.9,1.1 1.2,0.2 2,0.1|0,4 2,4',
  u: '0,4 0,1.4|~0,1.5 0.3,0.3 1.2,0 2.2,0.3 3,1.3|3,4 3,0',
  v: '0,4 1.5,0 3,4',
  w: '0,4 1.1,0 2.2,3.6 3.3,0 4.4,4',
  x: '0,4 2.8,0|2.8,4 0,0',
  y: '0,4 1.5,0|3,4 1.3,-1 0.6,-2 0,-2',
  z: '0,4 2.7,4 0,0 2.7,0',
  '0': round,
  '1': '0.6,4.8 2,6 2,0',
  '2': '~0.2,4.7 0.8,5.8 2,6 3.4,5.3 3.5,4 2.4,2.2 0,0|0,0 3.8,0',
  '3': '~0.2,5.2 1,5.9 2.2,6 3.4,5.2 3.2,3.8 1.7,3.2|~1.7,3.2 3.4,2.7 3.7,1.4 2.9,0.3 1.7,0 0.6,0.3 0,1.1',
  '4': '2.8,0 2.8,6 0,1.8 3.9,1.8',
  '5': '3.4,6 0.7,6 0.3,3.3|~0.3,3.3 1.5,3.8 3,3.4 3.7,2 3.1,0.6 1.8,0 0.7,0.2 0,1',
  '6': '~3.3,5.4 2.3,6 1,5.2 0.2,3.2 0.2,1.6 0.9,0.3 2,0 3.2,0.5 3.7,1.8 3.2,3.1 2,3.5 0.9,3.1 0.2,2',
  '7': '0,6 3.8,6 1.4,0',
  '8': '~1.9,3.2 0.6,3.8 0.4,5 1.2,5.9 1.9,6 2.7,5.9 3.5,5 3.3,3.8 1.9,3.2 0.5,2.6 0,1.5 0.7,0.3 1.9,0 3.1,0.3 3.8,1.5 3.3,2.6 1.9,3.2',
  '9': '~0.5,0.6 1.5,0 2.8,0.8 3.6,2.8 3.6,4.4 2.9,5.7 1.8,6 0.6,5.5 0.1,4.2 0.6,2.9 1.8,2.5 2.9,2.9 3.6,4',
  '.': '0.3,0 0.3,0.4',
  ',': '0.4,0.4 0.4,0 0,-1',
  '-': '0.2,2.6 2.2,2.6',
  ':': '0.3,0 0.3,0.4|0.3,3 0.3,3.4',
  '/': '0,-0.6 2.6,6.4',
  "'": '0.3,6 0.2,4.6',
  '&': '~4,0 1.2,3.8 0.9,5.2 1.7,6 2.5,5.2 2.1,4.1 0.5,2.6 0,1.3 0.7,0.2 1.7,0 3,0.8 3.8,2.6',
  '*': '1.5,5 1.5,2|0.2,4.3 2.8,2.7|2.8,4.3 0.2,2.7',
  '=': '0.2,3.4 3,3.4|0.2,1.8 3,1.8',
  '+': '0.2,2.6 3,2.6|1.6,4 1.6,1.2',
  '(': '~1.4,6.6 0.3,4.8 0.3,1.2 1.4,-0.6',
  ')': '~0,6.6 1.1,4.8 1.1,1.2 0,-0.6',
  '#': '1.2,0 2.2,6|2.8,0 3.8,6|0.5,2 4,2|0.8,4 4.4,4',
  $: '~3.8,4.8 3,5.5 2,5.7 0.7,5.2 0.3,4.2 0.9,3.4 2,3 3.3,2.5 3.7,1.5 3.1,0.6 2,0.3 0.9,0.5 0,1.2|2,6.6 2,-0.6',
  '£': '~3.4,5 2.9,5.8 2,6 1.1,5.3 1,4 1.3,2.4 0.9,0.8 0.1,0|0.1,0 3.6,0|0.2,2.9 2.8,2.9',
  '€': '~3.8,5 3,5.8 2.2,6 1,5.1 0.6,3 1,0.9 2.2,0 3,0.2 3.8,1|0,3.5 2.8,3.5|0,2.4 2.6,2.4',
  '₹': '0,6 3.6,6|0,4.6 3.6,4.6|~1,6 2.4,5.7 2.7,4.6 2.2,3.5 0.4,3.1|0.4,3.1 2.8,0',
};

/** Advance of a space, in units of the typeface. */
const space = 2.6;

/** One run of a glyph, placed: units of the typeface, y upwards. */
export interface GlyphRun {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly smooth: boolean;
}

/**
 * Sets a line of text.
 *
 * @returns its runs, and its width in units of the typeface (a capital is 6 high).
 * @throws Error when a character isn't in the typeface.
 */
export function setText(text: string): { runs: GlyphRun[]; width: number } {
  const runs: GlyphRun[] = [];
  let cursor = 0;
  for (const character of text) {
    if (character === ' ') {
      cursor += space;
      continue;
    }
    const glyph = glyphs[character];
    if (glyph === undefined) throw new Error(`The typeface of the sample cheques has no "${character}".`);
    let reach = 0;
    for (const run of glyph.split('|')) {
      const smooth = run.startsWith('~');
      const points = run
        .replace('~', '')
        .split(' ')
        .map((pair) => {
          const [x = 0, y = 0] = pair.split(',').map(Number);
          reach = Math.max(reach, x);
          return { x: cursor + x, y };
        });
      runs.push({ points, smooth });
    }
    cursor += reach + 1.3;
  }
  return { runs, width: Math.max(0, cursor - 1.3) };
}

const round2 = (value: number) => Math.round(value * 100) / 100;

/** SVG path data of a run; smooth ones as Catmull-Rom splines. @param map writes a place of the typeface as SVG has it. */
export function runPath({ points, smooth }: GlyphRun, map: (x: number, y: number) => string): string {
  const at = (index: number) => points[Math.max(0, Math.min(points.length - 1, index))] ?? { x: 0, y: 0 };
  let path = `M${map(at(0).x, at(0).y)}`;
  for (let index = 1; index < points.length; index++) {
    const [before, from, to, after] = [at(index - 2), at(index - 1), at(index), at(index + 1)];
    path += smooth
      ? `C${map(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6)} ` +
        `${map(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6)} ${map(to.x, to.y)}`
      : `L${map(to.x, to.y)}`;
  }
  return path;
}

/**
 * A line of print as an SVG path element.
 *
 * @param x left end (or right end, with `align: 'right'`) of the base line, in user units.
 * @param height height of the capitals, in user units.
 */
export function printText(
  text: string,
  x: number,
  y: number,
  height: number,
  { weight = 0.12, colour = '#222', align = 'left' as 'left' | 'right' } = {},
): string {
  const { runs, width } = setText(text);
  const unit = height / 6;
  const left = align === 'right' ? x - width * unit : x;
  const map = (px: number, py: number) => `${round2(left + px * unit)} ${round2(y - py * unit)}`;
  const path = runs.map((run) => runPath(run, map)).join('');
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${round2(weight * height)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}
