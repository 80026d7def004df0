import { smoothed } from './smoothing.ts';
import type { StrokePath } from './centre-line.ts';
import type { Strokes } from './strokes.ts';

/** Both edges of a stretch of stroke, point by point along its centre line; not a number where an edge isn't found. */
export interface StrokeEdges {
  readonly left: StrokePath;
  readonly right: StrokePath;
}

/** An edge is looked for no further from the centre line than this many typical stroke widths. */
const furthest = 1.25;
const step = 0.5;
/** Smoothing of the centre line, whose pixels zigzag, before directions are taken from it; in its points. */
const lineSmoothing = 2;

/**
 * Finds where a stroke's ink ends on either side of its centre line, across it, finer than a pixel: where the coverage
 * falls through one half.
 */
export function strokeEdges({ ink, paths }: Strokes): StrokeEdges[] {
  const reach = Math.max(3, furthest * ink.strokeWidth);
  const { width, height, coverage } = ink;
  const covered = (x: number, y: number): number => {
    const left = Math.floor(x - 0.5);
    const top = Math.floor(y - 0.5);
    if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
    const [across, down] = [x - 0.5 - left, y - 0.5 - top];
    const at = top * width + left;
    const upper = coverage[at]! * (1 - across) + coverage[at + 1]! * across;
    const lower = coverage[at + width]! * (1 - across) + coverage[at + width + 1]! * across;
    return (upper * (1 - down) + lower * down) / 255;
  };
  const edgeAt = (x: number, y: number, nx: number, ny: number): number => {
    let before = covered(x, y);
    if (before < 0.5) return Number.NaN;
    for (let away = step; away <= reach; away += step) {
      const here = covered(x + nx * away, y + ny * away);
      if (here < 0.5) return away - (step * (0.5 - here)) / (before - here);
      before = here;
    }
    return Number.NaN;
  };
  return paths.map((path) => {
    const x = smoothed(path.x, lineSmoothing);
    const y = smoothed(path.y, lineSmoothing);
    const count = x.length;
    const [left, right] = [0, 1].map(() => ({
      x: new Float64Array(count).fill(Number.NaN),
      y: new Float64Array(count).fill(Number.NaN),
    })) as [StrokePath, StrokePath];
    for (let at = 0; at < count; at += 1) {
      const [before, after] = [Math.max(0, at - 2), Math.min(count - 1, at + 2)];
      const [dx, dy] = [x[after]! - x[before]!, y[after]! - y[before]!];
      const length = Math.hypot(dx, dy);
      if (length === 0) continue;
      const [nx, ny] = [-dy / length, dx / length];
      for (const [edge, sign] of [
        [left, 1],
        [right, -1],
      ] as const) {
        const away = edgeAt(x[at]!, y[at]!, sign * nx, sign * ny);
        edge.x[at] = x[at]! + sign * nx * away;
        edge.y[at] = y[at]! + sign * ny * away;
      }
    }
    return { left, right };
  });
}
