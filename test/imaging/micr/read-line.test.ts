import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPrint, randomConditions } from '../../../scripts/micr/print-conditions.ts';
import { printLine, randomText } from '../../../scripts/micr/print-line.ts';
import type { GreyImage } from '../../../src-main/imaging/image.ts';
import type { MicrFont } from '../../../src-main/imaging/micr/glyph.ts';
import { readMicrLine } from '../../../src-main/imaging/micr/read-line.ts';
import { seededRandom } from '../../../src-main/sample/seeded.ts';
import { nonSignatures } from '../non-signatures.ts';
import '../../property-seed.ts';

const cheque = { width: 203, height: 70 };
const lines: Readonly<Record<MicrFont, string>> = {
  e13b: '⑈001234⑈ ⑆021000021⑆ 987⑉654⑉0⑈ ⑇0000012345⑇',
  cmc7: 'C0024995C 075000004908E 241410518989A',
};
const fonts = ['e13b', 'cmc7'] as const;

function printed(font: MicrFont, conditions: Partial<typeof cleanPrint>, text = lines[font]) {
  return printLine(font, text, { ...cleanPrint, ...conditions }, seededRandom('read', font), cheque);
}

/** The picture turned by half a turn. */
const upsideDown = (image: GreyImage): GreyImage => ({ ...image, data: image.data.slice().reverse() });

describe.each(fonts)('readMicrLine, %s', (font) => {
  it.each([200, 240, 300, 600])(
    'reads a clean line at %i dots per inch, whose pitch gives the resolution',
    (dotsPerInch) => {
      const { image } = printed(font, { dotsPerInch });
      const reading = readMicrLine(image, { dotsPerInch });
      expect(reading).toMatchObject({ font, text: lines[font], sure: true, upsideDown: false });
      expect(Math.abs((reading?.dotsPerInch ?? 0) / dotsPerInch - 1)).toBeLessThan(0.01);
    },
  );

  it('needs no word of the resolution, and forgives a wrong one', () => {
    const { image } = printed(font, {});
    expect(readMicrLine(image)?.text).toBe(lines[font]);
    expect(readMicrLine(image, { dotsPerInch: 72 })?.text).toBe(lines[font]);
    expect(readMicrLine(image, { dotsPerInch: 600 })?.text).toBe(lines[font]);
  });

  it('reads at 100 dots per inch', () => {
    expect(readMicrLine(printed(font, { dotsPerInch: 100, blur: 0.4 }).image, { dotsPerInch: 100 })?.text).toBe(
      lines[font],
    );
  });

  it.each([-1.5, 1.5])('reads a line askew by %f degrees', (skew) => {
    expect(readMicrLine(printed(font, { skew }).image, { dotsPerInch: 200 })?.text).toBe(lines[font]);
  });

  it('reads a bitonal scan', () => {
    const { image } = printed(font, { bitonal: font === 'e13b' ? 0.5 : 0.7 });
    expect(new Set(image.data)).toEqual(new Set([0, 255]));
    expect(readMicrLine(image, { dotsPerInch: 200 })?.text).toBe(lines[font]);
  });

  it('reads faint, broken and thick print, or says what it cannot', () => {
    for (const conditions of [
      { strength: [0.55, 0.5] as const },
      { voids: 1.5, specks: 0.5 },
      { spread: 0.05 },
      { spread: -0.02 },
    ]) {
      const reading = readMicrLine(printed(font, conditions).image, { dotsPerInch: 200 });
      expect(reading?.text.length).toBe(lines[font].length);
      for (const [index, letter] of [...(reading?.text ?? '')].entries())
        expect(['?', lines[font][index]]).toContain(letter);
    }
  });

  it('says that a cheque lies upside down, and gives boxes in its pixels', () => {
    const { image, edges } = printed(font, {});
    const reading = readMicrLine(upsideDown(image), { dotsPerInch: 200 });
    expect(reading).toMatchObject({ text: lines[font], upsideDown: true, sure: true });
    for (const [index, { box }] of (reading?.characters ?? []).entries()) {
      const edge = edges[index];
      // A character's lower right corner is the upper left one now.
      expect(Math.abs(image.width - (edge?.x ?? 0) - box.x)).toBeLessThan(6);
      expect(Math.abs(image.height - (edge?.y ?? 0) - box.y)).toBeLessThan(6);
      expect(reading?.box.x).toBeLessThanOrEqual(box.x);
    }
  });

  it('gives a box for each character', () => {
    const { image, edges } = printed(font, { skew: 1 });
    const reading = readMicrLine(image, { dotsPerInch: 200 });
    expect(reading?.characters.map(({ character }) => character)).toEqual(edges.map(({ character }) => character));
    for (const [index, { box }] of (reading?.characters ?? []).entries()) {
      const edge = edges[index];
      expect(Math.abs((edge?.x ?? 0) - box.x - box.width)).toBeLessThan(6);
      expect(Math.abs((edge?.y ?? 0) - box.y - box.height)).toBeLessThan(6);
    }
  });

  it('looks where it is told to', () => {
    const { image } = printed(font, {});
    const upper = { x: 0, y: 0, width: image.width, height: image.height >> 1 };
    expect(readMicrLine(image, { dotsPerInch: 200, where: upper })).toBeNull();
    const lower = { ...upper, y: image.height >> 1 };
    expect(readMicrLine(image, { dotsPerInch: 200, where: lower })?.text).toBe(lines[font]);
  });

  it('reports a character that a blot covers, and is not sure then', () => {
    const { image, edges } = printed(font, {});
    const edge = edges[10];
    const data = image.data.slice();
    for (let y = Math.round((edge?.y ?? 0) - 26); y < (edge?.y ?? 0) + 3; y += 1) {
      const right = Math.round((edge?.x ?? 0) + 2);
      data.fill(25, y * image.width + right - 23, y * image.width + right);
    }
    const reading = readMicrLine({ ...image, data }, { dotsPerInch: 200 });
    expect(reading?.sure).toBe(false);
    const doubtful = reading?.characters.filter((character) => character.doubtful) ?? [];
    expect(doubtful.map(({ character }) => character)).toEqual(['?']);
    expect([...(reading?.text ?? '')].filter((letter, index) => letter !== lines[font][index])).toEqual(['?']);
  });

  it('is not sure of a line that the picture cuts, be it between two characters', () => {
    const { image, edges } = printed(font, {});
    const last = Math.round(edges.at(-1)?.x ?? 0);
    for (const width of [last + 12, last - 8, last - 20]) {
      const data = new Uint8Array(width * image.height);
      for (let row = 0; row < image.height; row += 1)
        data.set(image.data.subarray(row * image.width, row * image.width + width), row * width);
      const reading = readMicrLine({ ...image, width, data }, { dotsPerInch: 200 });
      expect(reading?.text.slice(0, 20)).toBe(lines[font].slice(0, 20));
      expect(reading?.sure).toBe(false);
    }
  });

  it('takes a pen’s end in a gap for no character, and has a person look', () => {
    const { image, edges } = printed(font, {});
    const gap = lines[font].indexOf(' ');
    const [before, after] = [edges[gap - 1], edges[gap]];
    const data = image.data.slice();
    const middle = Math.round(((before?.x ?? 0) + (after?.x ?? 0)) / 2) - 9;
    const base = Math.round(before?.y ?? 0);
    for (let row = base - 20; row < base - 2; row += 1)
      data.fill(30, row * image.width + middle, row * image.width + middle + 8);
    const reading = readMicrLine({ ...image, data }, { dotsPerInch: 200 });
    expect(reading).toMatchObject({ text: lines[font], sure: false });
  });

  it('takes a mirrored line for none, though its noughts and eights look the same', () => {
    const { image } = printed(
      font,
      {},
      font === 'e13b' ? '⑈000080⑈ 008000808⑆ 080008⑈ 29' : 'C0008000C 000800080080E 808000080808A',
    );
    const data = image.data.slice();
    for (let row = 0; row < image.height; row += 1) data.subarray(row * image.width, (row + 1) * image.width).reverse();
    expect(readMicrLine({ ...image, data }, { dotsPerInch: 200 })?.sure ?? false).toBe(false);
    const plain = printed(font, {});
    const turned = plain.image.data.slice();
    for (let row = 0; row < image.height; row += 1)
      turned.subarray(row * image.width, (row + 1) * image.width).reverse();
    expect(readMicrLine({ ...plain.image, data: turned }, { dotsPerInch: 200 })).toBeNull();
  });

  it('finds faint print beside something dark', () => {
    const { image } = printed(font, { strength: [0.45, 0.45] });
    const data = image.data.slice();
    data.fill(0, image.width * (image.height - 8));
    expect(readMicrLine({ ...image, data }, { dotsPerInch: 200 })?.text).toBe(lines[font]);
  });

  it('is never sure of a line that it read wrongly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(200, 240, 300), (seed, dotsPerInch) => {
        const random = seededRandom('property', font, seed);
        const text = randomText(font, random);
        const conditions = randomConditions(font, dotsPerInch, random.uniform(0, 1), random);
        const { image } = printLine(font, text, conditions, random, { width: 203, height: 55 });
        const reading = readMicrLine(image, { dotsPerInch });
        if (reading?.sure) expect(reading.text).toBe(text.replaceAll(/ +/g, ' '));
        for (const { character, confidence, alternatives, doubtful } of reading?.characters ?? []) {
          expect(doubtful).toBe(character === '?');
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          for (const other of alternatives) expect(other.character).toMatch(/^[0-9⑆⑇⑈⑉A-E]$/u);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('readMicrLine without a line', () => {
  it('finds none on photographs, print, charts and codes', { timeout: 300_000 }, () => {
    // Two of each kind.
    const pictures = nonSignatures().filter((_picture, index) => index % 10 < 2);
    for (const { kind, image } of pictures) {
      const data = image.data.filter((_sample, at) => at % image.channels === 0);
      const grey: GreyImage = { width: image.width, height: image.height, channels: 1, data };
      expect([kind, readMicrLine(grey), readMicrLine(grey, { dotsPerInch: 200 })]).toEqual([kind, null, null]);
    }
  });

  it.each([
    [1, 1],
    [3, 900],
    [900, 3],
    [1600, 720],
  ])('finds none on %i by %i blank pixels, white, grey or black', (width, height) => {
    for (const level of [0, 128, 255]) {
      const data = new Uint8Array(width * height).fill(level);
      expect(readMicrLine({ width, height, channels: 1, data })).toBeNull();
    }
  });

  it('finds none in noise', () => {
    const random = seededRandom('noise');
    const data = Uint8Array.from({ length: 1200 * 400 }, () => random.integer(256));
    expect(readMicrLine({ width: 1200, height: 400, channels: 1, data })).toBeNull();
  });
});
