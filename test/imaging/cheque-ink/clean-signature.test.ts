import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chequeInk } from '../../../src-main/imaging/cheque-ink/cheque-ink.ts';
import { cleanSignature } from '../../../src-main/imaging/cheque-ink/clean-signature.ts';
import { toModelInput } from '../../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../../src-main/imaging/signature.ts';
import { cropImage } from '../../../src-main/imaging/plane.ts';
import { correlation } from '../drawing.ts';
import {
  bitonal,
  caption,
  codedBox,
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
  type Printing,
} from './drawn-cheques.ts';

const dotsPerInch = 200;
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

describe('cleanSignature', () => {
  it.each(prints)('takes the pen alone off %s, in greys', (_name, printing, floor) => {
    const { image, ink } = drawCheque(4, printing);
    expect(inkF1(cleanSignature(image, room, { dotsPerInch, gate: false }).mask, ink)).toBeGreaterThan(floor);
  });

  it.each(prints)('takes the pen alone off %s, bitonal', (_name, printing, floor) => {
    const { image, ink } = bitonal(drawCheque(4, printing));
    expect(inkF1(cleanSignature(image, room, { dotsPerInch, gate: false }).mask, ink)).toBeGreaterThan(floor - 0.04);
  });

  it.each([
    ['waves', [waves]],
    ['tints', [tints]],
    ['a red stamp', [redStamp]],
    ['a rule and words', [rule, caption]],
  ] as const)('takes a blue pen off %s, in colour', (_name, printing) => {
    const { image, ink } = drawCheque(4, printing, { channels: 3, pen: [30, 50, 140] });
    expect(inkF1(cleanSignature(image, room, { dotsPerInch, gate: false }).mask, ink)).toBeGreaterThan(0.88);
  });

  it('keeps strokes whole that cross a coded line whose place is known', () => {
    const { image, ink } = drawCheque(4, [codedLine]);
    const blind = inkF1(cleanSignature(image, room, { dotsPerInch, gate: false }).mask, ink);
    const told = inkF1(cleanSignature(image, room, { dotsPerInch, gate: false, micr: codedBox }).mask, ink);
    expect(told).toBeGreaterThan(0.84);
    expect(told).toBeGreaterThanOrEqual(blind);
  });

  it('makes nearly the same model input as the same signature on plain paper', () => {
    const plain = toModelInput(extractSignature(drawCheque(4, []).image, room).clean, canvas);
    for (const printing of [[waves], [rule], [tints], [voidScreen]]) {
      const { clean } = cleanSignature(drawCheque(4, printing).image, room, { dotsPerInch });
      expect(correlation(toModelInput(clean, canvas), plain)).toBeGreaterThan(0.9);
    }
  });

  it('gives on plain paper what extractSignature gives, to the bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const { image } = drawCheque(seed, []);
        const { mask, refusal, ...cleaned } = cleanSignature(image, room, { dotsPerInch });
        expect(cleaned).toEqual(extractSignature(image, room));
        expect(refusal).toBeNull();
        expect(mask.box).toEqual(cleaned.inkBox);
      }),
      { numRuns: 3 },
    );
  });

  it('gives the same twice, to the bit, and nothing outside the region', () => {
    const { image } = drawCheque(9, [waves, rule, caption]);
    const ink = chequeInk(image, { dotsPerInch });
    const one = cleanSignature(image, room, { dotsPerInch, ink, gate: false });
    const two = cleanSignature({ ...image, data: image.data.slice() }, room, { dotsPerInch, ink, gate: false });
    expect(two).toEqual(one);
    const { box } = one.mask;
    expect(box.x).toBeGreaterThanOrEqual(room.x);
    expect(box.y).toBeGreaterThanOrEqual(room.y);
    expect(box.x + box.width).toBeLessThanOrEqual(room.x + room.width);
    expect(box.y + box.height).toBeLessThanOrEqual(room.y + room.height);
    expect(one.mask.data).toHaveLength(box.width * box.height);
    expect(one.crop).toEqual(cropImage(image, room));
  });

  it.each([
    ['plain paper', []],
    ['tints', [tints]],
    ['a rule', [rule]],
    ['a frame', [frame]],
    ['a dotted rule', [dottedRule]],
  ] as const)('makes no ink from %s', (_name, printing) => {
    const { image } = drawCheque(null, printing);
    expect(() => cleanSignature(image, room, { dotsPerInch })).toThrow(
      expect.objectContaining({ fault: expect.stringMatching(/^(no-ink|not-a-signature)$/u) }),
    );
  });

  it('leaves out the marks that the caller knows for others', () => {
    const { image } = drawCheque(4, [caption]);
    const asked: number[] = [];
    const right = cleanSignature(image, room, {
      dotsPerInch,
      gate: false,
      keep: ({ box }) => {
        asked.push(box.width);
        return box.width > 200;
      },
    });
    expect(asked.length).toBeGreaterThan(1);
    expect(right.measures.marks).toBeLessThanOrEqual(asked.filter((width) => width > 200).length);
    expect(() => cleanSignature(image, room, { dotsPerInch, keep: () => false })).toThrow(
      expect.objectContaining({ fault: 'no-ink' }),
    );
  });

  it('refuses a region that reaches out of the cheque', () => {
    const { image } = drawCheque(4, []);
    expect(() => cleanSignature(image, { x: 600, y: 0, width: 300, height: 100 })).toThrow(
      expect.objectContaining({ fault: 'region-outside' }),
    );
  });
});
