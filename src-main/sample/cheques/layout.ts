import type { SeededRandom } from '../seeded.ts';
import type { Area } from './geometry.ts';
import type { LineScheme } from './micr-line.ts';
import type { Typeface } from './type.ts';
import type { Currency } from './words.ts';

/** A line to write on: left end of its base line, in millimetres, and how long it is. */
export interface WritingLine {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** What is drawn under the writing. */
  readonly rule: 'line' | 'dots' | 'microprint' | 'none';
}

/** Where somebody signs. */
export interface SignatureLine extends WritingLine {
  /** Printed over the line, right or left of the room for the signature: `{holder}` is the holder's name. */
  readonly above: string | null;
  /** Printed under the line. */
  readonly below: string | null;
}

/** Fixed print on a form. `{…}` names are filled in: holder, bank, branch, account, number, bankCode, year. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly align?: 'left' | 'right' | 'middle';
  readonly face?: Typeface;
  /** In the form's own colour instead of the print's. */
  readonly coloured?: boolean;
  /** A width that it is condensed to. */
  readonly most?: number;
}

/** How dates are written: in one piece, or a figure a box. */
export type DateForm = 'slashed' | 'month' | 'boxed' | 'dotted';

/** A family of printed backgrounds. */
export type BackgroundFamily =
  | 'plain'
  | 'tint'
  | 'waves'
  | 'rosettes'
  | 'picture'
  | 'microprint'
  | 'void'
  | 'watermark'
  | 'lattice'
  | 'spirals'
  | 'hatched picture'
  | 'void screen'
  | 'emblems'
  | 'bands';

/** Forms to tune on, the same rearranged at random (to train on), and forms to measure with only. */
export type LayoutSet = 'tuned' | 'varied' | 'held-out';

/** A cheque form: geometry in millimetres, origin at the top left. */
export interface ChequeLayout {
  readonly id: string;
  readonly set: LayoutSet;
  readonly paper: { readonly width: number; readonly height: number };
  readonly business: boolean;
  readonly scheme: LineScheme;
  /** Where the coded line stands: base line, and where its right or left end lies. */
  readonly micr: { readonly base: number; readonly right?: number; readonly left?: number };
  readonly currency: Currency;
  readonly dateForm: DateForm;
  readonly date: WritingLine;
  readonly payee: WritingLine;
  readonly words: readonly WritingLine[];
  readonly amount: Area;
  /** Whether a box is printed round the amount. */
  readonly amountBox: boolean;
  readonly memo: WritingLine | null;
  /** Where it is signed: one line or more. */
  readonly signatures: readonly [SignatureLine, ...SignatureLine[]];
  readonly labels: readonly Label[];
  /** Drawn boxes and lines. */
  readonly boxes: readonly Area[];
  readonly logo: Area;
  readonly backgrounds: readonly [BackgroundFamily, ...BackgroundFamily[]];
  /** Hues of the form's print, in degrees. */
  readonly hues: readonly [number, ...number[]];
  readonly face: Typeface;
  /** Where crossings ("account payee") are printed or drawn; null where the country has none. */
  readonly crossing: Area | null;
  /** Whether the band of the coded line is left white. */
  readonly clearBand: boolean;
}

/** The names that labels are filled in from. */
export interface LabelNames {
  readonly holder: string;
  readonly bank: string;
  readonly branch: string;
  readonly account: string;
  readonly bankCode: string;
  readonly number: string;
  readonly street: string;
  readonly town: string;
  readonly year: string;
}

/** Puts names into a label's text. */
export function fillLabel(text: string, names: LabelNames): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in names ? names[name as keyof LabelNames] : whole));
}

const bankNames = [
  'Harbour & Vale Bank', 'Orchard Mutual', 'Meridian Savings Bank', 'First Cobalt Bank', 'Union Bank of Alderton',
  'Castlemere Trust', 'Thornbury National', 'Bank of Eastvale', 'Quayside Credit Union', 'Silver Birch Bank',
] as const; // prettier-ignore

/** The name of a bank that doesn't exist. */
export function bankName(random: SeededRandom): string {
  return random.pick(bankNames);
}
