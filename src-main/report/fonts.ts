import { create, type Font } from 'fontkit';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Regular and bold, as the font's files are numbered. */
export type Weight = 400 | 700;

/** The parts of Noto Sans, in the order they are looked through. Each is a font file of its own. */
const parts = [
  'latin',
  'latin-ext',
  'greek',
  'cyrillic',
  'devanagari',
  'greek-ext',
  'cyrillic-ext',
  'vietnamese',
] as const;
export type FontPart = (typeof parts)[number];

interface Loaded {
  readonly bytes: Buffer;
  readonly font: Font;
}

const require = createRequire(import.meta.url);
const loaded = new Map<string, Loaded>();

function load(part: FontPart, weight: Weight): Loaded {
  const key = `${part}-${String(weight)}`;
  const known = loaded.get(key);
  if (known) return known;
  const bytes = readFileSync(require.resolve(`@fontsource/noto-sans/files/noto-sans-${key}-normal.woff`));
  const font = create(bytes);
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`noto-sans-${key} holds several fonts.`);
  const file = { bytes, font };
  loaded.set(key, file);
  return file;
}

/** The bytes of a part's font file. */
export const fontBytes = (part: FontPart, weight: Weight): Buffer => load(part, weight).bytes;

/** A joiner needs no glyph: it tells how its neighbours are drawn. */
const isJoiner = (point: number): boolean => point === 0x200c || point === 0x200d;

/** The part that can draw all of a letter with its marks, or null: there is none. */
function partOf(letter: string, weight: Weight): FontPart | null {
  const points = [...letter].map((each) => each.codePointAt(0)!).filter((point) => !isJoiner(point));
  return parts.find((part) => points.every((point) => load(part, weight).font.hasGlyphForCodePoint(point))) ?? null;
}

/** A piece of text in one font. */
export interface Run {
  readonly part: FontPart;
  readonly text: string;
}

const scripts = [
  'Arabic',
  'Armenian',
  'Bengali',
  'Ethiopic',
  'Georgian',
  'Gujarati',
  'Gurmukhi',
  'Han',
  'Hangul',
  'Hebrew',
  'Hiragana',
  'Kannada',
  'Katakana',
  'Khmer',
  'Lao',
  'Malayalam',
  'Myanmar',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Thai',
  'Tibetan',
] as const;
const scriptTests = scripts.map((script) => [script, new RegExp(`^\\p{Script=${script}}`, 'u')] as const);

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What stands on paper for letters that no font here has: "[5 letters in Arabic]". */
function standIn(missing: readonly string[]): string {
  const found = new Set(missing.map((letter) => scriptTests.find(([, test]) => test.test(letter))?.[0] ?? null));
  const [only] = found.size === 1 ? found : [null];
  const count = missing.length === 1 ? '1 letter' : `${String(missing.length)} letters`;
  return only === null || only === undefined ? `[${count}]` : `[${count} in ${only}]`;
}

/** Spaces, and what can't be seen on paper: controls, marks that turn the direction of writing. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\t\n\r]+/g, ' ')
    .replaceAll(unseen, (each) => (isJoiner(each.codePointAt(0)!) ? each : ''));

/**
 * Text as it can be printed: Latin, Greek, Cyrillic and Devanagari letters as they are; for others a stand-in in square
 * brackets that says how many there are, and of which script.
 */
export function printable(text: string, weight: Weight = 400): { readonly text: string; readonly missing: boolean } {
  let result = '';
  let held: string[] = [];
  let missing = false;
  const release = (): void => {
    // Spaces between two words that can't be printed belong to the stand-in.
    const words = held.filter((letter) => letter !== ' ');
    if (words.length > 0) result += standIn(words);
    if (held.at(-1) === ' ') result += ' ';
    held = [];
  };
  for (const { segment } of letters.segment(plain(text))) {
    const known = partOf(segment, weight) !== null;
    if (known && !(segment === ' ' && held.length > 0)) {
      release();
      result += segment;
    } else {
      held.push(segment);
      missing ||= !known;
    }
  }
  release();
  return { text: result, missing };
}

/** Splits text that {@link printable} gave into runs of one font each. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: { part: FontPart; text: string }[] = [];
  for (const { segment } of letters.segment(text)) {
    const last = runs.at(-1);
    const part = partOf(segment, weight) ?? 'latin';
    // A space goes with what stands before it, where that font has one.
    if (last && (last.part === part || (segment === ' ' && hasSpace(last.part, weight)))) last.text += segment;
    else runs.push({ part, text: segment });
  }
  return runs;
}

const hasSpace = (part: FontPart, weight: Weight): boolean => load(part, weight).font.hasGlyphForCodePoint(0x20);
