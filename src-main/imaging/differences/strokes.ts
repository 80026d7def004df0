import type { GreyImage } from '../image.ts';
import { centreLine, strokePaths, type StrokePath } from './centre-line.ts';
import { distanceField } from './distance-field.ts';
import { toWorkingInk, type WorkingInk } from './working-ink.ts';

/** Stretches of centre line shorter than this, in working pixels, are the corners of thick ink, not strokes. */
const shortestStretch = 8;

/** A signature's ink with the centre lines of its strokes, at working size. */
export interface Strokes {
  readonly ink: WorkingInk;
  /** 1 on the centre line, `ink.width * ink.height`. */
  readonly line: Uint8Array;
  /** Pixels of the centre line. */
  readonly length: number;
  /** Stretches between crossings and ends. */
  readonly paths: readonly StrokePath[];
}

/**
 * Reads the strokes of clean ink.
 *
 * @param clean ink on white, as `extractSignature` returns it.
 * @returns null where there is no ink.
 */
export function readStrokes(clean: GreyImage): Strokes | null {
  const ink = toWorkingInk(clean);
  if (!ink) return null;
  const line = centreLine(ink.mask, ink.width, ink.height);
  let length = 0;
  for (const pixel of line) length += pixel;
  return { ink, line, length, paths: strokePaths(line, ink.width, shortestStretch, ink.strokeWidth) };
}

/** Distance of each working pixel from the nearest centre line, in working pixels. */
export function distanceToLine({ ink, line }: Strokes): Float64Array {
  return distanceField(line, ink.width, ink.height, 1);
}
