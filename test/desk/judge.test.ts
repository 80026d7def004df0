import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownDistances } from '../../src-main/desk/known-distances.ts';
import { judge, type JudgingModel, type SignatoryTemplates } from '../../src-main/desk/judge.ts';
import { reasonsFor } from '../../src-main/desk/reasons.ts';

const group = {
  intercept: 4,
  joinedWeight: -8,
  spreadWeight: 2,
  relativeWeight: 0,
  countWeight: 0,
  thresholds: { matchAbove: 2, mismatchBelow: -1 },
};
const model: JudgingModel = {
  hash: 'a'.repeat(64),
  metric: { kind: 'euclidean' },
  calibration: {
    method: 'mean-of-best-two',
    range: { low: -10, high: 10 },
    groups: { one: { ...group, spreadWeight: 0 }, two: group, many: group },
    fittedOn: [],
  },
};
const thresholds = { one: group.thresholds, two: group.thresholds, many: group.thresholds };
const at = (...values: number[]) => Float32Array.from(values);
const signatory = (id: string, ...vectors: Float32Array[]): SignatoryTemplates => ({
  id,
  name: `Signatory ${id}`,
  specimens: vectors.map((vector, index) => ({ id: `${id}${index}`, capturedOn: null, vector })),
});

describe('judge', () => {
  it('calls the same point a match, a far one a mismatch, and what lies between review', async () => {
    const ann = signatory('a', at(0, 0), at(0, 0.1), at(0.1, 0));
    expect((await judge(model, thresholds, at(0, 0), [ann])).verdict).toBe('match');
    expect((await judge(model, thresholds, at(0.5, 0), [ann])).verdict).toBe('review');
    expect((await judge(model, thresholds, at(3, 0), [ann])).verdict).toBe('mismatch');
  });

  it('lists the distance to every specimen, nearest first', async () => {
    const judgement = await judge(model, thresholds, at(0, 0), [
      signatory('a', at(3, 4), at(0, 1)),
      signatory('b', at(2, 0)),
    ]);
    expect(judgement.distances.map(({ specimen, distance }) => [specimen, distance])).toEqual([
      ['a1', 1],
      ['b0', 2],
      ['a0', 5],
    ]);
  });

  it("takes the best signatory's score less ln m", async () => {
    const near = signatory('a', at(0, 0), at(0, 0.1), at(0.1, 0));
    const far = signatory('b', at(5, 5), at(5, 5.1), at(5.1, 5));
    const alone = await judge(model, thresholds, at(0, 0.05), [near]);
    const among = await judge(model, thresholds, at(0, 0.05), [far, near]);
    expect(among.signatory.id).toBe('a');
    expect(among.score).toBeCloseTo(alone.score - Math.log(2), 12);
  });

  it('says at which distance each border lies: just inside and just outside it the verdict differs', async () => {
    const ann = signatory('a', at(0, 0));
    const { bands } = await judge(model, thresholds, at(0, 0), [ann]);
    expect(bands.matchDistance).toBeCloseTo((4 - 2) / 8, 6);
    expect(bands.mismatchDistance).toBeCloseTo((4 + 1) / 8, 6);
    const verdictAt = async (distance: number) => (await judge(model, thresholds, at(distance, 0), [ann])).verdict;
    expect(await verdictAt(bands.matchDistance! - 1e-4)).toBe('match');
    expect(await verdictAt(bands.matchDistance! + 1e-4)).toBe('review');
    expect(await verdictAt(bands.mismatchDistance! + 1e-4)).toBe('mismatch');
  });

  it('has no distance for a border that no distance reaches', async () => {
    const never = { matchAbove: 1000, mismatchBelow: -1000 };
    const { bands, verdict } = await judge(model, { one: never, two: never, many: never }, at(0, 0), [
      signatory('a', at(0, 0)),
    ]);
    expect(bands.matchDistance).toBeNull();
    expect(bands.mismatchDistance).toBeNull();
    expect(verdict).toBe('review');
  });

  it('gives no verdict where templates are from different models or hold no numbers', async () => {
    await expect(judge(model, thresholds, at(0, 0, 0), [signatory('a', at(0, 0))])).rejects.toThrow('different models');
    await expect(judge(model, thresholds, at(Number.NaN, 0), [signatory('a', at(0, 0))])).rejects.toThrow(RangeError);
    await expect(judge(model, thresholds, at(0, 0), [])).rejects.toThrow(RangeError);
  });

  it('works out learned distances by the graph it is given', async () => {
    const learned: JudgingModel = {
      ...model,
      metric: { kind: 'learned' },
      learnedDistances: (from, to) => Promise.resolve(to.map((each) => Math.abs(each[0]! - from[0]!))),
    };
    const judgement = await judge(learned, thresholds, at(0), [signatory('a', at(1), at(2), at(4))]);
    expect(judgement.distances.map(({ distance }) => distance)).toEqual([1, 2, 4]);
    await expect(
      judge({ ...model, metric: { kind: 'learned' } }, thresholds, at(0), [signatory('a', at(1))]),
    ).rejects.toThrow('no graph');
  });

  describe('with a learned metric', () => {
    const counted = (hash: string) => {
      const calls: { from: number; to: number[] }[] = [];
      const learned: JudgingModel = {
        ...model,
        hash,
        metric: { kind: 'learned' },
        learnedDistances: (from, to) => {
          calls.push({ from: from[0]!, to: to.map((each) => each[0]!) });
          return Promise.resolve(to.map((each) => Math.abs(each[0]! - from[0]!)));
        },
      };
      return { learned, calls };
    };

    it('takes one call for all signatories, once the distances among their specimens are known', async () => {
      const { learned, calls } = counted('b'.repeat(64));
      const known = new KnownDistances();
      const signatories = [signatory('a', at(1), at(2), at(4)), signatory('b', at(10), at(11))];
      const first = await judge(learned, thresholds, at(0), signatories, known);
      expect(calls).toEqual([
        { from: 0, to: [1, 2, 4, 10, 11] },
        { from: 1, to: [2, 4] },
        { from: 2, to: [4] },
        { from: 10, to: [11] },
      ]);
      calls.length = 0;
      expect(await judge(learned, thresholds, at(0), signatories, known)).toEqual(first);
      expect(calls).toEqual([{ from: 0, to: [1, 2, 4, 10, 11] }]);
      expect(await judge(learned, thresholds, at(0), signatories)).toEqual(first);
    });

    it('judges a changed specimen by its own distances, under the same id and the same array', async () => {
      const { learned } = counted('b'.repeat(64));
      const known = new KnownDistances();
      const vectors = [at(1), at(2), at(4)];
      const before = await judge(learned, thresholds, at(0), [signatory('a', ...vectors)], known);
      vectors[2]![0] = 40;
      const after = await judge(learned, thresholds, at(0), [signatory('a', ...vectors)], known);
      expect(after).toEqual(await judge(learned, thresholds, at(0), [signatory('a', ...vectors)]));
      expect(after.spread).not.toBe(before.spread);
    });

    it('knows nothing of another model', async () => {
      const known = new KnownDistances();
      await judge(counted('b'.repeat(64)).learned, thresholds, at(0), [signatory('a', at(1), at(2))], known);
      const other = counted('c'.repeat(64));
      await judge(other.learned, thresholds, at(0), [signatory('a', at(1), at(2))], known);
      expect(other.calls).toHaveLength(2);
    });
  });

  describe('a signature laid askew', () => {
    const ink = { offset: 1, rows: 12, columns: 22 };
    /** A template of one number and a grid with a stroke at an angle, clockwise. */
    const stroke = (number: number, degrees: number): Float32Array => {
      const template = Float32Array.from({ length: 1 + ink.rows * ink.columns }, () => 0);
      template[0] = number;
      for (let along = -5; along <= 5; along += 0.25) {
        const x = Math.round(10.5 + along * Math.cos((degrees * Math.PI) / 180));
        const y = Math.round(5.5 + along * Math.sin((degrees * Math.PI) / 180));
        template[1 + y * ink.columns + x]! += 0.1;
      }
      return template;
    };
    const learned: JudgingModel = {
      ...model,
      metric: { kind: 'learned' },
      ink,
      learnedDistances: (from, to) => Promise.resolve(to.map((each) => Math.abs(each[0]! - from[0]!))),
    };
    /** Turned back, the number is another: what a network makes of it is its own business. */
    const straightened = (asked: number[]) => (degrees: number) => {
      asked.push(degrees);
      return Promise.resolve(stroke(degrees / 10, 30 - degrees));
    };
    const level = signatory('level', stroke(3, 0), stroke(3.1, 1), stroke(2.9, -1));
    const rising = signatory('rising', stroke(8, 30), stroke(8.1, 31), stroke(7.9, 29));
    const questioned = stroke(8, 30);

    it("is compared straightened with those specimens that it lies askew of, as scanned with the others'", async () => {
      const asked: number[] = [];
      const both = await judge(learned, thresholds, questioned, [level, rising], undefined, straightened(asked));
      expect(asked).toEqual([30]);
      const nearest = (id: string) => both.distances.find(({ signatory: of }) => of === id)!.distance;
      expect([nearest('level'), nearest('rising')]).toEqual([0, 0]);
      expect(both.turned.size).toBe(1);
      const alone = await judge(learned, thresholds, questioned, [rising], undefined, straightened(asked));
      expect([alone.straightened, alone.compared, alone.turned.size]).toEqual([0, questioned, 0]);
      expect(asked).toEqual([30]);
    });

    it('is said to be straightened where the best signatory was compared so, with the template that was compared', async () => {
      const judgement = await judge(learned, thresholds, questioned, [level], undefined, straightened([]));
      expect(judgement.straightened).toBe(30);
      expect(judgement.compared[0]).toBe(3);
      expect([...judgement.turned.keys()]).toEqual([30]);
      expect(judgement.verdict).toBe('match');
      expect(reasonsFor(judgement, 1)).toContain(
        'The signature lies askew by 30°; it was straightened before comparing.',
      );
      const again = await judge(learned, thresholds, questioned, [level], undefined, (degrees) =>
        Promise.resolve(judgement.turned.get(degrees)!),
      );
      expect(again).toEqual(judgement);
    });

    it('stays as scanned where straightening brings it no nearer, and its distances count for more where it does', async () => {
      const far = (degrees: number) => Promise.resolve(stroke(9, 30 - degrees));
      const judgement = await judge(learned, thresholds, questioned, [level], undefined, far);
      expect([judgement.straightened, judgement.compared]).toEqual([0, questioned]);
      expect(judgement.distances.map(({ distance }) => distance)).toEqual(
        (await judge(learned, thresholds, questioned, [level])).distances.map(({ distance }) => distance),
      );
      expect([...judgement.turned.keys()]).toEqual([30]);
      const near = (degrees: number) => Promise.resolve(stroke(4, 30 - degrees));
      const straight = await judge(learned, thresholds, stroke(4, 0), [level], undefined, near);
      const nearer = await judge(learned, thresholds, questioned, [level], undefined, near);
      expect(nearer.straightened).toBe(30);
      for (const [at, { distance }] of nearer.distances.entries())
        expect(distance).toBeCloseTo(1.15 * straight.distances[at]!.distance, 12);
    });

    it('is compared as scanned by a package that does not say where the ink is, and where nobody can straighten it', async () => {
      for (const [without, straighten] of [
        [{ ...learned, ink: null }, straightened([])],
        [learned, null],
      ] as const) {
        const judgement = await judge(without, thresholds, questioned, [level], undefined, straighten);
        expect([judgement.straightened, judgement.compared]).toEqual([0, questioned]);
        expect(judgement.verdict).toBe('mismatch');
        expect(reasonsFor(judgement, 1).join(' ')).not.toContain('askew');
      }
    });
  });

  it('never scores higher for moving away from all specimens along a line', async () => {
    const ann = signatory('a', at(0, 0), at(0, 0.1), at(-0.1, 0));
    const distance = fc.double({ min: 0, max: 5, noNaN: true });
    await fc.assert(
      fc.asyncProperty(distance, distance, async (one, other) => {
        const [near, far] = one < other ? [one, other] : [other, one];
        const nearScore = (await judge(model, thresholds, at(near, 0), [ann])).score;
        const farScore = (await judge(model, thresholds, at(far, 0), [ann])).score;
        expect(farScore).toBeLessThanOrEqual(nearScore + 1e-6);
      }),
      { numRuns: 50 },
    );
  });
});

describe('reasonsFor', () => {
  it('names the distance against how far the specimens lie from each other, and the border', async () => {
    const judgement = await judge(model, thresholds, at(3, 0), [signatory('a', at(0, 0), at(0, 0.1), at(0.1, 0))]);
    const reasons = reasonsFor(judgement, 1);
    expect(reasons[0]).toContain('Signatory a');
    expect(reasons[0]).toContain('times as far as they lie from each other');
    expect(reasons[1]).toContain('below the border for a mismatch');
  });

  it('says so where few specimens are on file, and where nothing measured stands out', async () => {
    const judgement = await judge(model, thresholds, at(0, 0), [signatory('a', at(0, 0))]);
    const reasons = reasonsFor(judgement, 0);
    expect(reasons).toContain('Only one specimen is on file. Three or more make the verdict surer.');
    expect(reasons.at(-1)).toMatch(/^No measured difference stands out/);
    expect(reasonsFor(judgement, 2).join(' ')).not.toContain('No measured difference');
  });
});
