/** The four symbols of E-13B, by the letters that their printers and readers call them with. */
const e13bByKey: Readonly<Record<string, string>> = { a: '⑆', b: '⑇', c: '⑈', d: '⑉', '-': '⑉' };

const names: Readonly<Record<string, string>> = {
  '⑆': 'transit symbol',
  '⑇': 'amount symbol',
  '⑈': 'on-us symbol',
  '⑉': 'dash symbol',
  A: 'symbol 1',
  B: 'symbol 2',
  C: 'symbol 3',
  D: 'symbol 4',
  E: 'symbol 5',
  '?': 'in doubt',
  ' ': 'gap',
};

/** The fonts of a MICR line. */
export type MicrFont = 'e13b' | 'cmc7';

/** A character of the line as it is spoken: a digit as it is, a symbol by its name. */
export function spokenCharacter(character: string): string {
  return names[character] ?? character;
}

/**
 * The character that a key stands for in a line of this font: the ten digits, the letters A to D (E-13B) or A to E
 * (CMC-7) for the symbols, and the space bar for a gap. Null where the key stands for none.
 */
export function characterOfKey(key: string, font: MicrFont): string | null {
  if (/^[0-9 ]$/.test(key)) return key;
  const lower = key.toLowerCase();
  if (font === 'e13b') return e13bByKey[lower] ?? null;
  return /^[a-e]$/.test(lower) ? lower.toUpperCase() : null;
}

/** Which letters make which symbols, for the help beside the line. */
export function symbolKeys(font: MicrFont): readonly { readonly key: string; readonly character: string }[] {
  return font === 'e13b'
    ? (['a', 'b', 'c', 'd'] as const).map((key) => ({ key: key.toUpperCase(), character: e13bByKey[key] ?? '' }))
    : ['A', 'B', 'C', 'D', 'E'].map((key) => ({ key, character: key }));
}
