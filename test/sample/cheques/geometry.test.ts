import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chain, inverse } from '../../../src-main/imaging/affine.ts';
import { cornersOf, lieMap, mapPoint, type Lie } from '../../../src-main/sample/cheques/geometry.ts';

const lies = fc.record({
  turn: fc.constantFrom<Lie['turn']>(0, 90, 180, 270),
  skew: fc.double({ min: -10, max: 10, noNaN: true }),
  mirrored: fc.boolean(),
});
const papers = fc.record({
  width: fc.double({ min: 120, max: 220, noNaN: true }),
  height: fc.double({ min: 60, max: 100, noNaN: true }),
});

test('a cheque just fits its box, and comes back from the page where it lay', () => {
  fc.assert(
    fc.property(papers, lies, fc.integer({ min: 100, max: 300 }), (paper, lie, dotsPerInch) => {
      const { map, width, height } = lieMap(paper, lie, dotsPerInch);
      const corners = cornersOf(map, paper);
      expect(Math.min(...corners.map(({ x }) => x))).toBeCloseTo(0, 6);
      expect(Math.min(...corners.map(({ y }) => y))).toBeCloseTo(0, 6);
      expect(Math.max(...corners.map(({ x }) => x))).toBeCloseTo(width, 6);
      expect(Math.max(...corners.map(({ y }) => y))).toBeCloseTo(height, 6);
      const back = chain(map, inverse(map));
      const point = mapPoint(back, { x: 37, y: 21 });
      expect(point.x).toBeCloseTo(37, 6);
      expect(point.y).toBeCloseTo(21, 6);
    }),
  );
});

test('an upright cheque’s top left corner lies lower right once it is upside down, and upper right once it is mirrored', () => {
  const paper = { width: 150, height: 70 };
  const corner = (lie: Lie) => cornersOf(lieMap(paper, lie, 254).map, paper)[0];
  expect(corner({ turn: 0, skew: 0, mirrored: false })).toEqual({ x: 0, y: 0 });
  const down = corner({ turn: 180, skew: 0, mirrored: false });
  expect([Math.round(down.x), Math.round(down.y)]).toEqual([1500, 700]);
  const mirrored = corner({ turn: 0, skew: 0, mirrored: true });
  expect([Math.round(mirrored.x), Math.round(mirrored.y)]).toEqual([1500, 0]);
});

test('a map that flattens the plane has no way back', () => {
  expect(() => inverse({ a: 1, b: 2, c: 2, d: 4, e: 0, f: 0 })).toThrow(RangeError);
});
