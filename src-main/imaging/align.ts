import type { GreyImage } from './image.ts';
import { binomial } from './filters.ts';
import { averageOnto } from './resample.ts';

/**
 * A similarity transform from the questioned signature's pixels to the reference's:
 * `x' = scale · (x · cos − y · sin) + dx`, `y' = scale · (x · sin + y · cos) + dy`.
 */
export interface Alignment {
  readonly scale: number;
  /** Radians, clockwise on the screen. */
  readonly rotation: number;
  /** Pixels of the reference. */
  readonly dx: number;
  readonly dy: number;
  /** Share of either signature's ink that lies on (or next to) the other's, 0 to 1. */
  readonly overlap: number;
}

/** Side of the square on which the two are laid, and the ink's radius of gyration on it. */
const side = 160;
const radius = 40;
/** Turns tried at first, in steps of a twentieth of a radian (2.9°) to either side. */
const turns = 7;

interface Laid {
  /** Blurred ink, `side * side`, 0 to 255. */
  readonly field: Uint8Array;
  /** Ink points round the centre of mass, in canvas pixels: x, y, x, y … */
  readonly points: Float64Array;
  readonly centre: { readonly x: number; readonly y: number };
  readonly scale: number;
}

/**
 * Finds how to lay a questioned signature over a reference so that most ink meets: first by centre of mass and spread,
 * then by a search over turns and ever finer steps of turn, scale and shift. Deterministic.
 *
 * @param reference clean ink on white, as `extractSignature` returns it.
 * @param questioned the same, of the other signature.
 */
export function alignSignatures(reference: GreyImage, questioned: GreyImage): Alignment {
  const base = lay(reference);
  const other = lay(questioned);
  if (!base || !other) return { scale: 1, rotation: 0, dx: 0, dy: 0, overlap: 0 };
  let best = { turn: 0, size: 1, x: 0, y: 0 };
  let bestScore = -1;
  const attempt = (turn: number, size: number, x: number, y: number): void => {
    if (size < 0.6 || size > 1.7 || Math.abs(turn) > 0.6) return;
    const score = agreement(base, other, turn, size, x, y);
    if (score > bestScore + 1e-9) {
      bestScore = score;
      best = { turn, size, x, y };
    }
  };
  for (let step = -turns; step <= turns; step += 1) for (const size of [0.9, 1, 1.1]) attempt(step / 20, size, 0, 0);
  let turnStep = 0.05;
  let sizeStep = 0.06;
  let shiftStep = 6;
  for (let round = 0; round < 6; round += 1) {
    for (let pass = 0; pass < 2; pass += 1) {
      const { turn, size, x, y } = best;
      for (const sign of [-1, 1]) {
        attempt(turn, size, x + sign * shiftStep, y);
        attempt(turn, size, x, y + sign * shiftStep);
        attempt(turn + sign * turnStep, size, x, y);
        attempt(turn, size * (1 + sign * sizeStep), x, y);
      }
    }
    turnStep *= 0.6;
    sizeStep *= 0.6;
    shiftStep *= 0.6;
  }
  const scale = (other.scale * best.size) / base.scale;
  const cos = Math.cos(best.turn);
  const sin = Math.sin(best.turn);
  return {
    scale,
    rotation: best.turn,
    dx: base.centre.x + best.x / base.scale - scale * (other.centre.x * cos - other.centre.y * sin),
    dy: base.centre.y + best.y / base.scale - scale * (other.centre.x * sin + other.centre.y * cos),
    overlap: meeting(base, other, best.turn, best.size, best.x, best.y),
  };
}

function lay(clean: GreyImage): Laid | null {
  const { width, height, data } = clean;
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (data[at]! > 127) continue;
      mass += 1;
      sumX += column + 0.5;
      sumY += row + 0.5;
    }
  }
  if (mass === 0) return null;
  const centre = { x: sumX / mass, y: sumY / mass };
  let spread = 0;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (data[at]! <= 127) spread += (column + 0.5 - centre.x) ** 2 + (row + 0.5 - centre.y) ** 2;
    }
  }
  const scale = radius / Math.max(1, Math.sqrt(spread / mass));
  const ink = new Uint8Array(data.length);
  for (let at = 0; at < ink.length; at += 1) ink[at] = 255 - data[at]!;
  const canvas = averageOnto(ink, clean, { width: side * 2, height: side * 2 }, centre, scale);
  const points: number[] = [];
  for (let row = 0, at = 0; row < side * 2; row += 1) {
    for (let column = 0; column < side * 2; column += 1, at += 1) {
      if (canvas[at]! > 100 && (row + column) % 2 === 0) points.push(column + 0.5 - side, row + 0.5 - side);
    }
  }
  // At most about 700 points: enough to place a signature, few enough to try hundreds of placings.
  const stride = Math.max(1, Math.ceil(points.length / 1400));
  const chosen: number[] = [];
  for (let point = 0; point * 2 < points.length; point += stride)
    chosen.push(points[point * 2]!, points[point * 2 + 1]!);
  let field = canvas;
  for (let pass = 0; pass < 4; pass += 1) field = binomial(field, side * 2, side * 2);
  return { field, points: Float64Array.from(chosen), centre, scale };
}

/** Mean blurred ink of each under the other's points. */
function agreement(base: Laid, other: Laid, turn: number, size: number, x: number, y: number): number {
  return score(base, other, turn, size, x, y, (value) => value);
}

/** Share of points that lie on the other's ink, give or take two canvas pixels. */
function meeting(base: Laid, other: Laid, turn: number, size: number, x: number, y: number): number {
  return score(base, other, turn, size, x, y, (value) => (value > 60 ? 1 : 0));
}

function score(
  base: Laid,
  other: Laid,
  turn: number,
  size: number,
  x: number,
  y: number,
  count: (value: number) => number,
): number {
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const read = (field: Uint8Array, column: number, row: number): number => {
    const left = Math.floor(column + side);
    const top = Math.floor(row + side);
    return left < 0 || top < 0 || left >= side * 2 || top >= side * 2 ? 0 : field[top * side * 2 + left]!;
  };
  let forward = 0;
  for (let at = 0; at < other.points.length; at += 2) {
    const px = other.points[at]! * size;
    const py = other.points[at + 1]! * size;
    forward += count(read(base.field, px * cos - py * sin + x, px * sin + py * cos + y));
  }
  let backward = 0;
  for (let at = 0; at < base.points.length; at += 2) {
    const px = (base.points[at]! - x) / size;
    const py = (base.points[at + 1]! - y) / size;
    backward += count(read(other.field, px * cos + py * sin, -px * sin + py * cos));
  }
  return (forward / Math.max(1, other.points.length / 2) + backward / Math.max(1, base.points.length / 2)) / 2;
}
