import type { Alignment } from '../align.ts';
import { distanceToLine, type Strokes } from './strokes.ts';

/** A specimen's strokes, and how the questioned signature is laid over it (as `alignSignatures(specimen, questioned)`). */
export interface PlacedSpecimen {
  readonly strokes: Strokes;
  readonly alignment: Alignment;
  /** How the nearest specimen is laid over this one; the nearest itself has none. */
  readonly nearestOver: Alignment | null;
}

/** Ink of one side without a counterpart on the other: largest connected piece and all of it, in % of the centre line. */
export interface LooseInk {
  readonly largest: number;
  readonly whole: number;
}

/** Both directions. */
export interface Counterparts {
  /** Ink of the questioned signature that no specimen has. */
  readonly extra: LooseInk;
  /** Ink that the nearest specimen shares with nearly all others, and that the questioned signature lacks. */
  readonly missing: LooseInk;
}

/**
 * How far a stroke may lie from its counterpart, in working pixels: a share of the signature's own spread. A hand's
 * genuine signatures place their strokes no more exactly than this.
 */
export const reach = 20;

/** Specimens that may lack a stroke which still counts as shared: one in five. */
const fewOf = (count: number): number => Math.floor(count / 5);

/**
 * Finds the strokes that have no counterpart.
 *
 * @param specimens at least one, the nearest first.
 */
export function findLooseInk(
  questioned: Strokes,
  specimens: readonly PlacedSpecimen[],
  tolerance = reach,
): Counterparts {
  const fields = specimens.map(({ strokes }) => distanceToLine(strokes));
  const places = specimens.map(({ strokes, alignment }) => placing(questioned, strokes, alignment));
  const few = fewOf(specimens.length);
  const at = (specimen: number, place: Placing, x: number, y: number): boolean =>
    within(
      specimens[specimen]!.strokes,
      fields[specimen]!,
      place.a * x - place.b * y + place.x,
      place.b * x + place.a * y + place.y,
      tolerance,
    );
  const extra = looseInk(questioned, (x, y) => places.every((place, specimen) => !at(specimen, place, x, y)));
  const own = distanceToLine(questioned);
  // The specimens are compared with each other directly: by way of the questioned signature they would meet only as well
  // as it fits both.
  const shared = specimens.map(({ strokes, nearestOver }) =>
    nearestOver ? placing(specimens[0]!.strokes, strokes, nearestOver) : null,
  );
  const [first] = places;
  const nearest = specimens[0]!.strokes;
  const square = first!.a ** 2 + first!.b ** 2;
  const missing = looseInk(nearest, (x, y) => {
    const [right, down] = [x - first!.x, y - first!.y];
    const there = {
      x: (right * first!.a + down * first!.b) / square,
      y: (down * first!.a - right * first!.b) / square,
    };
    if (within(questioned, own, there.x, there.y, tolerance)) return false;
    let lacking = 0;
    for (const [specimen, place] of shared.entries()) {
      if (place && !at(specimen, place, x, y)) lacking += 1;
    }
    return lacking <= few;
  });
  return { extra, missing };
}

/** A similarity transform between working pictures: x' = a·x − b·y + x0, y' = b·x + a·y + y0. */
interface Placing {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** From one signature's working pixels to those of another that it is laid over. */
function placing(laid: Strokes, under: Strokes, alignment: Alignment): Placing {
  const from = laid.ink;
  const to = under.ink;
  const factor = (alignment.scale * to.scale) / from.scale;
  const a = factor * Math.cos(alignment.rotation);
  const b = factor * Math.sin(alignment.rotation);
  return {
    a,
    b,
    x: to.shiftX + alignment.dx * to.scale - a * from.shiftX + b * from.shiftY,
    y: to.shiftY + alignment.dy * to.scale - b * from.shiftX - a * from.shiftY,
  };
}

/** Whether a centre line passes a point (in its working pixels) within the tolerance. */
function within({ ink }: Strokes, field: Float64Array, x: number, y: number, tolerance: number): boolean {
  const column = Math.min(ink.width - 1, Math.max(0, Math.floor(x)));
  const row = Math.min(ink.height - 1, Math.max(0, Math.floor(y)));
  // Outside the picture the distance goes on from its edge.
  const beyond = Math.hypot(x - 0.5 - column, y - 0.5 - row);
  const outside = x < 0 || y < 0 || x >= ink.width || y >= ink.height;
  return field[row * ink.width + column]! + (outside ? beyond : 0) <= tolerance;
}

/** The part of a centre line that is loose, and its largest connected piece. */
function looseInk({ ink, line, length }: Strokes, isLoose: (x: number, y: number) => boolean): LooseInk {
  const { width } = ink;
  const loose = new Uint8Array(line.length);
  let whole = 0;
  for (let at = line.indexOf(1); at >= 0; at = line.indexOf(1, at + 1)) {
    if (!isLoose((at % width) + 0.5, Math.floor(at / width) + 0.5)) continue;
    loose[at] = 1;
    whole += 1;
  }
  let largest = 0;
  for (let at = loose.indexOf(1); at >= 0; at = loose.indexOf(1, at + 1)) {
    let size = 0;
    const open = [at];
    loose[at] = 0;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      size += 1;
      for (const step of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) {
        if (!loose[next + step]) continue;
        loose[next + step] = 0;
        open.push(next + step);
      }
    }
    largest = Math.max(largest, size);
  }
  return { largest: (100 * largest) / length, whole: (100 * whole) / length };
}
