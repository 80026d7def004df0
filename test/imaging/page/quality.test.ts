import { describe, expect, it } from 'vitest';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { wholePage, type ChequeOnPage } from '../../../src-main/imaging/page/cheque-on-page.ts';
import { pageKind } from '../../../src-main/imaging/page/page-kind.ts';
import { judgeQuality, overlappingFinding } from '../../../src-main/imaging/page/quality.ts';
import { findCheques } from '../../../src-main/imaging/page/find-cheques.ts';
import { seeded, surface, valueNoise } from '../drawing.ts';
import { chequeSize, drawPage } from './drawn-page.ts';

const page = drawPage(chequeSize.width, chequeSize.height, [{ x: 450, y: 205, turned: 0 }]);
const box = { x: 560, y: 220, width: 240, height: 80 };

const cheque = (image: RasterImage, dotsPerInch: number | null = 150): ChequeOnPage => ({
  ...wholePage(image),
  dotsPerInch,
});
const judged = (one: ChequeOnPage, inkPixels = 5000) =>
  judgeQuality(one, { page, signatures: [{ inkBox: box, inkPixels }] }).map(
    ({ kind, severity }) => `${kind} ${severity}`,
  );
const changed = (change: (level: number, x: number, y: number) => number): RasterImage => ({
  ...page,
  data: page.data.map((level, at) => {
    const row = Math.floor(at / page.width);
    return Math.min(255, Math.max(0, Math.round(change(level, at - row * page.width, row))));
  }),
});

/** A running mean over a square. */
function blurred(image: RasterImage, reach: number): RasterImage {
  const { width, height, data } = image;
  const pass = (from: Uint8Array, step: number, length: number): Uint8Array =>
    from.map((_level, at) => {
      const place = step === 1 ? at % width : Math.floor(at / width);
      let [sum, count] = [0, 0];
      for (let off = Math.max(-reach, -place); off <= Math.min(reach, length - 1 - place); off += 1) {
        sum += from[at + off * step]!;
        count += 1;
      }
      return Math.round(sum / count);
    });
  return { ...image, data: pass(pass(data, 1, width), width, height) };
}

describe('the quality of a scan', () => {
  it('a good one has no findings', () => {
    expect(judged(cheque(page))).toEqual([]);
    expect(judged(cheque(page, null))).toEqual([]);
  });

  it('too few dots per inch', () => {
    expect(judged(cheque(page, 60))).toContain('resolution refuse');
    expect(judged(cheque(page, 100))).toContain('resolution warn');
    const [finding] = judgeQuality(cheque(page, 60), { page });
    expect(finding?.message).toBe(
      'The scan has about 60 dots per inch, too few to compare strokes. Rescan at 200 dpi or more.',
    );
  });

  it('blur', () => {
    expect(judged(cheque(blurred(page, 1)))).toEqual([]);
    expect(judged(cheque(blurred(page, 4)))).toContain('blur refuse');
  });

  it('no contrast, too dark, too light', () => {
    expect(judged(cheque(changed((level) => 110 + level * 0.1)))).toContain('contrast refuse');
    expect(judged(cheque(changed((level) => level * 0.3)))).toContain('too-dark refuse');
    expect(judged(cheque(changed((level) => 225 + level * 0.1)))).toContain('too-light refuse');
    expect(judged(cheque(changed((level) => 150 + level * 0.3)))).toContain('contrast warn');
  });

  it('a fold through the signature, and one beside it', () => {
    const folded = (at: number) => changed((level, x, y) => level - (Math.abs(x - at - y * 0.02) < 1.6 ? 14 : 0));
    expect(judged(cheque(folded(650)))).toEqual(['fold warn']);
    expect(judged(cheque(folded(300)))).toEqual([]);
  });

  it('a corner torn off, through the signature or not', () => {
    const torn = (reach: number) => changed((level, x, y) => (x - 2 * y > page.width - reach ? 12 : level));
    expect(judged(cheque(torn(240)))).toContain('torn warn');
    expect(judged(cheque(torn(640)))).toContain('torn refuse');
  });

  it('a cheque that reaches beyond the scan', () => {
    const outside = {
      ...cheque(page),
      corners: [
        [-60, 0],
        [840, 0],
        [840, 410],
        [-60, 410],
      ] as const,
    };
    expect(judged(outside)).toContain('cut-off warn');
  });

  it('hardly any ink', () => {
    expect(judged(cheque(page), 30)).toEqual(['little-ink warn']);
  });

  it('every finding says what to do', () => {
    expect(overlappingFinding).toMatchObject({ kind: 'overlapping', severity: 'refuse' });
    expect(overlappingFinding.message).toMatch(/Lay each cheque apart/);
  });
});

describe('what a page is', () => {
  it('a front', () => expect(pageKind(page)).toBe('front'));

  it('a blank page, also with dust on it', () => {
    const blank = surface(900, 410, 1, 238);
    expect(pageKind(blank)).toBe('blank');
    blank.disc(300, 200, 1, 60);
    expect(pageKind({ width: 900, height: 410, channels: 1, data: blank.data })).toBe('blank');
  });

  it('a back: a stamp and a scrawl at one end', () => {
    const back = surface(900, 410, 1, 238);
    for (let step = 0; step < 40; step += 1)
      back.line(60 + step * 4, 150 + 30 * Math.sin(step), 64 + step * 4, 150 + 30 * Math.sin(step + 1), 3, 50);
    back.fill(60, 200, 180, 3, 90);
    expect(pageKind(back)).toBe('back');
  });

  it('a sheet is no cheque', () => {
    expect(pageKind(drawPage(600, 850, [{ x: 300, y: 300, turned: 0, width: 560, height: 250 }]))).toBe('other');
  });
});

describe('nothing breaks on', () => {
  const random = seeded(7);
  const print = surface(620, 877, 1, 250);
  for (let row = 50; row < 830; row += 18)
    for (let x = 50; x < 570; x += 9) if (random() > 0.2) print.fill(x, row, 6, 9, 40);
  const noise = valueNoise(random, 500, 640, 60);
  const face: RasterImage = {
    width: 500,
    height: 640,
    channels: 3,
    data: Uint8Array.from({ length: 500 * 640 * 3 }, (_unused, at) => {
      const pixel = Math.floor(at / 3);
      const [x, y] = [(pixel % 500) - 250, Math.floor(pixel / 500) - 320];
      const inside = (x / 150) ** 2 + (y / 210) ** 2 < 1;
      return Math.max(
        0,
        Math.min(255, (inside ? [205, 160, 135] : [90, 110, 140])[at % 3]! + 40 * noise[pixel]! - y / 10),
      );
    }),
  };
  const drawing = surface(700, 500, 3, 250);
  drawing.disc(150, 120, 60, 250, 210, 30);
  drawing.line(50, 450, 650, 430, 12, 40, 160, 60);
  drawing.fill(350, 250, 180, 170, 200, 40, 40);
  drawing.line(350, 250, 440, 160, 8, 120, 60, 20);
  drawing.line(530, 250, 440, 160, 8, 120, 60, 20);
  const passport = surface(700, 990, 3, 225);
  passport.fill(60, 560, 180, 240, 120, 100, 90);
  for (let line = 0; line < 2; line += 1)
    for (let x = 60; x < 640; x += 13) passport.fill(x, 880 + line * 40, 9, 18, 30, 30, 30);

  it.each<[string, RasterImage]>([
    ['a page of print', print],
    ['a photo of a face', face],
    ["a child's drawing", drawing],
    ['a passport page', passport],
    ['a blank back', surface(900, 410, 1, 244)],
    ['a page of print lying on its side', { ...print, width: 877, height: 620 }],
  ])('%s', (_name, picture) => {
    for (const found of findCheques(picture, null)) {
      expect(found.image.data.length).toBe(found.image.width * found.image.height * found.image.channels);
      for (const { message } of judgeQuality(found, { page: picture })) expect(message).toMatch(/\.$/);
    }
    expect(['front', 'back', 'blank', 'other']).toContain(pageKind(picture));
  });
});
