import type { Trace } from '../../src-main/sample/signer.ts';

/** Points spread evenly along the ink of a trace, centred, with a mean distance of 1 from the centre. */
function evenly(trace: Trace, count: number): { x: number; y: number }[] {
  const lengths = [0];
  for (let index = 1; index < trace.points.length; index++) {
    const from = trace.points[index - 1];
    const to = trace.points[index];
    const inked = from && to && from.pressure > 0 && to.pressure > 0;
    lengths.push((lengths.at(-1) ?? 0) + (inked ? Math.hypot(to.x - from.x, to.y - from.y) : 0));
  }
  const total = lengths.at(-1) ?? 0;
  const points: { x: number; y: number }[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    while (at < lengths.length - 1 && (lengths[at] ?? 0) < (total * index) / (count - 1)) at++;
    const { x, y } = trace.points[at] ?? { x: 0, y: 0 };
    points.push({ x, y });
  }
  const centre = {
    x: points.reduce((sum, point) => sum + point.x, 0) / count,
    y: points.reduce((sum, point) => sum + point.y, 0) / count,
  };
  const size = points.reduce((sum, point) => sum + Math.hypot(point.x - centre.x, point.y - centre.y), 0) / count;
  return points.map((point) => ({ x: (point.x - centre.x) / size, y: (point.y - centre.y) / size }));
}

type Points = readonly { readonly x: number; readonly y: number }[];

/** Mean distance from each point to the nearest of the others. */
function toNearest(points: Points, others: Points): number {
  const nearest = points.map((point) =>
    others.reduce((least, other) => Math.min(least, (point.x - other.x) ** 2 + (point.y - other.y) ** 2), Infinity),
  );
  return nearest.reduce((sum, square) => sum + Math.sqrt(square), 0) / points.length;
}

/** How far two signatures' shapes lie apart: mean distance to the nearest ink, both ways, size and place taken out. */
export function shapeDistance(one: Trace, two: Trace): number {
  const [first, second] = [evenly(one, 120), evenly(two, 120)];
  return (toNearest(first, second) + toNearest(second, first)) / 2;
}
