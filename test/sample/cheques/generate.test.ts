import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { chequeTruthSchema } from '../../../src-main/contract/cheque-truth.ts';
import { decodeScan } from '../../../src-main/imaging/decode.ts';
import type { Box } from '../../../src-main/imaging/image.ts';
import { generateCheque, type GeneratedCheque } from '../../../src-main/sample/cheques/generate.ts';
import { encodeMask } from '../../../src-main/sample/cheques/scanner.ts';
import { toGrey } from '../../../src-main/sample/render.ts';

/** Made once: some of both sets, small, of every tone. */
const tones = ['grey', 'colour', 'bitonal'] as const;
const wanted = [...Array(24).keys()].map((at) => ({
  seed: 'test',
  number: at + 1,
  layouts: at % 2 === 0 ? ('tuned' as const) : ('held-out' as const),
  tone: tones[at % 3]!,
  dotsPerInch: at % 3 === 2 ? 200 : 100,
}));
const made: GeneratedCheque[] = [];
for (const request of wanted) made.push(await generateCheque(request));

function boxOf(mask: Uint8Array, width: number): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  mask.forEach((ink, at) => {
    if (ink === 0) return;
    const x = at % width;
    const y = (at - x) / width;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

const within = ({ x, y, width, height }: Box, at: number, across: number) => {
  const column = at % across;
  const row = (at - column) / across;
  return column >= x && row >= y && column < x + width && row < y + height;
};

describe('generated cheques', () => {
  test('there are signed ones, unsigned ones and ones that two people signed among them', () => {
    const counts = new Set(made.flatMap(({ cheques }) => cheques.map(({ signatures }) => signatures.length)));
    expect(counts).toContain(1);
    expect(counts.size).toBeGreaterThan(1);
  });

  test('the same request gives the same bytes, whatever was made in between', async () => {
    for (const at of [1, 2]) {
      const again = await generateCheque(wanted[at]!);
      expect(again).toEqual(made[at]);
    }
  });

  test('another number or seed gives another cheque', async () => {
    const request = wanted[0]!;
    const other = await generateCheque({ ...request, seed: 'other' });
    expect(Buffer.from(other.bytes).equals(made[0]!.bytes)).toBe(false);
    expect(Buffer.from(made[2]!.bytes).equals(made[0]!.bytes)).toBe(false);
  });

  test('the file is a scan of the size, tone and resolution that is written down', async () => {
    for (const { bytes, width, height, dotsPerInch, tone, ending } of made) {
      const { image, dotsPerInch: tagged, format } = await decodeScan(bytes);
      expect([image.width, image.height]).toEqual([width, height]);
      expect(Math.round(tagged ?? 0)).toBe(dotsPerInch);
      expect(image.channels).toBe(tone === 'colour' ? 3 : 1);
      expect(format).toBe({ jpg: 'jpeg', png: 'png', tif: 'tiff' }[ending]);
      if (tone === 'bitonal') expect(image.data.every((level) => level === 0 || level === 255)).toBe(true);
    }
  });

  test('the boxes are the smallest that hold the mask’s ink, and lie on the page', () => {
    for (const { cheques, width, height } of made) {
      for (const { signatures, inkMask } of cheques) {
        expect(inkMask.length).toBe(width * height);
        const boxes = signatures.map(({ box }) => box);
        expect(boxOf(inkMask, width)).toEqual(around(boxes));
        expect(inkMask.every((ink, at) => ink === 0 || boxes.some((box) => within(box, at, width)))).toBe(true);
        for (const box of boxes) {
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
        }
      }
    }
  });

  test('where the mask says ink, the picture is dark', async () => {
    for (const { cheques, bytes, tone, width } of made) {
      const { data } = toGrey((await decodeScan(bytes)).image);
      for (const { inkMask, signatures } of cheques) {
        if (signatures.length === 0) continue;
        let [ink, count, dark] = [0, 0, 0];
        const beside: number[] = [];
        data.forEach((level, at) => {
          if (inkMask[at] === 0) {
            if (signatures.some(({ box }) => within(box, at, width))) beside.push(level);
            return;
          }
          ink += level;
          count++;
          if (level === 0) dark++;
        });
        const paper = beside.toSorted((a, b) => a - b)[Math.floor(beside.length * 0.7)]!;
        expect(ink / count).toBeLessThan(paper - 40);
        if (tone === 'bitonal') expect(dark).toBe(count);
      }
    }
  });

  test('a cheque’s corners lie on the page, give or take a pixel', () => {
    for (const { cheques, width, height } of made) {
      for (const [x, y] of cheques.flatMap(({ corners }) => corners)) {
        expect(x).toBeGreaterThanOrEqual(-1.5);
        expect(y).toBeGreaterThanOrEqual(-1.5);
        expect(x).toBeLessThanOrEqual(width + 1.5);
        expect(y).toBeLessThanOrEqual(height + 1.5);
      }
    }
  });

  test('what is known of one fits the schema', () => {
    for (const [at, { bytes, ending, cheques, ...known }] of made.entries()) {
      const truth = {
        ...known,
        file: `cheque-${String(at)}.${ending}`,
        page: 0,
        cheques: cheques.map(({ inkMask, ...cheque }) => ({
          ...cheque,
          inkMask: inkMask.length > 0 ? 'ink.png' : null,
        })),
      };
      expect(bytes.length).toBeGreaterThan(1000);
      expect(v.parse(chequeTruthSchema, JSON.parse(JSON.stringify(truth)))).toEqual(truth);
    }
  });

  test('a mask as a file is a bit a pixel, white where ink is', async () => {
    const { cheques, width, height } = made.find(({ cheques: [first] }) => (first?.signatures.length ?? 0) > 0)!;
    const { image } = await decodeScan(await encodeMask(cheques[0]!.inkMask, width, height));
    const grey = toGrey(image).data;
    expect(grey.map((level) => (level === 255 ? 1 : level))).toEqual(cheques[0]!.inkMask);
  });
});
