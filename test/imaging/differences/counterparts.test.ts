import { describe, expect, it } from 'vitest';
import { alignSignatures } from '../../../src-main/imaging/align.ts';
import { findLooseInk } from '../../../src-main/imaging/differences/counterparts.ts';
import { readStrokes } from '../../../src-main/imaging/differences/strokes.ts';
import type { GreyImage } from '../../../src-main/imaging/image.ts';
import { curve, drawStrokes, type DrawnHow, type Stroke } from './strokes-drawn.ts';

/** Loops along a line, and a flourish that can be left out. */
const writing: Stroke = curve(600, (share) => [
  share * 400 + 25 * Math.sin(share * 38),
  60 + 45 * Math.cos(share * 38) * (0.5 + 0.5 * Math.cos(share * 5)),
]);
const underline: Stroke = [
  [230, 190],
  [400, 170],
];
const above: Stroke = [
  [250, -30],
  [330, -75],
];

const signed = (strokes: readonly Stroke[], how: DrawnHow = {}): GreyImage => drawStrokes(strokes, { y: 110, ...how });

function loose(questioned: GreyImage, specimens: readonly GreyImage[]) {
  return findLooseInk(
    readStrokes(questioned)!,
    specimens.map((specimen, at) => ({
      strokes: readStrokes(specimen)!,
      alignment: alignSignatures(specimen, questioned),
      nearestOver: at === 0 ? null : alignSignatures(specimen, specimens[0]!),
    })),
  );
}

const whole = [writing, underline];

describe('findLooseInk', () => {
  it('finds nothing between copies of one signature, whatever their size', () => {
    const { extra, missing } = loose(signed(whole), [
      signed(whole),
      signed(whole, { scale: 0.7 }),
      signed(whole, { x: 90 }),
    ]);
    expect(extra.whole).toBeLessThan(2);
    expect(missing.whole).toBeLessThan(2);
  });

  it('finds a stroke that is gone, and one that was added', () => {
    const gone = loose(signed([writing]), [signed(whole), signed(whole, { scale: 0.8 }), signed(whole)]);
    expect(gone.missing.largest).toBeGreaterThan(10);
    expect(gone.extra.largest).toBeLessThan(gone.missing.largest / 2);
    const added = loose(signed([...whole, above]), [signed(whole), signed(whole, { scale: 0.8 }), signed(whole)]);
    expect(added.extra.largest).toBeGreaterThan(3);
    expect(added.missing.largest).toBeLessThan(3);
  });

  it('asks for no stroke that the specimens themselves leave out now and then', () => {
    const { missing } = loose(signed([writing]), [signed(whole), signed([writing]), signed(whole)]);
    expect(missing.largest).toBeLessThan(4);
    const { extra } = loose(signed(whole), [signed([writing]), signed([writing]), signed(whole)]);
    expect(extra.largest).toBeLessThan(2);
  });

  it('gives a piece as part of the whole', () => {
    const { extra, missing } = loose(signed([writing, above]), [signed(whole)]);
    for (const side of [extra, missing]) {
      expect(side.largest).toBeLessThanOrEqual(side.whole);
      expect(side.whole).toBeLessThanOrEqual(100);
    }
  });
});
