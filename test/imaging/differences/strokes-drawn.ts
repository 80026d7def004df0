import type { GreyImage } from '../../../src-main/imaging/image.ts';
import { readStrokes, type Strokes } from '../../../src-main/imaging/differences/strokes.ts';
import { surface } from '../drawing.ts';

/** A stroke as the points its pen passes, in units that the drawing scales. */
export type Stroke = readonly (readonly [number, number])[];

export interface DrawnHow {
  /** Pixels to a unit. */
  readonly scale?: number;
  /** Pen width in units, at each point of a stroke. */
  readonly pen?: number | ((along: number) => number);
  /** Where the unit (0, 0) lies, in pixels. */
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Draws strokes as clean ink: full ink on white. */
export function drawStrokes(strokes: readonly Stroke[], how: DrawnHow = {}): GreyImage {
  const { scale = 1, pen = 5, x = 40, y = 40, width = 700, height = 400 } = how;
  const sheet = surface(width, height);
  for (const stroke of strokes) {
    for (let at = 1; at < stroke.length; at += 1) {
      const [from, to] = [stroke[at - 1]!, stroke[at]!];
      const thickness = typeof pen === 'number' ? pen : pen(at / stroke.length);
      sheet.line(x + from[0] * scale, y + from[1] * scale, x + to[0] * scale, y + to[1] * scale, thickness * scale, 0);
    }
  }
  return { width, height, channels: 1, data: sheet.data };
}

/** The strokes of drawn ink. */
export function drawn(strokes: readonly Stroke[], how: DrawnHow = {}): Strokes {
  const read = readStrokes(drawStrokes(strokes, how));
  if (!read) throw new Error('The drawing holds no ink.');
  return read;
}

/** A curve as a stroke of many points. */
export function curve(points: number, at: (share: number) => readonly [number, number]): Stroke {
  return Array.from({ length: points + 1 }, (_none, point) => at(point / points));
}
