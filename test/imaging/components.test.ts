import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropComponents, labelComponents } from '../../src-main/imaging/components.ts';
import { binomial, localMaximum } from '../../src-main/imaging/filters.ts';

const anyMask = fc
  .record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      mask: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
    }),
  );

/** Components by flooding, the slow and obvious way: for each pixel its component's number from 1. */
function flood(mask: Uint8Array, width: number, height: number): number[] {
  const labels = new Array<number>(mask.length).fill(0);
  let count = 0;
  for (let seed = 0; seed < mask.length; seed += 1) {
    if (!mask[seed] || labels[seed]) continue;
    count += 1;
    const open = [seed];
    labels[seed] = count;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [row, column] = [Math.floor(at / width), at % width];
      for (const down of [-1, 0, 1]) {
        for (const across of [-1, 0, 1]) {
          if (row + down < 0 || row + down >= height || column + across < 0 || column + across >= width) continue;
          const next = at + down * width + across;
          if (!mask[next] || labels[next]) continue;
          labels[next] = count;
          open.push(next);
        }
      }
    }
  }
  return labels;
}

describe('labelComponents', () => {
  it('finds what flooding finds', () => {
    fc.assert(
      fc.property(anyMask, ({ mask, width, height }) => {
        const found = labelComponents(mask, width, height);
        const labels = new Array<number>(mask.length).fill(0);
        found.runStart.forEach((start, run) => labels.fill(found.runLabel[run]!, start, found.runEnd[run]));
        const flooded = flood(mask, width, height);
        expect(labels).toEqual(flooded);
        for (let label = 1; label <= found.count; label += 1) {
          const pixels = flooded.flatMap((value, at) => (value === label ? [at] : []));
          expect(found.area[label]).toBe(pixels.length);
          expect(found.left[label]).toBe(Math.min(...pixels.map((at) => at % width)));
          expect(found.right[label]).toBe(Math.max(...pixels.map((at) => at % width)));
          expect(found.top[label]).toBe(Math.floor(pixels[0]! / width));
          expect(found.bottom[label]).toBe(Math.floor(pixels.at(-1)! / width));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('drops components and renumbers the rest as if they had never been there', () => {
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 0, max: 7 }), ({ mask, width, height }, pattern) => {
        const left = mask.slice();
        const found = labelComponents(left, width, height);
        const drop = Uint8Array.from({ length: found.count + 1 }, (_, label) =>
          label > 0 && (pattern >> (label % 3)) & 1 ? 1 : 0,
        );
        const kept = dropComponents(left, found, drop);
        expect(kept).toEqual(labelComponents(left, width, height));
      }),
      { numRuns: 200 },
    );
  });
});

describe('filters', () => {
  const anyPicture = fc
    .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
    .chain(({ width, height }) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        data: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
      }),
    );

  it('localMaximum is the greatest sample of the square round each pixel', () => {
    fc.assert(
      fc.property(anyPicture, fc.integer({ min: 1, max: 6 }), ({ data, width, height }, radius) => {
        const wanted = Uint8Array.from(data, (_sample, at) => {
          let most = 0;
          for (let row = 0; row < height; row += 1) {
            for (let column = 0; column < width; column += 1) {
              const near =
                Math.abs(row - Math.floor(at / width)) <= radius && Math.abs(column - (at % width)) <= radius;
              if (near) most = Math.max(most, data[row * width + column]!);
            }
          }
          return most;
        });
        expect(localMaximum(data, width, height, radius)).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('binomial leaves an even picture and stays between the extremes', () => {
    fc.assert(
      fc.property(anyPicture, ({ data, width, height }) => {
        const smooth = binomial(data, width, height);
        expect(Math.max(...smooth)).toBeLessThanOrEqual(Math.max(...data));
        expect(Math.min(...smooth)).toBeGreaterThanOrEqual(Math.min(...data));
        expect(binomial(new Uint8Array(width * height).fill(data[0]!), width, height)).toEqual(
          new Uint8Array(width * height).fill(data[0]!),
        );
      }),
      { numRuns: 60 },
    );
  });
});
