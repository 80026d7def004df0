import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenStroke } from '../../src-main/imaging/even-stroke.ts';
import type { GreyImage } from '../../src-main/imaging/image.ts';
import { modelCanvas, toModelInput } from '../../src-main/imaging/model-input.ts';
import { averageOnto } from '../../src-main/imaging/resample.ts';
import { typicalWidth } from '../../src-main/imaging/stroke-width.ts';

const paper = (width: number, height: number): GreyImage => ({
  width,
  height,
  channels: 1,
  data: new Uint8Array(width * height).fill(255),
});

/** A frame of ink of a given thickness, its middle line 10 pixels inside the image. */
function frame(width: number, height: number, thickness: number): GreyImage {
  const image = paper(width, height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const inside = Math.min(column - 10, row - 10, width - 11 - column, height - 11 - row);
      if (inside >= -thickness / 2 && inside < thickness / 2) image.data[row * width + column] = 0;
    }
  }
  return image;
}

describe('toModelInput', () => {
  it('is paper everywhere where there is no ink', () => {
    expect(toModelInput(paper(40, 30), { width: 16, height: 8 })).toEqual(new Uint8Array(128));
  });

  it('keeps the aspect, centres the ink and leaves a margin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 160, max: 500 }), fc.integer({ min: 120, max: 300 }), (width, height) => {
        const size = { width: 176, height: 96 };
        const tensor = toModelInput(frame(width, height, 4), size);
        let [left, right, top, bottom] = [size.width, -1, size.height, -1];
        tensor.forEach((sample, at) => {
          if (sample < 100) return;
          const column = at % size.width;
          const row = Math.floor(at / size.width);
          left = Math.min(left, column);
          right = Math.max(right, column);
          top = Math.min(top, row);
          bottom = Math.max(bottom, row);
        });
        expect(left).toBeGreaterThan(0);
        expect(top).toBeGreaterThan(0);
        expect(Math.abs(left - (size.width - 1 - right))).toBeLessThanOrEqual(1);
        expect(Math.abs(top - (size.height - 1 - bottom))).toBeLessThanOrEqual(1);
        const aspect = (right - left + 1) / (bottom - top + 1);
        expect(Math.abs(Math.log(aspect / ((width - 18) / (height - 18))))).toBeLessThan(0.12);
      }),
      { numRuns: 25 },
    );
  });

  it('gives thin and thick pens the same picture', () => {
    const size = { width: 176, height: 96 };
    const one = toModelInput(frame(320, 170, 4), size);
    for (const thickness of [2, 3, 6]) {
      const other = toModelInput(frame(320, 170, thickness), size);
      const stray = one.reduce((sum, sample, at) => sum + Math.abs(sample - other[at]!), 0);
      expect(stray / one.reduce((sum, sample) => sum + sample, 0)).toBeLessThan(0.3);
    }
  });

  it('fills any canvas that is asked for', () => {
    for (const size of [
      { width: 64, height: 64 },
      { width: 300, height: 60 },
    ]) {
      expect(toModelInput(frame(200, 100, 3), size)).toHaveLength(size.width * size.height);
    }
  });
});

describe('evenStroke', () => {
  it.each([3, 5, 8])('brings a bar 5 pixels thick to %d', (wanted) => {
    const [width, height] = [60, 40];
    const bar = new Uint8Array(width * height);
    for (let row = 15; row < 20; row += 1) bar.fill(1, row * width, (row + 1) * width);
    const coverage = evenStroke(bar, width, height, 5, wanted);
    let sum = 0;
    for (let row = 0; row < height; row += 1) sum += coverage[row * width + 30]! / 255;
    expect(sum).toBeCloseTo(wanted, 1);
  });

  it('never takes a stroke away', () => {
    const [width, height] = [40, 20];
    const bar = new Uint8Array(width * height);
    for (let row = 8; row < 12; row += 1) bar.fill(1, row * width, (row + 1) * width);
    const coverage = evenStroke(bar, width, height, 4, 0.1);
    expect(Math.max(...coverage.subarray(9 * width, 11 * width))).toBe(255);
  });
});

describe('typicalWidth', () => {
  it('is nothing for no ink and near the thickness of a slanted stroke', () => {
    expect(typicalWidth(new Uint8Array(100), 10, 10)).toBe(0);
    const [width, height] = [200, 200];
    const stroke = new Uint8Array(width * height);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        if (Math.abs(column - row * 0.5 - 40) * Math.cos(Math.atan(0.5)) < 3) stroke[row * width + column] = 1;
      }
    }
    expect(typicalWidth(stroke, width, height)).toBeGreaterThan(5);
    expect(typicalWidth(stroke, width, height)).toBeLessThan(7);
  });
});

describe('modelCanvas', () => {
  it('is where the canvas lies on the clean ink', () => {
    const sides = fc.integer({ min: 60, max: 300 });
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 3, max: 9 }), (width, height, thickness) => {
        const size = { width: 176, height: 96 };
        const clean = frame(width, height, thickness);
        const canvas = modelCanvas(clean, size)!;
        const tensor = toModelInput(clean, size);
        expect(canvas.width / canvas.height).toBeCloseTo(size.width / size.height, 6);
        // The frame's left and upper middle lines, 10 pixels inside the clean ink, are darkest where the box says.
        const middle = (samples: readonly number[]): number => {
          const half = samples.slice(0, samples.length / 2);
          const sum = half.reduce((total, sample) => total + sample, 0);
          return half.reduce((total, sample, at) => total + sample * (at + 0.5), 0) / sum;
        };
        const row = Array.from({ length: size.width }, (_none, x) => tensor[(size.height / 2) * size.width + x]!);
        const column = Array.from({ length: size.height }, (_none, y) => tensor[y * size.width + size.width / 2]!);
        const scale = size.width / canvas.width;
        expect(Math.abs(middle(row) - (10.5 - canvas.x) * scale)).toBeLessThan(1);
        expect(Math.abs(middle(column) - (10.5 - canvas.y) * scale)).toBeLessThan(1);
      }),
      { numRuns: 20 },
    );
    expect(modelCanvas(paper(40, 30), { width: 16, height: 8 })).toBeNull();
  });
});

describe('averageOnto', () => {
  it('keeps the sum of what it shrinks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 90 }),
        fc.integer({ min: 20, max: 90 }),
        fc.double({ min: 0.2, max: 0.9, noNaN: true }),
        (width, height, scale) => {
          const source = Uint8Array.from({ length: width * height }, (_, at) => (at * 37) % 200);
          const canvas = averageOnto(
            source,
            { width, height },
            { width: 120, height: 120 },
            { x: width / 2, y: height / 2 },
            scale,
          );
          const sum = (values: Uint8Array): number => values.reduce((total, value) => total + value, 0);
          const wanted = sum(source) * scale * scale;
          expect(Math.abs(sum(canvas) - wanted) / wanted).toBeLessThan(0.02);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('copies at scale one', () => {
    const source = Uint8Array.from({ length: 48 }, (_, at) => at * 5);
    expect(averageOnto(source, { width: 8, height: 6 }, { width: 8, height: 6 }, { x: 4, y: 3 }, 1)).toEqual(source);
  });
});
