import { describe, expect, it } from 'vitest';
import { printLay } from '../../../src-main/imaging/page/print-skew.ts';
import { reducePage } from '../../../src-main/imaging/page/reduced-page.ts';
import { fineSkew } from '../../../src-main/imaging/page/row-skew.ts';
import { chequeSize, drawPage } from './drawn-page.ts';

const { width, height } = chequeSize;

describe('fineSkew', () => {
  it.each([-8.3, -2.55, -0.42, -0.13, 0, 0.2, 0.68, 3.11, 9.4])(
    'tells to less than a tenth of a degree that rows lie askew by %f',
    (turned) => {
      for (const bitonal of [false, true]) {
        const page = drawPage(width, height, [{ x: width / 2, y: height / 2, turned }], { bitonal });
        const everything = { left: 0, top: 0, right: 0, bottom: 0 };
        const reduced = reducePage(page);
        const lay = printLay(reduced, { ...everything, right: reduced.width, bottom: reduced.height }, true);
        expect(Math.abs(fineSkew(page, lay, true) - turned)).toBeLessThan(0.08);
      }
    },
  );

  it('tells it of rows that run down the page', () => {
    const page = drawPage(height, width, [{ x: height / 2, y: width / 2, turned: 91.7 }]);
    const reduced = reducePage(page);
    const lay = printLay(reduced, { left: 0, top: 0, right: reduced.width, bottom: reduced.height }, false);
    expect(Math.abs(fineSkew(page, lay, false) - 1.7)).toBeLessThan(0.08);
  });
});
