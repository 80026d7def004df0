import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScanError } from '../../src-main/imaging/errors.ts';
import type { RasterImage } from '../../src-main/imaging/image.ts';
import { toModelInput } from '../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { inkBox, type Picture } from '../../src-main/sample/conditions/picture.ts';
import { printLine, printText, textWidth, withPaper } from '../../src-main/sample/conditions/print.ts';
import { renderTrace, toGrey } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';
import { correlation, drawSignature, print, surface } from './drawing.ts';

const size = { width: 176, height: 96 };
const tensor = (image: RasterImage): Uint8Array => toModelInput(extractSignature(image).clean, size);
const millimetre = 300 / 25.4;
const captions = [
  'Authorised signature',
  'SIGNATURE OF DRAWER',
  'For the account holder',
  'Account 4100-2278',
] as const;
const sides = ['above', 'below', 'left', 'right'] as const;

/** A signature that a made-up signer wrote, on paper with room for a caption on all sides. */
function signed(seed: number): Picture {
  const effects = { paper: [246, 245, 240], noise: 1.5, shade: 3, blur: 0.4 } as const;
  const image = toGrey(renderTrace(writeGenuine(createSigner(`print ${seed}`), 1), { effects, seed }));
  return withPaper({ image, dotsPerInch: 300 }, { left: 520, right: 520, top: 150, bottom: 150 });
}

interface Caption {
  readonly text: string;
  readonly side: (typeof sides)[number];
  /** Height of the capitals and distance from the ink, in millimetres. */
  readonly height: number;
  readonly gap: number;
  readonly weight?: number;
  readonly tone?: number;
  /** Where along the side, 0 to 1. */
  readonly along: number;
}

/** A caption printed beside the ink. */
function captioned(picture: Picture, { text, side, height: tall, gap, along, ...look }: Caption): Picture {
  const box = inkBox(picture.image);
  const height = tall * millimetre;
  const wide = textWidth(text, height);
  const free = gap * millimetre;
  const across = box.x + (box.width - wide) * along;
  const down = box.y + height + (box.height - height) * along;
  const place = {
    above: { x: across, y: box.y - free },
    below: { x: across, y: box.y + box.height + free + height },
    left: { x: box.x - free - wide, y: down },
    right: { x: box.x + box.width + free, y: down },
  }[side];
  return printText(picture, { text, ...place, height, ...look });
}

const anyCaption: fc.Arbitrary<Caption> = fc.record({
  text: fc.constantFrom(...captions),
  side: fc.constantFrom(...sides),
  height: fc.double({ min: 1.8, max: 2.6, noNaN: true }),
  gap: fc.double({ min: 1.5, max: 4, noNaN: true }),
  weight: fc.double({ min: 0.08, max: 0.12, noNaN: true }),
  tone: fc.integer({ min: 20, max: 110 }),
  along: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('printed text beside a signature', () => {
  it('goes: the model input is nearly that of the signature alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), anyCaption, (seed, caption) => {
        const picture = signed(seed);
        const cleaned = extractSignature(captioned(picture, caption).image);
        expect(cleaned.printedRows).toBe(1);
        expect(correlation(toModelInput(cleaned.clean, size), tensor(picture.image))).toBeGreaterThan(0.999);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it.each(sides)('goes %s the ink, and the ink is found where it was', (side) => {
    const picture = signed(7);
    const { inkBox: box, measures } = extractSignature(picture.image);
    const caption = { text: captions[0], side, height: 2, gap: 2.5, along: 0.5 };
    const cleaned = extractSignature(captioned(picture, caption).image);
    expect(cleaned.inkBox).toEqual(box);
    expect(cleaned.measures.marks).toBe(measures.marks);
  });

  it('goes in several lines, a short one among them', () => {
    const picture = signed(3);
    const box = inkBox(picture.image);
    let text = picture;
    ['For the account holder', 'Sign here', 'Authorised signature'].forEach((line, row) => {
      text = printText(text, { text: line, x: box.x, y: box.y + box.height + 50 + row * 40, height: 22 });
    });
    const cleaned = extractSignature(text.image);
    expect(cleaned.printedRows).toBe(3);
    expect(correlation(toModelInput(cleaned.clean, size), tensor(picture.image))).toBeGreaterThan(0.99);
  });

  it('goes in another typeface', () => {
    const { image } = signed(5);
    const sheet = surface(image.width, image.height);
    sheet.data.set(image.data);
    const box = inkBox(image);
    print(sheet, 'sign above this line', box.x, box.y + box.height + 30, 3, 40);
    const cleaned = extractSignature(sheet);
    expect(cleaned.printedRows).toBe(1);
    expect(correlation(toModelInput(cleaned.clean, size), tensor(image))).toBeGreaterThan(0.99);
  });

  it.each([2, 4, 5, 8])('goes but for the letters that a stroke of the pen crosses, signer %i', (seed) => {
    const picture = signed(seed);
    const box = inkBox(picture.image);
    const caption: Caption = { text: captions[0], side: 'below', height: 2, gap: 2.5, along: 0.5 };
    const x = box.x + box.width / 2 + (seed / 10 - 0.5) * textWidth(captions[0], 2 * millimetre);
    // A long tail from the middle of the signature down through the caption and out of it.
    const ends = { from: { x, y: box.y + box.height / 2 }, to: { x: x - 20, y: box.y + box.height + 75 } };
    const struck = (under: Picture): RasterImage => printLine(under, { ...ends, thickness: 5, tone: 60 }).image;
    const cleaned = extractSignature(struck(captioned(picture, caption)));
    expect(cleaned.printedRows).toBe(1);
    expect(correlation(toModelInput(cleaned.clean, size), tensor(struck(picture)))).toBeGreaterThan(0.97);
  });

  it.each([150, 200, 400])('goes at %i dots per inch', (dotsPerInch) => {
    const scale = dotsPerInch / 25.4;
    const trace = writeGenuine(createSigner('print 11'), 1);
    const image = toGrey(renderTrace(trace, { dpi: dotsPerInch }));
    const room = Math.round(12 * scale);
    const wider = { left: 4 * room, right: 4 * room, top: room, bottom: room };
    const picture = withPaper({ image, dotsPerInch }, wider);
    const box = inkBox(picture.image);
    const text = { text: captions[0], x: box.x, y: box.y + box.height + 5 * scale, height: 2.2 * scale };
    const cleaned = extractSignature(printText(picture, text).image);
    expect(correlation(toModelInput(cleaned.clean, size), tensor(picture.image))).toBeGreaterThan(0.97);
  });
});

describe('what is no printed text', () => {
  it('stays: signatures alone, with their dots and separate letters', () => {
    for (let seed = 1; seed <= 12; seed += 1) expect(extractSignature(signed(seed).image).printedRows).toBe(0);
  });

  it('is print alone, in one line or two, which is refused', () => {
    const sheet = { image: surface(600, 160, 1, 244), dotsPerInch: 300 };
    for (const [at, text] of captions.entries()) {
      const line = printText(sheet, { text, x: 40, y: 70, height: 24 });
      expect(() => extractSignature(line.image)).toThrow(ScanError);
      const lines = printText(line, { text: captions[(at + 1) % captions.length]!, x: 40, y: 120, height: 24 });
      expect(() => extractSignature(lines.image)).toThrow(/^The region shows printed letters\./);
    }
  });

  it('is hand-printed letters, which stray from their line: they stay, and no gate takes them for print', () => {
    const sheet = surface(700, 240, 1, 244);
    [3, -3, 2, -2, 4, -4, 0, 3, -3, 1].forEach((stray, letter) => {
      const [x, y] = [40 + letter * 62, 160 + stray];
      sheet.line(x, y, x + 14, y - 68, 5, 50);
      sheet.line(x + 14, y - 68, x + 34, y - 30 + stray * 2, 5, 50);
      sheet.line(x + 34, y - 30 + stray * 2, x + 22, y - 12, 5, 50);
    });
    const { printedRows, measures } = extractSignature(sheet);
    expect([printedRows, measures.printedLetters, measures.marks]).toEqual([0, 0, 10]);
  });

  it('is what a ruled line leaves of round loops', () => {
    const image = drawSignature(14);
    const lined = { ...image, data: image.data.slice() };
    for (let column = 0; column < image.width; column += 1) {
      for (const part of [0, 1, 2]) lined.data[(150 + part) * image.width + column] = 50;
    }
    expect(extractSignature(lined)).toMatchObject({ ruledLines: [{ direction: 'across' }], printedRows: 0 });
  });
});
