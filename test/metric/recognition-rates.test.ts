import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSetRates, rankRates, splitInHalves, type Probe } from '../../src-main/metric/recognition-rates.ts';

const probe = (writer: string, ...ranked: [string, number][]): Probe => ({
  writer,
  ranked: ranked.map(([id, score]) => ({ id, score })),
});

test('ranks count where the own writer stands', () => {
  const probes = [
    probe('a', ['a', 5], ['b', 1]),
    probe('a', ['b', 5], ['a', 1]),
    probe('b', ['x', 9], ['y', 8], ['z', 7], ['w', 6], ['v', 5], ['b', 4]),
    probe('b', ['b', 9]),
  ];
  const { rank1, rank5 } = rankRates(probes);
  expect([rank1.value, rank5.value]).toEqual([0.5, 0.75]);
  expect(rank1.low).toBeLessThanOrEqual(0.5);
});

test('who is away is never named: what was missed and whom it was taken for is counted in each round', () => {
  const probes = [probe('a', ['a', 9], ['b', 3], ['s', 1]), probe('b', ['b', 2], ['a', 1], ['s', 0])];
  const { falseIdentification, missed } = openSetRates(probes, new Set(['a']), 2.5);
  // With a away, a's probe is taken for b (3); with b away, b's isn't taken for anybody (1).
  expect(falseIdentification.value).toBe(0.5);
  // With a away, b is looked for among b and s: 2 is too little. With b away, a is named.
  expect(missed.value).toBe(0.5);
});

test('at one in a hundred no more than one in a hundred strangers is named, and the border is the lowest such one', () => {
  const scores = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 250 });
  fc.assert(
    fc.property(scores, (tops) => {
      const probes = tops.map((score, at) => probe(`w${at % 3}`, ['s', score], [`w${at % 3}`, score - 1]));
      const { atOnePercent } = openSetRates(probes, new Set(['w0']), 0);
      const named = tops.filter((score) => score >= atOnePercent.border).length;
      expect(atOnePercent.falseIdentification).toBe(named / tops.length);
      expect(named).toBeLessThanOrEqual(tops.length / 100);
      const next = tops.filter((score) => score < atOnePercent.border).sort((a, b) => b - a)[0]!;
      expect(tops.filter((score) => score >= next).length).toBeGreaterThan(tops.length / 100);
    }),
  );
});

test('halves are the same each time, take nobody twice, and part each set in two', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (ids) => {
      const writers = ids.map((id, at) => ({ id, stratum: at % 3 === 0 ? 'dutch' : 'cedar' }));
      const half = splitInHalves(writers);
      expect(splitInHalves(writers)).toEqual(half);
      for (const stratum of ['dutch', 'cedar']) {
        const own = writers.filter((writer) => writer.stratum === stratum).map(({ id }) => id);
        const taken = own.filter((id) => half.has(id)).length;
        expect(Math.abs(own.length - 2 * taken)).toBeLessThanOrEqual(1);
      }
    }),
  );
});
