import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadCheque } from '../../src-main/contract/reading.ts';
import type { OpenScan } from '../../src-main/contract/scan.ts';
import { backFromPage, boxOn, onPage, pageSheet, uprightSheet } from '../../src-renderer/features/scan/sheet.ts';

const picture = new Uint8Array([1]);
const scan: OpenScan = {
  scan: 's',
  name: 'page.png',
  format: 'png',
  page: 0,
  pages: 1,
  width: 1000,
  height: 1400,
  dotsPerInch: 200,
  picture,
  pictureType: 'image/png',
  account: null,
  accountKnown: false,
  region: null,
  reading: null,
};

/** A cheque of 800 by 360 that lies turned by so many degrees about a point of the page. */
function turnedCheque(degrees: number, upright = true): ReadCheque {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return {
    corners: [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    toPage: { a: cosine, b: sine, c: -sine, d: cosine, e: 500, f: 600 },
    width: 800,
    height: 360,
    dotsPerInch: 200,
    upright: upright ? { picture, pictureType: 'image/png' } : null,
    putRight: [],
    micr: null,
    account: { number: null, standing: 'unread', from: null, near: [] },
    signatures: [],
    request: null,
    quality: [],
  };
}

describe('what lies in the frame', () => {
  it('is the page as it lies, pixel for pixel', () => {
    const sheet = pageSheet(scan);
    expect(sheet.fromPage({ x: 3, y: 4 })).toEqual({ x: 3, y: 4 });
    expect(sheet.boxOnPage({ x: 1, y: 2, width: 30, height: 40 })).toEqual({ x: 1, y: 2, width: 30, height: 40 });
    expect(uprightSheet(scan, turnedCheque(0, false))).toBeNull();
  });

  it('maps a straightened cheque to its page and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -180, max: 180 }),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 360 }),
        (degrees, x, y) => {
          const { toPage } = turnedCheque(degrees);
          const back = backFromPage(toPage, onPage(toPage, { x, y }));
          expect(back.x).toBeCloseTo(x, 6);
          expect(back.y).toBeCloseTo(y, 6);
        },
      ),
    );
  });

  it('turns a box drawn on an upside-down cheque into the box on the page that holds it, and back', () => {
    const sheet = uprightSheet(scan, turnedCheque(180));
    const drawn = { x: 100, y: 50, width: 200, height: 80 };
    const page = sheet?.boxOnPage(drawn);
    expect(page).toEqual({ x: 200, y: 470, width: 200, height: 80 });
    if (!sheet || !page) throw new Error('there is an upright picture');
    const corners = [
      [page.x, page.y],
      [page.x + page.width, page.y],
      [page.x + page.width, page.y + page.height],
      [page.x, page.y + page.height],
    ] as const;
    expect(boxOn(sheet, corners)).toEqual(drawn);
  });
});
