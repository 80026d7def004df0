import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureShape } from '../../../src-main/imaging/differences/shape.ts';
import { readStrokes } from '../../../src-main/imaging/differences/strokes.ts';
import { extractSignature } from '../../../src-main/imaging/signature.ts';
import { drawSignature } from '../drawing.ts';
import { curve, drawn, type Stroke } from './strokes-drawn.ts';

/** A row of upright strokes with arcs between them, leaning by an angle in degrees. */
function palings(angle: number, height = 80): Stroke[] {
  const lean = Math.tan((angle * Math.PI) / 180);
  const place = (x: number, y: number): [number, number] => [150 + x + (height - y) * lean, y];
  return Array.from({ length: 8 }, (_none, at) => [place(at * 30, 0), place(at * 30, height)]);
}

const wave = (height: number, length: number): Stroke[] =>
  [0, 60, 120].map((down) =>
    curve(400, (share) => [share * 400, down + height * Math.sin((share * 400 * 2 * Math.PI) / length)]),
  );

const shapeOf = (...drawing: Parameters<typeof drawn>) => measureShape(drawn(...drawing));

describe('slant', () => {
  it('is the angle by which upright strokes lean, to the right above 0', () => {
    for (const angle of [-30, -15, 0, 10, 25, 40]) {
      expect(Math.abs(shapeOf(palings(angle), { width: 900 }).slant - angle)).toBeLessThan(3);
    }
  });
});

describe('proportions', () => {
  it('are width to height', () => {
    for (const height of [60, 120, 200]) {
      const box: Stroke = [
        [0, 0],
        [300, 0],
        [300, height],
        [0, height],
        [0, 0],
      ];
      expect(shapeOf([box]).proportions / (300 / height)).toBeGreaterThan(0.95);
      expect(shapeOf([box]).proportions / (300 / height)).toBeLessThan(1.05);
    }
  });
});

describe('tremor', () => {
  it('grows with short waves of a stroke, and stays as it is for a bow', () => {
    const straight = shapeOf(wave(0, 8)).tremor!;
    const bow = shapeOf(wave(25, 400)).tremor!;
    const shaken = [1, 2, 3].map((height) => shapeOf(wave(height, 12)).tremor!);
    expect(Math.abs(bow - straight)).toBeLessThan(4);
    expect(shaken[0]).toBeGreaterThan(bow);
    expect(shaken[1]).toBeGreaterThan(shaken[0]!);
    expect(shaken[2]).toBeGreaterThan(shaken[1]!);
    expect(shaken[2]).toBeGreaterThan(2 * bow);
  });
});

describe('pressure', () => {
  it('is how much the stroke width varies along the strokes', () => {
    const even = shapeOf(wave(20, 200), { pen: 8 }).pressure!;
    const swelling = shapeOf(wave(20, 200), { pen: (along) => 8 + 4 * Math.sin(along * 12) }).pressure!;
    expect(even).toBeLessThan(15);
    expect(swelling).toBeGreaterThan(25);
    expect(swelling).toBeLessThan(50);
  });
});

describe('spacing', () => {
  it('is the share of the width that lies open, whatever the slant', () => {
    const fence = (angle: number): Stroke[] => {
      const lean = Math.tan((angle * Math.PI) / 180);
      const place = (x: number, y: number): [number, number] => [150 + x + (80 - y) * lean, y];
      const half = (from: number): Stroke[] => [
        ...[0, 30, 60, 90, 120].map((x): Stroke => [place(from + x, 0), place(from + x, 80)]),
        [place(from, 40), place(from + 120, 40)],
      ];
      return [...half(0), ...half(200)];
    };
    // 80 open units, less a pen's width, of 320 and a pen's width.
    for (const angle of [0, 20]) {
      const { spacing } = shapeOf(fence(angle), { width: 900 });
      expect(Math.abs(spacing - 100 * (75 / 325))).toBeLessThan(4);
    }
    expect(shapeOf(wave(10, 100)).spacing).toBe(0);
  });
});

describe('every measure', () => {
  const measured = (image: Parameters<typeof extractSignature>[0]) =>
    measureShape(readStrokes(extractSignature(image).clean)!);

  it('is the same wherever the signature lies', () => {
    const one = drawn(palings(12), { x: 40, y: 40, width: 900 });
    const other = drawn(palings(12), { x: 71, y: 93, width: 900 });
    expect(measureShape(other)).toEqual(measureShape(one));
  });

  it('hardly changes with resolution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.8, max: 1.8, noNaN: true }), (seed, size) => {
        const one = measured(drawSignature(seed));
        const other = measured(drawSignature(seed, { size, pen: 4 * size, width: 1100, height: 520, y: 260 }));
        expect(other.proportions / one.proportions).toBeGreaterThan(0.94);
        expect(other.proportions / one.proportions).toBeLessThan(1.06);
        expect(Math.abs(other.slant - one.slant)).toBeLessThan(4);
        expect(Math.abs(other.spacing - one.spacing)).toBeLessThan(3);
        expect(Math.abs(other.tremor! - one.tremor!)).toBeLessThan(0.4 * Math.max(other.tremor!, one.tremor!));
        expect(Math.abs(other.pressure! - one.pressure!)).toBeLessThan(0.4 * Math.max(other.pressure!, one.pressure!));
      }),
      { numRuns: 3, seed: 3, endOnFailure: true },
    );
  }, 90_000);

  it('is not there for paper without ink', () => {
    expect(readStrokes({ width: 30, height: 20, channels: 1, data: new Uint8Array(600).fill(255) })).toBeNull();
    for (const value of Object.values(
      measureShape(
        drawn([
          [
            [0, 0],
            [2, 0],
          ],
        ]),
      ),
    ))
      expect(Number.isFinite(value)).toBe(true);
  });
});
