import type { MicrFont } from './glyph.ts';

/** A scheme's pattern as a regular expression with one named group a field; `?` (a character in doubt) fits anywhere. */
const symbols: Readonly<Record<MicrFont, string>> = { e13b: '⑆⑇⑈⑉', cmc7: 'ABCDE' };

/** A pattern of the bank's own that can't be used, in words for the person who wrote it. */
export class MicrPatternError extends Error {
  override readonly name = 'MicrPatternError';
}

const field = /^\{([A-Za-z][A-Za-z0-9]*):(\d{1,2})(?:-(\d{1,2}))?([^}]*)\}/;

/**
 * Compiles a scheme's pattern (its form: {@link MicrScheme}).
 *
 * @throws {MicrPatternError} if the pattern is none.
 */
export function compilePattern(pattern: string, font: MicrFont): RegExp {
  const names = new Set<string>();
  let source = '';
  let open = false;
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    const letter = pattern[at] ?? '';
    const found = field.exec(rest);
    if (found) {
      const [whole, name = '', least = '', most = least, also = ''] = found;
      if (names.has(name)) throw new MicrPatternError(`The field ${name} stands twice in the MICR pattern.`);
      if (Number(least) < 1 || Number(most) < Number(least))
        throw new MicrPatternError(`The field ${name} of the MICR pattern has no usable count.`);
      names.add(name);
      source += digits(name, Number(least), Number(most), also, font);
      at += whole.length;
      continue;
    }
    if (letter === ' ') source += '';
    else if (letter === '*') source += `[${symbols[font]}?] ?`;
    else if (symbols[font].includes(letter)) source += `[${letter}?] ?`;
    else if (letter === '[' && !open) {
      source += '(?:';
      open = true;
    } else if (letter === ']' && open) {
      source += ')?';
      open = false;
    } else throw new MicrPatternError(`“${letter}” at place ${at + 1} of the MICR pattern means nothing there.`);
    at += 1;
  }
  if (open) throw new MicrPatternError('The MICR pattern has a “[” without its “]”.');
  if (names.size === 0) throw new MicrPatternError('The MICR pattern has no field.');
  return new RegExp(`^ ?${source}$`, 'd');
}

/** A group of so many digits, among which the characters of `also` may stand. */
function digits(name: string, least: number, most: number, also: string, font: MicrFont): string {
  for (const letter of also) {
    if (letter !== ' ' && !symbols[font].includes(letter))
      throw new MicrPatternError(`“${letter}” can't stand among the digits of ${name}.`);
  }
  const digit = '[0-9?]';
  const between = also === '' ? '' : `[${also}]*`;
  return `(?<${name}>${digit}(?:${between}${digit}){${least - 1},${most - 1}}) ?`;
}
