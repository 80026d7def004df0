import type { Affine } from '../../imaging/affine.ts';
import type { SeededRandom } from '../seeded.ts';
import type { ChequeAccount } from './account.ts';
import { dateBoxes } from './form.ts';
import type { Point } from './geometry.ts';
import { strokeByHand, writeByHand, writeFigure } from './handwriting.ts';
import type { PenPath } from './handwriting.ts';
import type { DateForm, WritingLine } from './layout.ts';
import { needleFace, narrowFace, plainFace, print, serifFace } from './type.ts';
import type { Typeface } from './type.ts';
import { companyName, drawSum, personName, sumInFigures, sumInWords } from './words.ts';

/** A pen's way, and where it lies on the cheque. */
export interface PlacedPath {
  readonly path: PenPath;
  readonly place: Affine;
}

/** What is filled in: by hand as paths, by a machine as SVG in millimetres. */
export interface Entries {
  readonly written: readonly PlacedPath[];
  readonly typed: string;
  /** Hundredths. */
  readonly sum: number;
}

const shift = ({ x, y }: Point): Affine => ({ a: 1, b: 0, c: 0, d: 1, e: x, f: y });

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const; // prettier-ignore

function dateText(form: DateForm, random: SeededRandom): string {
  const day = 1 + random.integer(28);
  const month = random.integer(12);
  const year = 2025 + random.integer(2);
  const two = (value: number) => String(value).padStart(2, '0');
  switch (form) {
    case 'slashed':
      return `${String(day)}/${String(month + 1)}/${random.chance(0.5) ? String(year) : String(year % 100)}`;
    case 'month':
      return `${months[month] ?? ''} ${String(day)}, ${String(year)}`;
    case 'dotted':
      return `${two(day)}.${two(month + 1)}.${String(year)}`;
    case 'boxed':
      return `${two(day)}${two(month + 1)}${String(year)}`;
  }
}

/** Cuts a text between words so that the first part isn't longer than a share of the whole. */
function inLines(text: string, lines: readonly WritingLine[]): string[] {
  const total = lines.reduce((sum, { width }) => sum + width, 0);
  const [first, second] = lines;
  if (!first || !second || text.length * 2.2 < first.width) return [text];
  const words = text.split(' ');
  const most = Math.max(text.length * (first.width / total), first.width / 2.9);
  let cut = '';
  while (words.length > 0 && `${cut} ${words[0] ?? ''}`.length <= most) cut = `${cut} ${words.shift() ?? ''}`.trim();
  return cut === '' ? [text] : [cut, words.join(' ')];
}

const memos = ['rent', 'invoice', 'school fees', 'repairs', 'thank you', 'deposit', 'gift', 'order'] as const;

/**
 * Fills a form in.
 *
 * @param hand seed of who writes.
 * @param ink of the typed entries, as SVG has it.
 */
export function fillIn(account: ChequeAccount, hand: string, random: SeededRandom, heldOut: boolean): Entries {
  const { layout } = account;
  const typing = random.chance(layout.business ? 0.55 : 0.12);
  const sum = drawSum(random.child('sum'), layout.business);
  const texts = random.child('texts');
  const payee = texts.chance(0.6) ? companyName(texts, texts.pick(['', '', 'Ltd', 'Co'])) : personName(texts);
  const words = sumInWords(sum, layout.currency);
  const figures = sumInFigures(sum, layout.currency.language);
  const date = dateText(layout.dateForm, texts);
  const memo =
    layout.memo && texts.chance(0.55)
      ? `${texts.pick(memos)} ${texts.chance(0.4) ? String(texts.integer(9000)) : ''}`.trim()
      : '';
  const filling = { layout, payee, words, figures, date, memo };
  return typing
    ? { written: [], typed: typeIn(filling, random.child('typed'), heldOut), sum }
    : { written: writeIn(filling, hand, random.child('written')), typed: '', sum };
}

interface Filling {
  readonly layout: ChequeAccount['layout'];
  readonly payee: string;
  readonly words: string;
  readonly figures: string;
  readonly date: string;
  readonly memo: string;
}

function typeIn(
  { layout, payee, words, figures, date, memo }: Filling,
  random: SeededRandom,
  heldOut: boolean,
): string {
  const faces: readonly [Typeface, ...Typeface[]] = heldOut
    ? [
        { ...needleFace, width: 0.8, weight: 0.15 },
        { ...serifFace, weight: 0.14 },
        { ...plainFace, width: 1.15 },
        narrowFace,
      ]
    : [needleFace, plainFace, narrowFace, serifFace];
  const face = random.pick(faces);
  const size = random.uniform(2, 2.6);
  const colour = random.pick(['#1a1a1a', '#222', '#333', '#2b2b40']);
  const jitter = () => random.normal(0, 0.25);
  const set = (text: string, line: WritingLine, height = size) =>
    print({ text, x: line.x + 2 + jitter(), y: line.y - 0.4 + jitter(), height, face, colour, most: line.width - 3 });
  const { amount } = layout;
  const parts = [
    set(payee.toUpperCase(), layout.payee),
    ...inLines(words.toUpperCase(), layout.words).map((text, at) => set(text, layout.words[at] ?? layout.payee)),
    print({
      text: random.chance(0.5) ? `**${figures}` : figures,
      x: amount.x + amount.width - 2,
      y: amount.y + amount.height * 0.68 + jitter(),
      height: size * 1.1,
      face,
      colour,
      align: 'right',
      most: amount.width - 3,
    }),
  ];
  if (memo !== '' && layout.memo) parts.push(set(memo, layout.memo, size * 0.9));
  if (layout.dateForm === 'boxed') {
    dateBoxes(layout.date).forEach((box, at) =>
      parts.push(
        print({
          text: date[at] ?? '0',
          x: box.x + box.width / 2,
          y: box.y + box.height - 1.2,
          height: size * 1.1,
          face,
          colour,
          align: 'middle',
        }),
      ),
    );
  } else parts.push(set(date, layout.date));
  return parts.join('');
}

function writeIn(
  { layout, payee, words, figures, date, memo }: Filling,
  hand: string,
  random: SeededRandom,
): PlacedPath[] {
  const written: PlacedPath[] = [];
  const size = random.uniform(0.82, 1.18);
  const put = (text: string, line: WritingLine, scale = size) => {
    const path = writeByHand(hand, text, random, { scale, most: line.width - 2 });
    const free = Math.max(0, line.width - path.width);
    written.push({
      path,
      place: shift({ x: line.x + Math.min(free, random.uniform(1, 8)), y: line.y - random.uniform(-0.5, 1.2) }),
    });
    return path.width;
  };
  put(payee, layout.payee);
  const lines = inLines(words, layout.words);
  for (const [at, text] of lines.entries()) {
    const line = layout.words[at] ?? layout.payee;
    if (text === '') continue;
    const used = put(text, line);
    const left = line.width - used - 12;
    // Many people strike out what is left of the line.
    if (at === lines.length - 1 && left > 25 && random.chance(0.35)) {
      const from = { x: line.x + used + 12, y: line.y - 1.6 };
      const to = { x: line.x + line.width - random.uniform(0, 8), y: line.y - 1.6 + random.normal(0, 0.5) };
      const { pen } = writeByHand(hand, '1', random);
      written.push({ path: strokeByHand(from, to, pen, random), place: shift({ x: 0, y: 0 }) });
    }
  }
  const { amount } = layout;
  put(
    figures,
    { x: amount.x + 1, y: amount.y + amount.height * 0.74, width: amount.width - 1, rule: 'none' },
    size * 1.05,
  );
  if (memo !== '' && layout.memo) put(memo, layout.memo);
  if (layout.dateForm === 'boxed') {
    dateBoxes(layout.date).forEach((box, at) => {
      const path = writeFigure(hand, date[at] ?? '0', random);
      written.push({
        path,
        place: shift({
          x: box.x + box.width / 2 + random.normal(0, 0.3),
          y: box.y + box.height - random.uniform(0.4, 1.2),
        }),
      });
    });
  } else put(date.replace(',', ''), layout.date);
  return written;
}

/** The two slanting lines by which somebody crosses a cheque, sometimes with words between them. */
export function crossingStrokes(layout: ChequeAccount['layout'], hand: string, random: SeededRandom): PlacedPath[] {
  const { crossing } = layout;
  if (!crossing) return [];
  const { pen } = writeByHand(hand, '1', random);
  const lean = crossing.width > crossing.height ? random.uniform(8, 16) : random.uniform(1, 6);
  const x = crossing.x + random.uniform(0, 4);
  const gap = random.uniform(3.5, 6);
  const strokes = [0, gap].map((across): PlacedPath => {
    const from = { x: x + across, y: crossing.y + crossing.height * random.uniform(0.85, 1) };
    const to = { x: x + across + lean + random.normal(0, 0.6), y: crossing.y + random.uniform(0, 2) };
    return { path: strokeByHand(from, to, pen, random), place: shift({ x: 0, y: 0 }) };
  });
  return strokes;
}
