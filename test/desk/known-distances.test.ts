import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownDistances } from '../../src-main/desk/known-distances.ts';

const hash = 'a'.repeat(64);
const at = (value: number) => Float32Array.of(value, 1);
const measure = (from: Float32Array, to: readonly Float32Array[]) =>
  Promise.resolve(to.map((each) => Math.abs(each[0]! - from[0]!)));

describe('known distances', () => {
  it('are those that would be measured, whatever was asked before, in whatever order, and however few are kept', async () => {
    const sets = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sets, fc.integer({ min: 0, max: 12 }), async (asked, most) => {
        const known = new KnownDistances(most);
        for (const values of asked) {
          const table = await known.among(hash, values.map(at), measure);
          expect(table).toEqual(values.map((a) => values.map((b) => Math.abs(a - b))));
          expect(known.size).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('are measured once: a new specimen is measured against the others, and nothing else is', async () => {
    const known = new KnownDistances();
    const asked: [number, number[]][] = [];
    const counting = (from: Float32Array, to: readonly Float32Array[]) => {
      asked.push([from[0]!, to.map((each) => each[0]!)]);
      return measure(from, to);
    };
    await known.among(hash, [1, 2, 3].map(at), counting);
    asked.length = 0;
    await known.among(hash, [3, 1, 2].map(at), counting);
    expect(asked).toEqual([]);
    await known.among(hash, [1, 2, 9, 3].map(at), counting);
    expect(asked).toEqual([
      [1, [9]],
      [2, [9]],
      [9, [3]],
    ]);
  });

  it('that were used last stay longest', async () => {
    const known = new KnownDistances(2);
    let measured = 0;
    const counting = (from: Float32Array, to: readonly Float32Array[]) => {
      measured += to.length;
      return measure(from, to);
    };
    await known.among(hash, [1, 2].map(at), counting);
    await known.among(hash, [3, 4].map(at), counting);
    await known.among(hash, [1, 2].map(at), counting);
    await known.among(hash, [5, 6].map(at), counting);
    expect(measured).toBe(3);
    await known.among(hash, [1, 2].map(at), counting);
    expect(measured).toBe(3);
    await known.among(hash, [3, 4].map(at), counting);
    expect(measured).toBe(4);
  });

  it('keep nothing of a measuring that failed', async () => {
    const known = new KnownDistances();
    const fail = () => Promise.reject(new Error('the engine has gone'));
    await expect(known.among(hash, [1, 2].map(at), fail)).rejects.toThrow('has gone');
    expect(known.size).toBe(0);
  });

  it('tell templates apart that are views on one buffer', async () => {
    const both = Float32Array.of(1, 1, 5, 1);
    const table = await new KnownDistances().among(hash, [both.subarray(0, 2), both.subarray(2)], measure);
    expect(table[0]![1]).toBe(4);
  });
});
