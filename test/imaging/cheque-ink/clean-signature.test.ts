import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanSignature } from '../../../src-main/imaging/cheque-ink/clean-signature.ts';
import { toModelInput } from '../../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../../src-main/imaging/signature.ts';
import { cropImage } from '../../../src-main/imaging/plane.ts';
import { correlation } from '../drawing.ts';
import {
  bitonal,
  caption,
  codedLine,
  dottedRule,
  drawCheque,
  frame,
  inkF1,
  microprint,
  redStamp,
  room,
  rule,
  showThrough,
  tints,
  voidScreen,
  watermark,
  waves,
  size,
  type Printing,
} from './drawn-cheques.ts';

const canvas = { width: 176, height: 96 };
const prints: readonly (readonly [string, readonly Printing[], number])[] = [
  ['plain paper', [], 0.94],
  ['waves', [waves], 0.9],
  ['a VOID screen', [voidScreen], 0.9],
  ['tints', [tints], 0.9],
  ['microprint', [microprint], 0.9],
  ['a watermark', [watermark], 0.9],
  ['show-through', [showThrough], 0.9],
  ['a rule', [rule], 0.9],
  ['a dotted rule', [dottedRule], 0.9],
  ['a frame', [frame], 0.9],
  ['printed words', [caption], 0.86],
  ['a rule, words and waves', [waves, rule, caption], 0.84],
];

/** What a net that is always right would say, on its plane of half the resolution. */
function knowing(ink: Uint8Array): Uint8Array {
  const pen = new Uint8Array(room.width * room.height);
  for (let row = 0, at = 0; row < room.height; row += 1) {
    for (let column = 0; column < room.width; column += 1, at += 1) {
      const [left, top] = [(room.x + column) & ~1, (room.y + row) & ~1];
      const places = [top * size.width + left, top * size.width + left + 1];
      if ([...places, ...places.map((place) => place + size.width)].some((place) => ink[place] === 1)) pen[at] = 1;
    }
  }
  return pen;
}
const all = new Uint8Array(room.width * room.height).fill(1);

describe('cleanSignature', () => {
  it.each(prints)('takes the pen alone off %s, in greys', (_name, printing, floor) => {
    const { image, ink } = drawCheque(4, printing);
    expect(inkF1(cleanSignature(image, room, knowing(ink)).mask, ink)).toBeGreaterThan(floor);
  });

  it.each(prints)('takes the pen alone off %s, bitonal', (_name, printing, floor) => {
    const { image, ink } = bitonal(drawCheque(4, printing));
    expect(inkF1(cleanSignature(image, room, knowing(ink)).mask, ink)).toBeGreaterThan(floor);
  });

  it.each([
    ['waves', [waves]],
    ['tints', [tints]],
    ['a red stamp', [redStamp]],
    ['a rule and words', [rule, caption]],
    ['a coded line', [codedLine]],
  ] as const)('takes a blue pen off %s, in colour', (_name, printing) => {
    const { image, ink } = drawCheque(4, printing, { channels: 3, pen: [30, 50, 140] });
    expect(inkF1(cleanSignature(image, room, knowing(ink)).mask, ink)).toBeGreaterThan(0.9);
  });

  it('makes nearly the same model input as the same signature on plain paper', () => {
    const plain = toModelInput(extractSignature(drawCheque(4, []).image, room).clean, canvas);
    for (const printing of [[waves], [rule], [tints], [voidScreen]]) {
      const { image, ink } = drawCheque(4, printing);
      const { clean, refusal } = cleanSignature(image, room, knowing(ink));
      expect(refusal).toBeNull();
      expect(correlation(toModelInput(clean, canvas), plain)).toBeGreaterThan(0.9);
    }
  });

  it('gives what extractSignature gives where all ink is the pen’s, to the bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const { image } = drawCheque(seed, []);
        const { mask, refusal, ...cleaned } = cleanSignature(image, room, all);
        expect(cleaned).toEqual(extractSignature(image, room));
        expect(refusal).toBeNull();
        expect(mask.box).toEqual(cleaned.inkBox);
      }),
      { numRuns: 3 },
    );
  });

  it('gives the same twice, to the bit, and nothing outside the region', () => {
    const { image, ink } = drawCheque(9, [waves, rule, caption]);
    const one = cleanSignature(image, room, knowing(ink));
    const two = cleanSignature({ ...image, data: image.data.slice() }, room, knowing(ink));
    expect(two).toEqual(one);
    const { box } = one.mask;
    expect(box.x).toBeGreaterThanOrEqual(room.x);
    expect(box.y).toBeGreaterThanOrEqual(room.y);
    expect(box.x + box.width).toBeLessThanOrEqual(room.x + room.width);
    expect(box.y + box.height).toBeLessThanOrEqual(room.y + room.height);
    expect(one.mask.data).toHaveLength(box.width * box.height);
    expect(one.crop).toEqual(cropImage(image, room));
  });

  it('makes no ink from print that is nobody’s pen', () => {
    const { image } = drawCheque(null, [tints, rule, caption]);
    const none = new Uint8Array(room.width * room.height);
    expect(() => cleanSignature(image, room, none)).toThrow(expect.objectContaining({ fault: 'no-ink' }));
  });

  it('refuses a region that reaches out of the cheque', () => {
    const { image } = drawCheque(4, []);
    expect(() => cleanSignature(image, { x: 600, y: 0, width: 300, height: 100 }, all)).toThrow(
      expect.objectContaining({ fault: 'region-outside' }),
    );
  });
});
