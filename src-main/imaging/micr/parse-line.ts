import { compilePattern } from './line-pattern.ts';
import type { MicrCheck, MicrScheme } from './schemes.ts';

/** One field of a line. */
export interface MicrField {
  readonly name: string;
  /** For people. */
  readonly label: string;
  /** As read: digits, `?` for one in doubt, and what else the scheme lets stand among them. */
  readonly text: string;
  /** The field is `line.slice(from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Whether its check digit agrees; null where it has none, or a digit is in doubt. */
  readonly check: 'right' | 'wrong' | null;
}

/** A line taken apart. Numbers are digits only, and null where the line has none or one of their digits is in doubt. */
export interface ParsedMicr {
  /** The scheme's id. */
  readonly scheme: string;
  /** In the line's order. */
  readonly fields: readonly MicrField[];
  /** For look-up. */
  readonly account: string | null;
  readonly chequeNumber: string | null;
  readonly bank: string | null;
}

/**
 * Takes a MICR line apart by the first scheme that fits it; one whose check digits agree goes before one whose don't.
 *
 * @param text as {@link readMicrLine} gives it, or as a person typed it; `?` is a character in doubt.
 * @param schemes the bank's own first.
 * @returns null where no scheme fits the whole line.
 * @throws {MicrPatternError} if a scheme's pattern is none.
 */
export function parseMicrLine(text: string, schemes: readonly MicrScheme[]): ParsedMicr | null {
  let second: ParsedMicr | null = null;
  for (const scheme of schemes) {
    const parsed = parseBy(text, scheme);
    if (!parsed) continue;
    if (!parsed.fields.some(({ check }) => check === 'wrong')) return parsed;
    second ??= parsed;
  }
  return second;
}

const compiled = new Map<string, RegExp>();

function patternOf(scheme: MicrScheme): RegExp {
  const key = `${scheme.font} ${scheme.pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const pattern = compilePattern(scheme.pattern, scheme.font);
  compiled.set(key, pattern);
  return pattern;
}

function parseBy(text: string, scheme: MicrScheme): ParsedMicr | null {
  const match = patternOf(scheme).exec(text);
  const places = match?.indices?.groups;
  if (!places) return null;
  const fields = Object.entries(places)
    .flatMap(([name, place]) => (place ? [{ name, from: place[0], to: place[1] }] : []))
    .sort((one, two) => one.from - two.from)
    .map(({ name, from, to }) => {
      const known = scheme.fields.find((field) => field.name === name);
      const own = text.slice(from, to);
      return { name, label: known?.label ?? name, text: own, from, to, check: checkOf(own, known?.check) };
    });
  const joined = (names: readonly string[]): string | null => {
    const parts = names.map((name) => fields.find((field) => field.name === name)?.text);
    const number = parts.join('');
    if (parts.length === 0 || parts.includes(undefined) || number.includes('?')) return null;
    return number.replaceAll(/[^0-9]/g, '');
  };
  return {
    scheme: scheme.id,
    fields,
    account: joined(scheme.account),
    chequeNumber: joined(scheme.chequeNumber),
    bank: joined(scheme.bank),
  };
}

function checkOf(text: string, check: MicrCheck | undefined): 'right' | 'wrong' | null {
  if (check === undefined || text.includes('?')) return null;
  const digits = text.replaceAll(/[^0-9]/g, '');
  // Eight digits with a dash (Canada) have no check digit.
  return digits.length === 9 ? (isRoutingNumber(digits) ? 'right' : 'wrong') : null;
}

/** Whether nine digits are an ABA routing number: three sums weighted 3, 7 and 1 make a multiple of ten. */
export function isRoutingNumber(digits: string): boolean {
  if (!/^[0-9]{9}$/.test(digits)) return false;
  const weights = [3, 7, 1];
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0), 0);
  return sum % 10 === 0;
}
