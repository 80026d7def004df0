import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCardBoxes } from '../../src-main/imaging/card/card-boxes.ts';
import { cutOutBox } from '../../src-main/imaging/card/cut-out-box.ts';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import type { Box, GreyImage } from '../../src-main/imaging/image.ts';
import { printedBoxes, signatureCard, type CardOptions } from '../signature-cards/signature-card.ts';

/** Paper with rectangles ruled on it. */
function ruled(width: number, height: number, boxes: readonly Box[], thick = 2): GreyImage {
  const data = new Uint8Array(width * height).fill(250);
  for (const { x, y, width: wide, height: high } of boxes) {
    for (let row = y; row < y + high; row += 1) {
      const inRule = row < y + thick || row >= y + high - thick;
      for (let column = x; column < x + wide; column += 1)
        if (inRule || column < x + thick || column >= x + wide - thick) data[row * width + column] = 30;
    }
  }
  return { width, height, channels: 1, data };
}

/** Whether a found box is the inside of a printed one, up to some pixels. */
const isInside = (found: Box, printed: Box, slack: number): boolean =>
  Math.abs(found.x - printed.x) <= slack &&
  Math.abs(found.y - printed.y) <= slack &&
  Math.abs(found.width - printed.width) <= 2 * slack &&
  Math.abs(found.height - printed.height) <= 2 * slack;

describe('boxes of a signature card', () => {
  const filled = [
    { signer: 'Ann', take: 1 },
    { signer: 'Ann', take: 2 },
    null,
    { signer: 'Basil', take: 1 },
    { signer: 'Basil', take: 2 },
    null,
  ];
  test.each<[string, CardOptions]>([
    ['apart', {}],
    ['three in a row', { columns: 3 }],
    ['as a table', { table: true }],
  ])('%s, signed and empty, are found where they are printed, in reading order', async (_, options) => {
    const { image } = await decodeScan(await signatureCard(filled, options), { page: 0 });
    const found = findCardBoxes(image);
    const printed = printedBoxes(filled.length, options);
    expect(found).toHaveLength(printed.length);
    for (const [at, { box }] of found.entries()) expect(isInside(box, printed[at]!, 16), `box ${at}`).toBe(true);
  });

  test.each([1.5, -2])('of a card laid askew by %s degrees are all found, in reading order', async (skew) => {
    const { image } = await decodeScan(await signatureCard(filled, { skew }), { page: 0 });
    const found = findCardBoxes(image);
    expect(found).toHaveLength(6);
    for (const [at, { box }] of found.entries()) {
      expect(at % 2 === 0 ? box.x < image.width / 2 : box.x > image.width / 2).toBe(true);
      expect(Math.floor((box.y - 200) / 250)).toBe(Math.floor(at / 2));
    }
  });

  test('whatever their places and sizes, boxes apart are found, and paper alone has none', () => {
    const side = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side, side, side), { minLength: 0, maxLength: 4 }), (drawn) => {
        const boxes = drawn.map(([x, y, width, height], at) => ({
          x: 30 + x,
          y: 30 + at * 150 + y,
          width: 150 + 4 * width,
          height: 45 + height,
        }));
        const found = findCardBoxes(ruled(700, 700, boxes));
        expect(found).toHaveLength(boxes.length);
        for (const [at, { box }] of found.entries()) expect(isInside(box, boxes[at]!, 6)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test.each([0, 1.8, -2])('cut out, hold no rule, though the card lies askew by %s degrees', async (skew) => {
    const { image } = await decodeScan(await signatureCard([null, null, null, null], { skew, table: true }), {
      page: 0,
    });
    const found = findCardBoxes(image);
    expect(found).toHaveLength(4);
    for (const each of found) {
      const { width, height, data } = cutOutBox(image, each);
      expect([width, height]).toEqual([each.box.width, each.box.height]);
      expect(data.reduce((least, level) => Math.min(least, level))).toBeGreaterThan(200);
    }
  });

  test('a frame that is open on one side is none', () => {
    const open = ruled(700, 500, [{ x: 100, y: 100, width: 300, height: 120 }]);
    for (let row = 104; row < 216; row += 1) open.data.fill(250, row * 700 + 390, row * 700 + 410);
    expect(findCardBoxes(open)).toEqual([]);
  });
});
