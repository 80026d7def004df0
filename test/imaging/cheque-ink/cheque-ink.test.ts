import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chequeInk } from '../../../src-main/imaging/cheque-ink/cheque-ink.ts';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import {
  caption,
  codedBox,
  codedLine,
  drawCheque,
  frame,
  rule,
  size,
  tints,
  watermark,
  waves,
} from './drawn-cheques.ts';

const dotsPerInch = 200;

describe('chequeInk', () => {
  it('finds the strokes, at half the size, and takes rules and frames off', () => {
    const { image, ink } = drawCheque(4, [frame]);
    const found = chequeInk(image, { dotsPerInch });
    expect(found).toMatchObject({ scale: 2, width: size.width / 2, height: size.height / 2 });
    expect(found.rules.filter(({ direction }) => direction === 'across')).toHaveLength(2);
    expect(found.rules.filter(({ direction }) => direction === 'down')).toHaveLength(2);
    let [kept, marked] = [0, 0];
    for (let at = 0; at < ink.length; at += 1) {
      if (!ink[at]) continue;
      marked += 1;
      kept += found.mask[(Math.floor(at / size.width) >> 1) * found.width + ((at % size.width) >> 1)]!;
    }
    expect(kept / marked).toBeGreaterThan(0.9);
    // Nothing but the writing is left: its marks reach no further than it does.
    for (const { box } of found.components) expect(box.x + box.width).toBeLessThan(320);
  });

  it.each([
    ['waves', [waves]],
    ['tints', [tints]],
    ['a watermark', [watermark]],
    ['a rule', [rule]],
    ['a frame', [frame]],
  ] as const)('holds nothing of %s', (_name, printing) => {
    const { image } = drawCheque(null, printing);
    const { components } = chequeInk(image, { dotsPerInch });
    // The sharp ends of print at the picture's corners may leave a speck.
    expect(components.filter(({ area }) => area > 30)).toEqual([]);
  });

  it('takes a coded line off whose place is known, and marks or takes off rows of print', () => {
    const coded = chequeInk(drawCheque(null, [codedLine]).image, { dotsPerInch, micr: codedBox });
    expect(coded.components).toEqual([]);
    const { components, printedRows } = chequeInk(drawCheque(null, [caption]).image, { dotsPerInch });
    expect(printedRows.length + components.filter(({ printed }) => printed >= 0.5).length).toBeGreaterThan(0);
  });

  it("tells a blue pen's hue, and none in greys", () => {
    const { image } = drawCheque(4, [], { channels: 3, pen: [30, 50, 150] });
    const largest = (picture: RasterImage) =>
      [...chequeInk(picture, { dotsPerInch }).components].sort((one, other) => other.area - one.area)[0]!;
    expect(largest(image).hue).toBe('blue');
    expect(largest(drawCheque(4, []).image).hue).toBe('neutral');
  });

  it('gives for any picture the same twice, with components that are its mask', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(1 as const, 3 as const),
        fc.option(fc.integer({ min: 50, max: 1200 }), { nil: null }),
        fc.integer(),
        (width, height, channels, resolution, seed) => {
          let state = seed | 1;
          const data = Uint8Array.from({ length: width * height * channels }, () => {
            state = Math.imul(state ^ (state >>> 13), 0x5bd1e995);
            return (state >>> 24) & 255;
          });
          const image = { width, height, channels, data };
          const found = chequeInk(image, { dotsPerInch: resolution });
          expect(chequeInk(image, { dotsPerInch: resolution })).toEqual(found);
          expect(found.width).toBe(Math.floor(width / found.scale));
          expect(found.components.map(({ label }) => label)).toEqual(found.components.map((_one, at) => at + 1));
          const area = found.components.reduce((sum, component) => sum + component.area, 0);
          expect(area).toBe(found.mask.reduce((sum, on) => sum + on, 0));
        },
      ),
      { numRuns: 60 },
    );
  });
});
