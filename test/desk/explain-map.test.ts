import { describe, expect, it } from 'vitest';
import { scaledMap } from '../../src-main/desk/explain.ts';
import { mapReference } from '../../src-main/desk/explain-limits.ts';

const bands = {
  matchAbove: 2,
  mismatchBelow: -2,
  lowest: -10,
  highest: 10,
  matchDistance: 0.4,
  mismatchDistance: 1,
};
const raw = (values: readonly number[]) => ({
  rows: 1,
  columns: values.length,
  values: Float32Array.from(values),
  box: { x: -3.14159, y: 2, width: 100.4, height: 50 },
  source: 'occlusion' as const,
});

describe('scaledMap', () => {
  it('is full where a cell adds the fixed share of the border distance, and never more than full', () => {
    const share = mapReference.occlusion;
    const { values, box } = scaledMap(raw([0, share / 4, share, 9]), { bands, joined: 3 });
    expect(values).toEqual([0, 0.25, 1, 1]);
    expect(box).toEqual({ x: -3.14, y: 2, width: 100.4, height: 50 });
  });

  it("doesn't stretch a pale map, whatever else is in it", () => {
    const pale = scaledMap(raw([0.001, 0.002]), { bands, joined: 0.1 }).values;
    const strong = scaledMap(raw([0.001, 0.5]), { bands, joined: 2 }).values;
    expect(pale[0]).toBe(strong[0]);
    expect(Math.max(...pale)).toBeLessThan(0.1);
  });

  it('has a scale where no distance crosses the border', () => {
    const none = { ...bands, mismatchDistance: null, matchDistance: null };
    expect(scaledMap(raw([0.01]), { bands: none, joined: 0 }).values).toEqual([1]);
    expect(scaledMap(raw([0]), { bands: none, joined: 0 }).values).toEqual([0]);
  });
});
