import type { SeededRandom } from '../../src-main/sample/seeded.ts';
import { layRectangle } from './lay-ink.ts';
import type { PrintConditions } from './print-conditions.ts';

/** Where the line stands on its paper, in pixels. */
export interface LineBand {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly characters: number;
  readonly scale: number;
}

/** Missing ink, stray ink, other print and strokes across the line, put into its ink (0 to 1; `width * rows`). */
export function spoilPrint(
  ink: Float32Array,
  width: number,
  rows: number,
  conditions: PrintConditions,
  random: SeededRandom,
  band: LineBand,
): void {
  const spot = (times: number, amount: number, most: number): void => {
    const x = random.uniform(band.left, band.right);
    const y = random.uniform(band.top, band.bottom);
    const radius = Math.max(0.4, random.uniform(0.06, most) * band.scale);
    for (let count = 0; count < times; count += 1) {
      for (let row = Math.max(0, Math.floor(y - 2 * radius)); row <= Math.min(rows - 1, y + 2 * radius); row += 1) {
        for (
          let column = Math.max(0, Math.floor(x - 2 * radius));
          column <= Math.min(width - 1, x + 2 * radius);
          column += 1
        ) {
          const far = Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius;
          const share = Math.exp(-far * far * far);
          const at = row * width + column;
          ink[at] = amount < 0 ? ink[at]! * (1 - share) : Math.max(ink[at]!, amount * share);
        }
      }
    }
  };
  for (let at = 0; at < ink.length; at += 1) if (ink[at]! > 1) ink[at] = 1;
  for (let count = Math.round(conditions.voids * band.characters); count > 0; count -= 1) spot(1, -1, 0.22);
  for (let count = Math.round(conditions.specks * band.characters); count > 0; count -= 1)
    spot(1, random.uniform(0.3, 1), 0.16);
  for (let count = 0; count < conditions.otherPrint; count += 1) layOtherPrint(ink, width, rows, random, band);
  for (let count = 0; count < conditions.strokes; count += 1)
    layStroke(ink, width, rows, conditions.strokeInk, random, band);
}

/** A rule along the band, or a row of small print above, below or beside the line. */
function layOtherPrint(ink: Float32Array, width: number, rows: number, random: SeededRandom, band: LineBand): void {
  const { scale } = band;
  const y = random.chance(0.5)
    ? band.top + random.uniform(-1.2, 0.3) * scale
    : band.bottom + random.uniform(-0.6, 1) * scale;
  const strength = random.uniform(0.3, 1);
  const common = { pivot: y, slope: 0, blur: 0.6, strength };
  if (random.chance(0.4)) {
    layRectangle(ink, width, rows, {
      ...common,
      left: 0,
      right: width,
      top: y,
      bottom: y + random.uniform(0.08, 0.35) * scale,
    });
    return;
  }
  const size = random.uniform(0.7, 2.6) * scale;
  let x = random.uniform(0, width * 0.8);
  for (let letter = 3 + random.integer(14); letter > 0; letter -= 1) {
    const wide = size * random.uniform(0.35, 0.7);
    for (const piece of [0, 1, 2]) {
      const upright = random.chance(0.6);
      const left = x + random.uniform(0, 0.7) * wide;
      const top = y - size * random.uniform(0, upright ? 0.2 : 1);
      const thick = size * random.uniform(0.1, 0.2);
      if (piece < 2 || upright)
        layRectangle(ink, width, rows, {
          ...common,
          left,
          right: left + (upright ? thick : wide * 0.7),
          top: top - (upright ? size * 0.8 : 0),
          bottom: top + (upright ? 0 : thick),
        });
    }
    x += wide + size * 0.15;
  }
}

/** A pen's stroke: a bow or a loop across the line, or beside its ends. */
function layStroke(
  ink: Float32Array,
  width: number,
  rows: number,
  darkest: number,
  random: SeededRandom,
  band: LineBand,
): void {
  const { scale } = band;
  const x = random.chance(0.3)
    ? random.uniform(band.right, band.right + 12 * scale)
    : random.uniform(band.left - 20, band.right);
  const [wide, tall] = [random.uniform(-8, 14) * scale, random.uniform(1, 7) * scale];
  const points = [
    [x, random.uniform(band.top - tall, band.bottom + 1.2 * scale)],
    [x + random.uniform(-0.2, 0.9) * wide, random.uniform(band.top - tall, band.bottom + 2.5 * scale)],
    [x + random.uniform(-0.5, 1.2) * wide, random.uniform(band.top - tall, band.bottom + 2.5 * scale)],
    random.chance(0.4)
      ? [x, band.top - random.uniform(0, 2) * scale]
      : [x + wide, random.uniform(band.top - tall, band.bottom + 2.5 * scale)],
  ] as const;
  const half = (random.uniform(0.25, 0.9) * scale) / 2;
  const strength = darkest * random.uniform(0.7, 1);
  const steps = Math.ceil(
    2 *
      points
        .slice(1)
        .reduce(
          (sum, [px = 0, py = 0], at) => sum + Math.hypot(px - (points[at]?.[0] ?? 0), py - (points[at]?.[1] ?? 0)),
          10,
        ),
  );
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    const at = (axis: 0 | 1): number =>
      a * (points[0][axis] ?? 0) + b * (points[1][axis] ?? 0) + c * (points[2][axis] ?? 0) + d * (points[3][axis] ?? 0);
    const [px, py] = [at(0), at(1)];
    for (let row = Math.max(0, Math.floor(py - half - 1)); row <= Math.min(rows - 1, py + half + 1); row += 1) {
      for (
        let column = Math.max(0, Math.floor(px - half - 1));
        column <= Math.min(width - 1, px + half + 1);
        column += 1
      ) {
        const far = Math.hypot(column + 0.5 - px, row + 0.5 - py);
        const share = strength * Math.min(1, Math.max(0, half + 0.5 - far));
        if (share > ink[row * width + column]!) ink[row * width + column] = share;
      }
    }
  }
}
