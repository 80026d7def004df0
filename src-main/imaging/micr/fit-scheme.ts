import type { MicrFont } from './glyph.ts';
import { isCertain, isDoubtful } from './judge-cells.ts';
import { parseMicrLine } from './parse-line.ts';
import type { CellReading } from './read-cells.ts';
import { micrSchemes } from './schemes.ts';
import { bandPitch } from './straighten.ts';

/** Neighbours farther apart than this have a gap between them. */
const gap = 1.5 * bandPitch;

/**
 * A line without a pen's hook or a stamp's edge that was taken for a character at the end of a field: a place that isn't
 * beyond doubt, where the line fits a known scheme without it, no scheme with it, and no other place would do instead.
 *
 * @param characters of a line that isn't sure, in order; nor is what comes of it.
 */
export function withoutHook(characters: readonly CellReading[], font: MicrFont): readonly CellReading[] {
  if (fits(characters, font)) return characters;
  const mended = characters
    .map((_cell, index) => index)
    .filter((index) => endsField(characters, index) && !isCertain(characters[index]!))
    .map((index) => characters.toSpliced(index, 1))
    .filter((without) => fits(without, font));
  return mended.length === 1 ? mended[0]! : characters;
}

/** Whether a place has a gap or nothing on one side. */
function endsField(characters: readonly CellReading[], index: number): boolean {
  const here = characters[index]!.cell.edge;
  return [characters[index - 1], characters[index + 1]].some(
    (beside) => !beside || Math.abs(beside.cell.edge - here) > gap,
  );
}

function fits(characters: readonly CellReading[], font: MicrFont): boolean {
  let text = '';
  for (const [index, cell] of characters.entries()) {
    const before = characters[index - 1];
    if (before && cell.cell.edge - before.cell.edge > gap) text += ' ';
    text += isDoubtful(cell) ? '?' : (cell.likely[0]?.character ?? '?');
  }
  const schemes = micrSchemes.filter((scheme) => scheme.font === font);
  return parseMicrLine(text, schemes) !== null;
}
