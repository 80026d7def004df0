import type { SeededRandom } from '../seeded.ts';
import { fillLabel } from './layout.ts';
import type { ChequeLayout, LabelNames, WritingLine } from './layout.ts';
import { print } from './type.ts';
import type { Typeface } from './type.ts';

/** What differs between the forms that one bank prints on one layout. */
export interface FormStyle {
  /** Colour of the text, as SVG has it. */
  readonly ink: string;
  /** Colour of the bank's name, boxes and logo. */
  readonly accent: string;
  readonly logo: number;
  /** Whether the amount's box is left white. */
  readonly whiteAmount: boolean;
}

const short = (value: number) => value.toFixed(2);

function ruleOf(line: WritingLine, style: FormStyle, random: SeededRandom): string {
  const at = `M${short(line.x)} ${short(line.y + 0.7)}h${short(line.width)}`;
  switch (line.rule) {
    case 'line':
      return `<path d="${at}" stroke="${style.ink}" stroke-width="${short(random.uniform(0.15, 0.3))}"/>`;
    case 'dots':
      return `<path d="${at}" stroke="${style.ink}" stroke-width="0.3" stroke-dasharray="0.3 0.7"/>`;
    case 'microprint': {
      const size = 0.36;
      const word = 'AUTHORIZEDSIGNATURE';
      const text = word.repeat(Math.max(1, Math.round(line.width / (word.length * 0.3))));
      return print({ text, x: line.x, y: line.y + 0.9, height: size, colour: style.ink, most: line.width });
    }
    case 'none':
      return '';
  }
}

/** Emblems of banks that don't exist. */
function logoOf(layout: ChequeLayout, style: FormStyle): string {
  const { x, y, width, height } = layout.logo;
  const [cx, cy] = [x + width / 2, y + height / 2];
  const radius = Math.min(width, height) / 2;
  const at = (dx: number, dy: number) => `${short(cx + dx * radius)} ${short(cy + dy * radius)}`;
  const { accent } = style;
  switch (style.logo % 5) {
    case 0:
      return `<circle cx="${short(cx)}" cy="${short(cy)}" r="${short(radius * 0.9)}" fill="none" stroke="${accent}" stroke-width="${short(radius * 0.16)}"/><path d="M${at(-0.5, 0.4)}L${at(0, -0.6)}L${at(0.5, 0.4)}Z" fill="${accent}"/>`;
    case 1:
      return `<path d="M${at(-0.9, 0.8)}V${short(cy - 0.2 * radius)}L${at(0, -0.9)}L${at(0.9, -0.2)}V${short(cy + 0.8 * radius)}Z" fill="${accent}"/><path d="M${at(-0.4, 0.8)}V${short(cy)}M${at(0, 0.8)}V${short(cy)}M${at(0.4, 0.8)}V${short(cy)}" stroke="#fff" stroke-width="${short(radius * 0.16)}"/>`;
    case 2:
      return `<path d="M${at(-0.9, 0)}Q${at(0, -1.4)} ${at(0.9, 0)}Q${at(0, 1.4)} ${at(-0.9, 0)}" fill="${accent}"/><circle cx="${short(cx)}" cy="${short(cy)}" r="${short(radius * 0.3)}" fill="#fff"/>`;
    case 3:
      return `<path d="M${at(-0.8, -0.8)}H${short(cx + 0.8 * radius)}V${short(cy + 0.8 * radius)}H${short(cx - 0.8 * radius)}Z" fill="none" stroke="${accent}" stroke-width="${short(radius * 0.2)}"/><path d="M${at(-0.4, 0.4)}L${at(0.4, -0.4)}M${at(-0.4, -0.4)}L${at(0.4, 0.4)}" stroke="${accent}" stroke-width="${short(radius * 0.2)}"/>`;
    default:
      return `<path d="M${at(0, -0.95)}L${at(0.25, -0.25)}L${at(0.95, 0)}L${at(0.25, 0.25)}L${at(0, 0.95)}L${at(-0.25, 0.25)}L${at(-0.95, 0)}L${at(-0.25, -0.25)}Z" fill="${accent}"/>`;
  }
}

/** Boxes for the figures of a date: eight, as wide as the field. */
export function dateBoxes(date: WritingLine): { x: number; y: number; width: number; height: number }[] {
  const step = date.width / 8;
  return Array.from({ length: 8 }, (_, at) => ({
    x: date.x + at * step,
    y: date.y - 4.6,
    width: step * 0.92,
    height: 5.6,
  }));
}

/** The printed form: text, rules, boxes and logo, as SVG in millimetres. */
export function printForm(
  layout: ChequeLayout,
  names: LabelNames & { readonly sortCode: string },
  style: FormStyle,
  random: SeededRandom,
): string {
  const frame = (x: number, y: number, width: number, height: number, line: number, fill = 'none') =>
    `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${fill}" stroke="${style.accent}" stroke-width="${String(line)}"/>`;
  const { amount, date } = layout;
  const parts: string[] = [];
  if (layout.clearBand) {
    const top = layout.micr.base - 10;
    parts.push(
      `<rect x="-1" y="${short(top)}" width="${short(layout.paper.width + 2)}" height="${short(layout.paper.height - top + 1)}" fill="#fff" fill-opacity="0.92"/>`,
    );
  }
  for (const box of layout.boxes) parts.push(frame(box.x, box.y, box.width, box.height, 0.25));
  if (layout.amountBox)
    parts.push(frame(amount.x, amount.y, amount.width, amount.height, 0.3, style.whiteAmount ? '#fff' : 'none'));
  if (layout.dateForm === 'boxed')
    for (const box of dateBoxes(date)) parts.push(frame(box.x, box.y, box.width, box.height, 0.18));
  parts.push(logoOf(layout, style));
  const lines = [date, layout.payee, ...layout.words, ...(layout.memo ? [layout.memo] : []), ...layout.signatures];
  for (const line of lines) parts.push(ruleOf(line, style, random));
  const write = (
    text: string,
    x: number,
    y: number,
    height: number,
    more: { align?: 'left' | 'right' | 'middle'; face?: Typeface; colour?: string; most?: number } = {},
  ) => parts.push(print({ text, x, y, height, face: layout.face, colour: style.ink, ...more }));
  for (const { text, x, y, size, align, face, coloured, most } of layout.labels) {
    const filled = fillLabel(text, names).replace('{sortCode}', names.sortCode);
    write(filled, x, y, size, {
      ...(align ? { align } : {}),
      ...(face ? { face } : {}),
      ...(most === undefined ? {} : { most }),
      colour: coloured ? style.accent : style.ink,
    });
  }
  for (const { x, y, width, above, below } of layout.signatures) {
    if (above !== null)
      write(fillLabel(above, names).toUpperCase(), x + width, y - 13, 1.9, { align: 'right', most: width });
    if (below !== null) write(below, x + width / 2, y + 4, 1.6, { align: 'middle' });
  }
  return parts.join('');
}
