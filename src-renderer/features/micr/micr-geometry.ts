import type { Box } from '../../../src-main/contract/box.ts';
import type { MicrField, ReadCharacter, ReadMicr } from '../../../src-main/contract/reading.ts';

/**
 * The line place by place, as its text as read goes: a gap of the text for which the reading has no character gets one
 * that fills the room between its neighbours.
 */
export function placesOf({ readText, characters }: Pick<ReadMicr, 'readText' | 'characters'>): ReadCharacter[] {
  const places: ReadCharacter[] = [];
  let next = 0;
  for (const written of readText) {
    const read = characters[next];
    if (written === ' ' && read?.character !== ' ') places.push(gapBetween(characters[next - 1], read));
    else if (read) {
      places.push(read);
      next++;
    }
  }
  return [...places, ...characters.slice(next)];
}

function gapBetween(before: ReadCharacter | undefined, after: ReadCharacter | undefined): ReadCharacter {
  const beside = before?.box ?? after?.box ?? { x: 0, y: 0, width: 1, height: 1 };
  const x = before ? before.box.x + before.box.width : 0;
  const width = Math.max(1, (after?.box.x ?? x + beside.width) - x);
  return { character: ' ', confidence: 1, doubtful: false, box: { ...beside, x, width }, alternatives: [] };
}

/** The part of a strip that is shown: its characters with a little paper round them. */
export function shownPart(
  strip: { width: number; height: number },
  characters: readonly Pick<ReadCharacter, 'box'>[],
): Box {
  if (characters.length === 0) return { x: 0, y: 0, ...strip };
  const tallest = Math.max(...characters.map(({ box }) => box.height));
  const air = tallest * 0.3;
  const x = Math.max(0, Math.floor(Math.min(...characters.map(({ box }) => box.x)) - 2 * air));
  const y = Math.max(0, Math.floor(Math.min(...characters.map(({ box }) => box.y)) - air));
  const right = Math.min(strip.width, Math.ceil(Math.max(...characters.map(({ box }) => box.x + box.width)) + 2 * air));
  const bottom = Math.min(strip.height, Math.ceil(Math.max(...characters.map(({ box }) => box.y + box.height)) + air));
  return { x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

/** How a part of the strip is enlarged into the room there is: CSS pixels a pixel of the strip. */
export function stripScale(
  part: { readonly width: number; readonly height: number },
  room: { readonly width: number; readonly height: number },
): number {
  return Math.max(0.01, Math.min(room.width / Math.max(1, part.width), room.height / Math.max(1, part.height)));
}

/** A stretch of the line on the screen, in CSS pixels from the left end of what is shown. */
export interface Stretch {
  readonly left: number;
  readonly width: number;
}

/**
 * The cell of each character: from half-way to its left neighbour to half-way to its right one, so that they touch.
 *
 * @param from where what is shown begins, in pixels of the strip
 */
export function cellStretches(characters: readonly Pick<ReadCharacter, 'box'>[], scale: number, from = 0): Stretch[] {
  const middles = characters.map(({ box }) => (box.x - from + box.width / 2) * scale);
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
