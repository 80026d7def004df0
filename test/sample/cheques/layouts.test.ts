import { expect, test } from 'vitest';
import { heldOutLayouts } from '../../../src-main/sample/cheques/layouts/held-out.ts';
import { tunedLayouts } from '../../../src-main/sample/cheques/layouts/tuned.ts';
import { variedLayouts } from '../../../src-main/sample/cheques/layouts/varied.ts';

const all = [...tunedLayouts, ...heldOutLayouts, ...variedLayouts()];

test('there are at least eight forms to tune on and six to measure with, all named apart', () => {
  expect(tunedLayouts.length).toBeGreaterThanOrEqual(8);
  expect(heldOutLayouts.length).toBeGreaterThanOrEqual(6);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { set } of tunedLayouts) expect(set).toBe('tuned');
  for (const { set } of heldOutLayouts) expect(set).toBe('held-out');
  for (const { set } of variedLayouts()) expect(set).toBe('varied');
});

test('both sets have lines in both fonts', () => {
  for (const layouts of [tunedLayouts, heldOutLayouts]) {
    const fonts = new Set(layouts.map(({ scheme }) => /france|cmc7/.test(scheme)));
    expect(fonts.size).toBe(2);
  }
});

test('a held-out form shares neither printed background, typeface nor size with a form to tune on', () => {
  const backgrounds = new Set<string>(tunedLayouts.flatMap(({ backgrounds }) => backgrounds));
  const sizes = new Set(tunedLayouts.map(({ paper }) => `${String(paper.width)} ${String(paper.height)}`));
  for (const { id, backgrounds: own, paper } of heldOutLayouts) {
    for (const family of own) if (family !== 'plain') expect(backgrounds, id).not.toContain(family);
    expect(sizes).not.toContain(`${String(paper.width)} ${String(paper.height)}`);
  }
});

test('everything on a form lies on its paper, and the coded line under all that is written', () => {
  for (const layout of all) {
    const { paper, micr, id } = layout;
    const lines = [
      layout.date,
      layout.payee,
      ...layout.words,
      ...layout.signatures,
      ...(layout.memo ? [layout.memo] : []),
    ];
    for (const { x, y, width } of lines) {
      expect(x, id).toBeGreaterThan(0);
      expect(x + width, id).toBeLessThan(paper.width);
      expect(y, id).toBeLessThan(micr.base - 4);
    }
    for (const { x, y, width, height } of [layout.amount, layout.logo, ...layout.boxes]) {
      expect(x, id).toBeGreaterThanOrEqual(0);
      expect(y, id).toBeGreaterThanOrEqual(0);
      expect(x + width, id).toBeLessThanOrEqual(paper.width);
      expect(y + height, id).toBeLessThanOrEqual(micr.base);
    }
    expect(micr.base, id).toBeGreaterThan(paper.height - 8);
    expect(micr.base, id).toBeLessThan(paper.height - 4);
    expect(layout.signatures.length).toBeLessThanOrEqual(3);
  }
});
