import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../src-main/imaging/image.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { turnInk } from '../../src-main/imaging/turn.ts';
import { drawSignature } from './drawing.ts';

const cleanOf = (seed: number): GreyImage => extractSignature(drawSignature(seed)).clean;

/** Ink's amount and, about its middle, the direction of its longer axis in degrees, clockwise. */
function inkOf({ width, height, data }: GreyImage): { amount: number; degrees: number } {
  const sums = { ink: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const ink = 255 - data[row * width + column]!;
      sums.ink += ink;
      sums.x += ink * column;
      sums.y += ink * row;
      sums.xx += ink * column * column;
      sums.yy += ink * row * row;
      sums.xy += ink * column * row;
    }
  }
  const [x, y] = [sums.x / sums.ink, sums.y / sums.ink];
  const xx = sums.xx / sums.ink - x * x;
  const yy = sums.yy / sums.ink - y * y;
  const xy = sums.xy / sums.ink - x * y;
  return { amount: sums.ink / 255, degrees: (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI };
}

/** Rows and columns of ink at the picture's edges: two of paper, then ink. */
function borders({ width, height, data }: GreyImage): number[] {
  const dark = (column: number, row: number): boolean => data[row * width + column]! < 128;
  const columns = Array.from({ length: width }, (_, column) => column);
  const rows = Array.from({ length: height }, (_, row) => row);
  const first = (lines: number[], inked: (line: number) => boolean): number => lines.findIndex(inked);
  const columnInked = (column: number): boolean => rows.some((row) => dark(column, row));
  const rowInked = (row: number): boolean => columns.some((column) => dark(column, row));
  return [
    first(columns, columnInked),
    first(columns.toReversed(), columnInked),
    first(rows, rowInked),
    first(rows.toReversed(), rowInked),
  ];
}

describe('turned ink', () => {
  it('has its axis turned by the angle, its amount kept, and two pixels of paper round it', () => {
    const seed = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(seed, fc.integer({ min: -45, max: 45 }), (number, degrees) => {
        const clean = cleanOf(number);
        const turned = turnInk(clean, degrees);
        const [before, after] = [inkOf(clean), inkOf(turned)];
        expect(Math.abs(after.degrees - before.degrees - degrees)).toBeLessThan(0.5);
        expect(Math.abs(after.amount / before.amount - 1)).toBeLessThan(0.02);
        if (degrees !== 0) expect(borders(turned)).toEqual([2, 2, 2, 2]);
      }),
      { numRuns: 12 },
    );
  });

  it('is the ink itself after turning there and back, but for the softness of edges', () => {
    const clean = cleanOf(7);
    const back = turnInk(turnInk(clean, 25), -25);
    expect(Math.abs(back.width - clean.width)).toBeLessThanOrEqual(2);
    expect(Math.abs(back.height - clean.height)).toBeLessThanOrEqual(2);
    const before = inkOf(clean);
    expect(inkOf(back).degrees).toBeCloseTo(before.degrees, 0);
    expect(Math.abs(inkOf(back).amount / before.amount - 1)).toBeLessThan(0.02);
  });

  it('is exact for a quarter turn', () => {
    const clean = turnInk(cleanOf(3), 1);
    const { width, height, data } = turnInk(clean, 90);
    expect([width, height]).toEqual([clean.height, clean.width]);
    let worst = 0;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const from = clean.data[(clean.height - 1 - column) * clean.width + row]!;
        worst = Math.max(worst, Math.abs(from - data[row * width + column]!));
      }
    }
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('is the picture itself for no turn and for blank paper, and the same to the last bit each time', () => {
    const clean = cleanOf(5);
    expect(turnInk(clean, 0)).toBe(clean);
    const blank: GreyImage = { width: 30, height: 20, channels: 1, data: new Uint8Array(600).fill(255) };
    expect(turnInk(blank, 30)).toBe(blank);
    expect(turnInk(clean, -15)).toEqual(turnInk(clean, -15));
  });
});
