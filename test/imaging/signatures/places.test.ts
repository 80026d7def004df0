import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identity } from '../../../src-main/imaging/affine.ts';
import { boxOnPage } from '../../../src-main/imaging/signatures/box-on-page.ts';
import { placeOnLayout, type ChequeLayout } from '../../../src-main/imaging/signatures/cheque-layout.ts';
import { findingsOf } from '../../../src-main/imaging/signatures/findings.ts';

const layout: ChequeLayout = {
  name: 'test',
  paper: null,
  signature: { x: 0.6, y: 0.6, width: 0.3, height: 0.2 },
  payee: { x: 0.1, y: 0.3, width: 0.5, height: 0.1 },
  amount: null,
  date: null,
  micr: { x: 0, y: 0.9, width: 1, height: 0.1 },
};
const size = { width: 1000, height: 500 };

test('a box within a layout’s part lies in it, one elsewhere does not', () => {
  expect(placeOnLayout({ x: 650, y: 320, width: 100, height: 50 }, size, layout)).toEqual({
    inSignature: 1,
    inOther: 0,
  });
  expect(placeOnLayout({ x: 150, y: 160, width: 100, height: 30 }, size, layout)).toEqual({
    inSignature: 0,
    inOther: 1,
  });
  expect(
    placeOnLayout({ x: 0, y: 0, width: 5, height: 5 }, size, { ...layout, signature: null }).inSignature,
  ).toBeNull();
});

test('shares of any box stay between 0 and 1', () => {
  const whole = fc.integer({ min: 0, max: 900 });
  fc.assert(
    fc.property(
      whole,
      whole,
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 400 }),
      (x, y, width, height) => {
        const { inSignature, inOther } = placeOnLayout({ x, y, width, height }, size, layout);
        for (const share of [inSignature ?? 0, inOther]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-12);
        }
      },
    ),
  );
});

test('on a page that its cheque is the whole of, the ink’s box is the same', () => {
  const mask = { box: { x: 3, y: 5, width: 4, height: 2 }, data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1) };
  expect(boxOnPage(mask, identity)).toEqual(mask.box);
  expect(boxOnPage(mask, { a: 0, b: 1, c: -1, d: 0, e: 100, f: 0 })).toEqual({ x: 93, y: 3, width: 2, height: 4 });
});

test('a stroke along the diagonal has a narrow box once the page is turned by an eighth', () => {
  const side = 40;
  const data = new Uint8Array(side * side);
  for (let at = 0; at < side; at += 1) data[at * side + at] = 1;
  const cosine = Math.SQRT1_2;
  const box = boxOnPage(
    { box: { x: 0, y: 0, width: side, height: side }, data },
    { a: cosine, b: -cosine, c: cosine, d: cosine, e: 0, f: 0 },
  );
  expect(box.height).toBeLessThan(5);
  expect(box.width).toBeGreaterThan(50);
});

test('a mask without ink still has a place', () => {
  const box = boxOnPage({ box: { x: 2, y: 2, width: 3, height: 3 }, data: new Uint8Array(9) }, identity);
  expect(box).toEqual({ x: 2, y: 2, width: 3, height: 3 });
});

test('findings say what the clerk has to know', () => {
  expect(findingsOf([])).toMatchObject([{ kind: 'no-signature', signature: null }]);
  expect(findingsOf([{ confidence: 0.99, cutOff: false, refusal: null }])).toEqual([]);
  expect(
    findingsOf([
      { confidence: 0.99, cutOff: true, refusal: null },
      { confidence: 0.6, cutOff: false, refusal: null },
    ]),
  ).toMatchObject([
    { kind: 'signature-cut-off', signature: 0 },
    { kind: 'signature-doubtful', signature: 1 },
  ]);
});
