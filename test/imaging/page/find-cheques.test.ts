import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { mapPoint } from '../../../src-main/imaging/affine.ts';
import type { ChequeOnPage } from '../../../src-main/imaging/page/cheque-on-page.ts';
import { findCheques, lookAtPage } from '../../../src-main/imaging/page/find-cheques.ts';
import { isBitonal } from '../../../src-main/imaging/page/straighten.ts';
import { chequeSize, cornersOfLaid, drawPage, type Laid, type PageStyle } from './drawn-page.ts';

/** How far a cheque's corners lie from where it was drawn, in pixels; which half turn it has doesn't count. */
function cornerError(cheque: ChequeOnPage, laid: Laid): number {
  const truth = cornersOfLaid(laid);
  const errors = [0, 2].map((turn) =>
    Math.max(
      ...cheque.corners.map(([x, y], at) => {
        const [trueX, trueY] = truth[(at + turn) % 4]!;
        return Math.hypot(x - trueX, y - trueY);
      }),
    ),
  );
  return Math.min(...errors);
}

const lid: Readonly<Record<string, PageStyle>> = {
  'a black lid': { bed: 14 },
  'a grey lid': { bed: 150 },
  'a white lid, paper a tint darker': { bed: 250, paper: 236 },
  'a white lid, paper as white, edges faint': { bed: 250, paper: 250, edge: 40 },
  'a white lid with a shadow over it': { bed: 250, paper: 225, shade: 25 },
  'a black lid, black and white': { bed: 10, bitonal: true, noise: 0 },
};

describe('a cheque on a page', () => {
  it('that is straight and all of the page is the page itself', () => {
    const page = drawPage(chequeSize.width, chequeSize.height, [{ x: 450, y: 205, turned: 0 }]);
    const [cheque, ...more] = findCheques(page, 200);
    expect(more).toEqual([]);
    expect(cheque?.image).toBe(page);
    expect(cheque).toMatchObject({ quarterTurns: 0, mirrored: false, dotsPerInch: 200, resolutionFrom: 'tag' });
    expect(cheque?.corners).toEqual([
      [0, 0],
      [900, 0],
      [900, 410],
      [0, 410],
    ]);
  });

  it.each(Object.entries(lid))('on %s, askew by up to ten degrees, is found and put straight', (_name, style) => {
    for (const turned of [-9.5, -4, 1.3, 8]) {
      const laid = { x: 620, y: 520, turned };
      const page = drawPage(1300, 1100, [laid], style);
      const found = findCheques(page, null);
      expect(found.length).toBe(1);
      expect(cornerError(found[0]!, laid)).toBeLessThan(6);
      expect(found[0]!.skew).toBeCloseTo(turned, 0);
      expect(Math.abs(found[0]!.image.width - chequeSize.width)).toBeLessThan(8);
    }
  });

  it('on an A4 sheet, white on white, with no more than a hair line round it', () => {
    const laid = { x: 1240, y: 1500, turned: 3, width: 1800, height: 825 };
    const page = drawPage(2480, 3508, [laid], { bed: 250, paper: 250, edge: 40 });
    const [cheque, ...more] = findCheques(page, null);
    expect(more).toEqual([]);
    expect(cornerError(cheque!, laid)).toBeLessThan(8);
    expect(cheque).toMatchObject({ dotsPerInch: 300, resolutionFrom: 'paper' });
  });

  it('turned by a quarter lies on its long side again', () => {
    for (const [turned, bed] of [
      [90, 12],
      [270, 250],
      [93, 12],
      [85, 250],
    ] as const) {
      const laid = { x: 420, y: 640, turned };
      const [cheque, ...more] = findCheques(drawPage(900, 1300, [laid], { bed }), null);
      expect(more).toEqual([]);
      expect(cheque!.image.width).toBeGreaterThan(cheque!.image.height);
      expect(cheque!.quarterTurns % 2).toBe(1);
      expect(cornerError(cheque!, laid)).toBeLessThan(6);
    }
  });

  it('the whole page, turned by a quarter', () => {
    const page = drawPage(410, 900, [{ x: 205, y: 450, turned: 90 }]);
    const [cheque] = findCheques(page, null);
    expect([cheque!.image.width, cheque!.image.height]).toEqual([900, 410]);
    expect(cheque!.quarterTurns % 2).toBe(1);
  });

  it('in black and white stays black and white', () => {
    const page = drawPage(1300, 1100, [{ x: 620, y: 520, turned: 5 }], { bed: 10, bitonal: true, noise: 0 });
    const [cheque] = findCheques(page, null);
    expect(isBitonal(cheque!.image)).toBe(true);
  });

  it('in colour stays in colour', () => {
    const [cheque] = findCheques(drawPage(1300, 1100, [{ x: 620, y: 520, turned: 5 }], { bed: 10, channels: 3 }), null);
    expect(cheque!.image.channels).toBe(3);
  });

  it.each([6, -9, 84, 93, 268])(
    'turned by %f degrees: the map leads from its pixels to those of the page',
    (turned) => {
      const laid = { x: 620, y: 520, turned };
      const page = drawPage(1300, 1100, [laid], { bed: 12, noise: 0 });
      const [cheque] = findCheques(page, null);
      const { image, toPage } = cheque!;
      let worst = 0;
      for (let y = 40; y < image.height - 40; y += 7) {
        for (let x = 40; x < image.width - 40; x += 7) {
          // Where the picture is even, the page shows the same there.
          const at = y * image.width + x;
          const here = image.data[at]!;
          if ([-2, 2, -2 * image.width, 2 * image.width].some((step) => Math.abs(image.data[at + step]! - here) > 4))
            continue;
          const [pageX, pageY] = mapPoint(toPage, [x + 0.5, y + 0.5]);
          worst = Math.max(worst, Math.abs(page.data[Math.floor(pageY) * page.width + Math.floor(pageX)]! - here));
        }
      }
      expect(worst).toBeLessThan(12);
    },
  );
});

describe('two cheques on a page', () => {
  const pair: readonly Laid[] = [
    { x: 520, y: 260, turned: 2 },
    { x: 560, y: 780, turned: -3 },
  ];
  it.each(Object.entries(lid))('on %s are both found, from the top', (_name, style) => {
    const found = findCheques(drawPage(1100, 1100, pair, style), null);
    expect(found.length).toBe(2);
    for (const [at, cheque] of found.entries()) expect(cornerError(cheque, pair[at]!)).toBeLessThan(6);
  });

  it('over each other: both or none, and it is said', () => {
    for (const bed of [14, 250]) {
      for (const [x, y, turned] of [
        [640, 480, 0],
        [600, 600, 12],
        [480, 560, -8],
        [700, 620, 25],
      ] as const) {
        const page = drawPage(
          1400,
          1200,
          [
            { x: 540, y: 420, turned: 0 },
            { x, y, turned },
          ],
          { bed, paper: 232, edge: 30 },
        );
        const { cheques, overlapping } = lookAtPage(page, null);
        expect([cheques.length, overlapping], `bed ${bed}, second at ${x}, ${y}, ${turned}`).toEqual([0, true]);
      }
    }
  });
});

describe('what is no cheque', () => {
  const isPage = (page: RasterImage): void => {
    for (const cheque of findCheques(page, null)) expect(cheque.image.width).toBeGreaterThan(0);
  };

  it('any picture at all ends in cheques whose corners are numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 220 }),
        fc.integer({ min: 1, max: 220 }),
        fc.constantFrom<1 | 3>(1, 3),
        fc.constantFrom('noise', 'even', 'gradient', 'halves'),
        fc.integer({ min: 0, max: 255 }),
        (width, height, channels, kind, level) => {
          let state = level + 1;
          const data = Uint8Array.from({ length: width * height * channels }, (_unused, at) => {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            const x = Math.floor(at / channels) % width;
            if (kind === 'noise') return state >>> 24;
            if (kind === 'even') return level;
            return kind === 'gradient' ? Math.floor((x / width) * 255) : x * 2 < width ? level : 255 - level;
          });
          for (const { image, corners, toPage } of findCheques({ width, height, channels, data }, null)) {
            expect(image.data.length).toBe(image.width * image.height * image.channels);
            expect(corners.flat().every(Number.isFinite)).toBe(true);
            expect(Object.values(toPage).every(Number.isFinite)).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a blank page is returned as it is', () => {
    const page = drawPage(800, 360, [], { bed: 244 });
    expect(findCheques(page, null).map(({ image }) => image)).toEqual([page]);
    isPage(page);
  });
});
