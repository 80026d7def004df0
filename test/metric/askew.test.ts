import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askewBy, countingDistances, inkAxis, type InkPlace } from '../../src-main/metric/askew.ts';
import { joinDistances } from '../../src-main/metric/joining.ts';

const place: InkPlace = { offset: 3, rows: 24, columns: 44 };

/** A template with a stroke of ink through its grid's middle at an angle (clockwise), of a length and thickness in cells. */
function strokeAt(degrees: number, length = 18, thickness = 2.5, shift = 0): Float32Array {
  const template = new Float32Array(place.offset + place.rows * place.columns + 2).fill(9);
  const angle = (degrees * Math.PI) / 180;
  for (let row = 0, at = place.offset; row < place.rows; row++) {
    for (let column = 0; column < place.columns; column++, at++) {
      const [x, y] = [column - (place.columns - 1) / 2 - shift, row - (place.rows - 1) / 2];
      const along = (x * Math.cos(angle) + y * Math.sin(angle)) / length;
      const across = (y * Math.cos(angle) - x * Math.sin(angle)) / thickness;
      template[at] = Math.exp(-4 * (along ** 2 + across ** 2));
    }
  }
  return template;
}

describe('the axis of the ink in a template', () => {
  it('is the direction of a stroke, wherever it lies, and turns with it', () => {
    const angle = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(angle, angle, fc.double({ min: -6, max: 6, noNaN: true }), (one, turn, shift) => {
        const from = inkAxis(strokeAt(one, 9, 2.5, shift), place)!;
        const to = inkAxis(strokeAt(one + turn, 9, 2.5, shift), place)!;
        expect(from.degrees).toBeCloseTo(one, 0);
        expect(Math.abs(to.degrees - from.degrees - turn)).toBeLessThan(1);
        expect(from.length).toBeGreaterThan(2);
      }),
    );
  });

  it('is none without ink, and of length 1 for a round blot', () => {
    const blank = strokeAt(0).fill(0, place.offset, place.offset + place.rows * place.columns);
    expect(inkAxis(blank, place)).toBeNull();
    expect(inkAxis(strokeAt(0, 5, 5), place)!.length).toBeCloseTo(1, 2);
  });

  it('is refused of a template that is too short', () => {
    expect(() => inkAxis(strokeAt(0), { ...place, offset: 6 })).toThrow(RangeError);
  });
});

describe('a signature laid askew', () => {
  const straight = [-2, 0, 1, 2, 3].map((degrees) => strokeAt(degrees));

  it('is one that lies further off than genuine signatures do, in steps of five degrees', () => {
    const turns = [-40, -21, -15, -6, 0, 7, 10, 20, 34].map((degrees) =>
      askewBy(strokeAt(degrees, 9), straight, place),
    );
    expect(turns).toEqual([-40, -20, -15, 0, 0, 0, 10, 20, 35]);
  });

  it('is told by the median of the specimens: one that lies askew itself changes nothing', () => {
    const turn = fc.integer({ min: -80, max: 80 });
    fc.assert(
      fc.property(turn, fc.integer({ min: -40, max: 40 }), (odd, degrees) => {
        const questioned = strokeAt(degrees, 9);
        const one = askewBy(questioned, [...straight, strokeAt(odd, 9)], place);
        expect(Math.abs(one - askewBy(questioned, straight, place))).toBeLessThanOrEqual(
          Math.abs(Math.abs(degrees) - 8) < 3 || Math.abs(degrees) > 38 ? 45 : 5,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is turned the short way: an axis has no front', () => {
    const upright = [85, 88, -89].map((degrees) => strokeAt(degrees, 9));
    expect(askewBy(strokeAt(-88, 9), upright, place)).toBe(0);
    expect(askewBy(strokeAt(-72, 9), upright, place)).toBe(20);
    expect(askewBy(strokeAt(68, 9), upright, place)).toBe(-20);
  });

  it('is left as it is where it is another shape, or the ink of either side has no direction', () => {
    expect(askewBy(strokeAt(60, 9), straight, place)).toBe(0);
    expect(askewBy(strokeAt(20, 5, 4.9), straight, place)).toBe(0);
    const round = strokeAt(0, 5, 5);
    expect(askewBy(strokeAt(20, 9), [round, round, round], place)).toBe(0);
  });

  it('is left as it is where fewer than three specimens say how the hand lies', () => {
    expect(askewBy(strokeAt(20, 9), straight.slice(0, 2), place)).toBe(0);
    expect(askewBy(strokeAt(20, 9), straight.slice(0, 3), place)).toBe(20);
  });
});

describe('the distances that count', () => {
  it('are the nearer ones, the straightened ones lengthened; never further than as scanned', () => {
    const some = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(some, some, (asScanned, straightened) => {
        const joined = (distances: readonly number[]) => joinDistances(distances, { method: 'mean-of-best-two' });
        const counting = countingDistances(asScanned, straightened, 'mean-of-best-two');
        expect(joined(counting.distances)).toBeLessThanOrEqual(joined(asScanned));
        expect(counting.straightened).toBe(joined(straightened.map((each) => each * 1.15)) < joined(asScanned));
        expect(countingDistances(asScanned, null, 'mean-of-best-two')).toEqual({
          distances: asScanned,
          straightened: false,
        });
      }),
    );
  });
});
