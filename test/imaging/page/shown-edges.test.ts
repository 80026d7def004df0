import { describe, expect, it } from 'vitest';
import { mapPoint } from '../../../src-main/imaging/affine.ts';
import type { ChequeOnPage } from '../../../src-main/imaging/page/cheque-on-page.ts';
import { lookAtPage } from '../../../src-main/imaging/page/find-cheques.ts';
import { mapOf, type Rectangle } from '../../../src-main/imaging/page/rectangle.ts';
import { shownEdges } from '../../../src-main/imaging/page/shown-edges.ts';
import { cornersOfLaid, drawPage, type Laid } from './drawn-page.ts';

const [width, height] = [200, 120];
const round: Rectangle = { x: 100, y: 60, width: 140, height: 60, angle: 3 };

/** Marks along a rectangle's side, where `on` says so of each cell. */
function mark(content: Uint8Array, side: number, on: (at: number) => boolean): void {
  const map = mapOf(round);
  const long = side % 2 === 0 ? round.width : round.height;
  for (let at = 0; at < long; at += 0.5) {
    if (!on(at)) continue;
    const [x, y] = mapPoint(
      map,
      [
        [at, 0.5],
        [round.width - 0.5, at],
        [at, round.height - 0.5],
        [0.5, at],
      ][side] as [number, number],
    );
    content[Math.floor(y) * width + Math.floor(x)] = 1;
  }
}

function offBy({ corners }: ChequeOnPage, laid: Laid): number {
  const truth = cornersOfLaid(laid);
  return Math.max(...corners.map(([x, y], at) => Math.hypot(x - truth[at]![0], y - truth[at]![1])));
}

describe('shownEdges', () => {
  it('knows a broken edge from a row of print, and from nothing', () => {
    const content = new Uint8Array(width * height);
    mark(content, 0, (at) => Math.floor(at / 4) % 2 === 0);
    mark(content, 1, () => true);
    mark(content, 2, (at) => at > 40 && at < 110);
    expect(shownEdges({ width, height, factor: 1, levels: content }, content, round)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('a cut by print', () => {
  it('ends at the paper’s edge where a broken line shows it, in black and white', () => {
    const laid = { x: 760, y: 700, turned: 4 };
    const page = drawPage(1500, 1900, [laid], { bed: 255, paper: 255, edge: 255, bitonal: true, noise: 0 });
    // Of the line round the paper every other stretch of 30 pixels is lost.
    const truth = cornersOfLaid(laid);
    for (let side = 0; side < 4; side += 1) {
      const [[x0, y0], [x1, y1]] = [truth[side]!, truth[(side + 1) % 4]!];
      const long = Math.hypot(x1 - x0, y1 - y0);
      for (let at = 0; at < long; at += 0.5) {
        if (Math.floor(at / 30) % 2 === 0) continue;
        const [x, y] = [x0 + ((x1 - x0) * at) / long, y0 + ((y1 - y0) * at) / long];
        for (let row = -3; row <= 3; row += 1)
          for (let column = -3; column <= 3; column += 1)
            page.data[(Math.floor(y) + row) * page.width + Math.floor(x) + column] = 255;
      }
    }
    const { cheques } = lookAtPage(page, null);
    expect(cheques.length).toBe(1);
    expect(offBy(cheques[0]!, laid)).toBeLessThan(25);
  });

  it('reaches well beyond the print where nothing shows the paper', () => {
    const laid = { x: 760, y: 700, turned: -3 };
    const page = drawPage(1500, 1900, [laid], { bed: 255, paper: 255, bitonal: true, noise: 0 });
    const { cheques } = lookAtPage(page, null);
    expect(cheques.length).toBe(1);
    const [, , , footLeft] = cheques[0]!.corners;
    expect(footLeft[1]).toBeGreaterThan(cornersOfLaid(laid)[3]![1]);
  });

  it('of a cheque askew on a larger page that has a cheque’s shape too', () => {
    const laid = { x: 800, y: 450, turned: 7 };
    const page = drawPage(1700, 1000, [laid], { bed: 255, paper: 255, bitonal: true, noise: 0 });
    const { cheques } = lookAtPage(page, null);
    expect(cheques.length).toBe(1);
    expect(cheques[0]!.skew).toBeCloseTo(7, 0);
    expect(cheques[0]!.image.height).toBeLessThan(560);
    expect(cheques[0]!.image.width).toBeLessThan(1150);
  });
});

describe('a paper on a grey lid', () => {
  it('is one paper, though a band printed across it is as dark as the lid', () => {
    const laid = { x: 620, y: 520, turned: 0 };
    const page = drawPage(1300, 1100, [laid], { bed: 148 });
    for (let y = 520; y < 600; y += 1) page.data.fill(148, y * 1300 + 170, y * 1300 + 900);
    const { cheques, overlapping } = lookAtPage(page, null);
    expect([cheques.length, overlapping]).toEqual([1, false]);
    expect(offBy(cheques[0]!, laid)).toBeLessThan(6);
  });
});
