import { describe, expect, it } from 'vitest';
import { lookAtPage } from '../../../src-main/imaging/page/find-cheques.ts';
import { reducedOf } from '../../../src-main/imaging/page/reduced-page.ts';
import { rimmedPapers } from '../../../src-main/imaging/page/rimmed-papers.ts';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { againstSurroundings, cornersOfLaid, drawPage, type Laid } from './drawn-page.ts';

/** Levels of black in a part of a page that is all bed, as a share. */
function blackAt({ width, data }: RasterImage, x: number, y: number): number {
  let black = 0;
  for (let row = y; row < y + 40; row += 1)
    for (let column = x; column < x + 40; column += 1) black += data[row * width + column] === 0 ? 1 : 0;
  return black / 1600;
}

function expectFound(page: RasterImage, laid: readonly Laid[]): void {
  const { cheques, overlapping } = lookAtPage(page, null);
  expect([cheques.length, overlapping]).toEqual([laid.length, false]);
  for (const [at, { corners }] of cheques.entries()) {
    const truth = cornersOfLaid(laid[at]!);
    const off = [0, 1, 2, 3].map((turn) =>
      Math.max(
        ...corners.map(([x, y], corner) => {
          const [trueX, trueY] = truth[(corner + turn) % 4]!;
          return Math.hypot(x - trueX, y - trueY);
        }),
      ),
    );
    expect(Math.min(...off)).toBeLessThan(5);
  }
}

describe('papers with a black rim, in black and white', () => {
  it.each([-7, -0.4, 2, 92])('one askew by %f degrees on a bed that is noise', (turned) => {
    const laid = { x: 620, y: 700, turned };
    const page = againstSurroundings(drawPage(1300, 1400, [laid], { bed: 110, noise: 9 }));
    expect(blackAt(page, 20, 20)).toBeGreaterThan(0.1);
    expect(blackAt(page, 20, 20)).toBeLessThan(0.7);
    expectFound(page, [laid]);
  });

  it('two on a bed that is white but for the rims', () => {
    const pair = [
      { x: 520, y: 260, turned: 1.2 },
      { x: 560, y: 820, turned: -2 },
    ];
    const page = againstSurroundings(drawPage(1100, 1160, pair, { bed: 110, noise: 0 }));
    expect(blackAt(page, 2, 2)).toBe(0);
    expectFound(page, pair);
  });

  it('a printed frame is none, nor is anything on a page with other levels', () => {
    const framed = drawPage(900, 410, [{ x: 450, y: 205, turned: 0 }], { bitonal: true, noise: 0 });
    for (let y = 60; y < 340; y += 1)
      for (let x = 60; x < 840; x += 1) if (y < 64 || y >= 336 || x < 64 || x >= 836) framed.data[y * 900 + x] = 0;
    expect(rimmedPapers(framed, reducedOf(framed))).toBeNull();
    const grey = drawPage(1300, 1100, [{ x: 620, y: 520, turned: 3 }], { bed: 14 });
    expect(rimmedPapers(grey, reducedOf(grey))).toBeNull();
  });
});
