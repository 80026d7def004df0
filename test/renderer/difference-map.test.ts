import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DifferenceMap } from '../../src-main/contract/check.ts';
import { contours, roundedPath } from '../../src-renderer/features/result/contours.ts';
import { mapWords, measuredText, standsOut } from '../../src-renderer/features/result/difference-words.ts';

const maps: fc.Arbitrary<DifferenceMap> = fc
  .record({ rows: fc.integer({ min: 1, max: 7 }), columns: fc.integer({ min: 1, max: 7 }) })
  .chain(({ rows, columns }) =>
    fc
      .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1)), {
        minLength: rows * columns,
        maxLength: rows * columns,
      })
      .map((values) => ({ rows, columns, values, box: { x: 0, y: 0, width: columns, height: rows } })),
  );

/** Whether a point lies inside closed lines, by how many edges lie straight to its right (even and odd). */
function isInside(loops: readonly (readonly { x: number; y: number }[])[], x: number, y: number): boolean {
  let inside = false;
  for (const loop of loops) {
    for (const [index, one] of loop.entries()) {
      const other = loop[(index + 1) % loop.length]!;
      if (one.y > y === other.y > y) continue;
      if (x < one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x)) inside = !inside;
    }
  }
  return inside;
}

/** A map of one colour with some cells of another value. */
function mapWith(cells: Record<number, number>): DifferenceMap {
  const values = Array.from({ length: 12 * 22 }, (_, index) => cells[index] ?? 0.05);
  return { rows: 12, columns: 22, values, box: { x: 0, y: 0, width: 440, height: 240 } };
}

describe('contours of a map', () => {
  it('go round every cell at or above the level, and round no other', () => {
    fc.assert(
      fc.property(maps, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (map, level) => {
        // A value that is the level itself, or almost, would put the line on the middle that is asked about.
        fc.pre(map.values.every((value) => Math.abs(value - level) > 1e-3));
        const loops = contours(map, level);
        for (const [index, value] of map.values.entries()) {
          const [x, y] = [(index % map.columns) + 0.5, Math.floor(index / map.columns) + 0.5];
          expect(isInside(loops, x + 1e-7, y + 1e-7)).toBe(value >= level);
        }
      }),
    );
  });

  it('are nothing on a map below the level, and one closed path round a lone cell', () => {
    expect(contours(mapWith({}), 0.25)).toEqual([]);
    const loops = contours(mapWith({ 30: 0.9 }), 0.5);
    expect(loops).toHaveLength(1);
    const path = roundedPath(loops, ({ x, y }) => ({ x: x * 20, y: y * 20 }));
    expect(path).toMatch(/^M[\d. ]+(Q[\d. ]+){4}Z$/);
  });
});

describe('a map in words', () => {
  const crop = { width: 440, height: 240 };
  it('says where it parts most, and a second place where one is as marked', () => {
    expect(mapWords(mapWith({ 2: 0.9 }), crop)).toBe('It differs most from the specimens at the upper left.');
    expect(mapWords(mapWith({ [11 * 22 + 11]: 0.4 }), crop)).toBe('It differs most from the specimens at the bottom.');
    expect(mapWords(mapWith({ [5 * 22 + 11]: 0.4 }), crop)).toBe('It differs most from the specimens in the middle.');
    const both = { 2: 0.9, [6 * 22 + 21]: 0.8 };
    expect(mapWords(mapWith(both), crop)).toBe(
      'It differs most from the specimens at the upper left, and at the right.',
    );
    expect(mapWords(mapWith({ ...both, [6 * 22 + 21]: 0.3 }), crop)).not.toContain('right');
  });

  it('says so where nothing stands out', () => {
    expect(standsOut(mapWith({ 2: 0.2 }))).toBe(false);
    expect(mapWords(mapWith({ 2: 0.2 }), crop)).toContain('Nothing stands out');
  });

  it('writes what was measured with its unit', () => {
    expect(measuredText(-4.2, '°')).toBe('\u22124°');
    expect(measuredText(-0.3, '°')).toBe('0°');
    expect(measuredText(4.12, '%')).toBe('4.1\u00a0%');
    expect(measuredText(74.4, '%')).toBe('74\u00a0%');
    expect(measuredText(2.312, '')).toBe('2.3');
  });
});
