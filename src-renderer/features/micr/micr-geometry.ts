import type { MicrField, ReadCharacter } from '../../../src-main/contract/reading.ts';

/** How the strip of a MICR line is enlarged into the room there is: CSS pixels a pixel of the strip. */
export function stripScale(
  strip: { readonly width: number; readonly height: number },
  room: { readonly width: number; readonly height: number },
): number {
  return Math.max(0.01, Math.min(room.width / Math.max(1, strip.width), room.height / Math.max(1, strip.height)));
}

/** A stretch of the strip on the screen, in CSS pixels from its left end. */
export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/** The cell of each character: from half-way to its left neighbour to half-way to its right one, so that they touch. */
export function cellStretches(characters: readonly Pick<ReadCharacter, 'box'>[], scale: number): Stretch[] {
  const middles = characters.map(({ box }) => (box.x + box.width / 2) * scale);
  return characters.map(({ box }, place) => {
    const middle = middles[place] ?? 0;
    const half = (box.width * scale) / 2;
    const before = middles[place - 1];
    const after = middles[place + 1];
    // A gap in the line widens no cell: half a cell on each side is enough.
    const left = before === undefined ? middle - half - 1 : Math.max((before + middle) / 2, middle - half - 4);
    const right = after === undefined ? middle + half + 1 : Math.min((after + middle) / 2, middle + half + 4);
    return { left, width: Math.max(1, right - left) };
  });
}

/** Where each field lies under the line; fields without a character are left out. */
export function fieldStretches(
  fields: readonly MicrField[],
  cells: readonly Stretch[],
): { readonly field: MicrField; readonly stretch: Stretch }[] {
  return fields.flatMap((field) => {
    const first = cells[field.from];
    const last = cells[field.to - 1];
    if (!first || !last || field.to <= field.from) return [];
    return [{ field, stretch: { left: first.left + 1, width: Math.max(2, last.left + last.width - first.left - 2) } }];
  });
}
