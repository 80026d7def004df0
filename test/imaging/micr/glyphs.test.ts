import { describe, expect, it } from 'vitest';
import {
  cmc7Bar,
  cmc7Codes,
  cmc7Glyphs,
  cmc7LongGap,
  cmc7ShortGap,
} from '../../../src-main/imaging/micr/cmc7-glyphs.ts';
import { e13bGlyphs } from '../../../src-main/imaging/micr/e13b-glyphs.ts';

const inch = 25.4;

describe('E-13B', () => {
  it('has fourteen characters on the standard’s grid', () => {
    expect(e13bGlyphs.glyphs.map(({ character }) => character).join('')).toBe('0123456789⑆⑇⑈⑉');
    expect(e13bGlyphs.pitch).toBeCloseTo(0.125 * inch, 6);
    expect(e13bGlyphs.height).toBeCloseTo(0.117 * inch, 3);
    for (const { character, rectangles } of e13bGlyphs.glyphs) {
      // Every character ends at the same place of its cell, and none is wider than seven units of 0.013 inch.
      const right = Math.max(...rectangles.map(([, , edge]) => edge));
      expect(right).toBeCloseTo((e13bGlyphs.pitch + 0.091 * inch) / 2, 3);
      expect(right - Math.min(...rectangles.map(([left]) => left))).toBeLessThanOrEqual(0.0911 * inch);
      const symbol = '⑈⑉'.includes(character);
      if (!symbol) expect(Math.max(...rectangles.map(([, , , bottom]) => bottom))).toBeCloseTo(e13bGlyphs.height, 6);
    }
  });

  it('has the standard’s widths', () => {
    const units = e13bGlyphs.glyphs.map(({ rectangles }) => {
      const width = Math.max(...rectangles.map(([, , right]) => right)) - Math.min(...rectangles.map(([left]) => left));
      return Math.round(width / (0.013 * inch));
    });
    expect(units).toEqual([7, 4, 4, 5, 6, 5, 6, 5, 7, 6, 7, 7, 7, 7]);
  });
});

describe('CMC-7', () => {
  it('has fifteen codes of six gaps, two of them long, all different', () => {
    const codes = Object.values(cmc7Codes);
    expect(new Set(codes).size).toBe(15);
    for (const code of codes) expect(code).toMatch(/^(?=(?:0*1){2}0*$)[01]{6}$/);
  });

  it('draws seven bars a character at the gaps of its code', () => {
    for (const { character, rectangles } of cmc7Glyphs.glyphs) {
      const bars = [...new Set(rectangles.map(([left]) => left))].sort((one, two) => one - two);
      expect(bars).toHaveLength(7);
      const gaps = bars.slice(1).map((left, index) => left - (bars[index] ?? 0));
      const code = gaps.map((gap) => (Math.abs(gap - cmc7LongGap) < Math.abs(gap - cmc7ShortGap) ? '1' : '0')).join('');
      expect(code).toBe(cmc7Codes[character]);
      for (const [left, top, right, bottom] of rectangles) {
        expect(right - left).toBeCloseTo(cmc7Bar, 6);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(bottom).toBeGreaterThan(top);
        expect(bottom).toBeLessThanOrEqual(cmc7Glyphs.height + 1e-9);
      }
    }
  });
});

it('writes outlines that stay within the cell', () => {
  for (const { glyphs, pitch, height } of [e13bGlyphs, cmc7Glyphs]) {
    for (const { path } of glyphs) {
      expect(path).toMatch(/^M[-0-9. MLQZ]+Z$/);
      const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
      for (const [index, number] of numbers.entries()) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThanOrEqual((index % 2 === 0 ? pitch : height) + 1e-3);
      }
    }
  }
});
