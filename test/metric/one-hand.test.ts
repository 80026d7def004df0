import fc from 'fast-check';
import { expect, test } from 'vitest';
import { score, type Calibration } from '../../src-main/metric/calibration.ts';
import { connected, groupByHand, groupRatio } from '../../src-main/metric/one-hand.ts';

/** Signatures as points on a line: the distance is how far they lie apart. */
const points = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 14 });
const apart = (line: readonly number[]) => (a: number, b: number) => Math.abs(line[a]! - line[b]!);
const places = (line: readonly number[]) => line.map((_, at) => at);

test('a hand among strangers comes out alone, though strangers lie near one of its signatures', () => {
  // A chain: single links of 1.5 would join all of it.
  expect(groupByHand([0, 1, 2, 3, 4], 2, apart([0, 1, 1.5, 4, 7]))).toEqual([[0, 1, 2]]);
});

test('a pair that was not measured counts as far', () => {
  const measured = (a: number, b: number) => (a + b === 1 ? 1 : undefined);
  expect(groupByHand([0, 1, 2], 2, measured)).toEqual([[0, 1]]);
});

test('no place is in two groups, groups are within one connected set, and no two of them are near enough to be one', () => {
  fc.assert(
    fc.property(points, fc.double({ min: 0.1, max: 30, noNaN: true }), (line, border) => {
      const distance = apart(line);
      const groups = groupByHand(places(line), border, distance);
      const grouped = groups.flat();
      expect(new Set(grouped).size).toBe(grouped.length);
      const links = places(line).flatMap((a) =>
        places(line)
          .filter((b) => b > a && distance(a, b) <= border)
          .map((b) => [a, b] as const),
      );
      const sets = connected(line.length, links);
      for (const group of groups) expect(sets.some((set) => group.every((at) => set.includes(at)))).toBe(true);
      const mean = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, one) => sum + b.reduce((inner, other) => inner + distance(one, other), 0), 0) /
        (a.length * b.length);
      for (const [at, group] of groups.entries())
        for (const other of groups.slice(at + 1)) expect(mean(group, other)).toBeGreaterThan(border * (1 - 1e-9));
    }),
  );
});

test('the groups are the same in whatever order the signatures come, where no two distances are equal', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { maxLength: 10 }), fc.nat(), (whole, seed) => {
      // Powers make every mean of distances differ.
      const line = whole.map((value) => value ** 1.37);
      const turned = places(line).map((at) => (at * 7 + seed) % (line.length || 1));
      fc.pre(new Set(turned).size === line.length);
      const group = (order: readonly number[]) =>
        groupByHand(order, 5e4, apart(line))
          .map((members) => [...members].sort((a, b) => a - b).join())
          .sort();
      expect(group(turned)).toEqual(group(places(line)));
    }),
  );
});

test('connected sets hold every place that a link touches, once', () => {
  const link = fc.tuple(fc.nat({ max: 19 }), fc.nat({ max: 19 }));
  fc.assert(
    fc.property(fc.array(link, { maxLength: 30 }), (links) => {
      const sets = connected(20, links);
      const touched = new Set(links.filter(([a, b]) => a !== b).flat());
      expect(sets.flat().sort((a, b) => a - b)).toEqual([...touched].sort((a, b) => a - b));
      for (const [a, b] of links)
        if (a !== b) expect(sets.find((set) => set.includes(a))).toBe(sets.find((set) => set.includes(b)));
    }),
  );
});

test("a group's ratio is the mean of what verification says of each of its signatures with the other group's as specimens", () => {
  const group = { intercept: 2, joinedWeight: -0.05, spreadWeight: 0.02, relativeWeight: -1, countWeight: 0.1 };
  const calibration: Calibration = {
    method: 'mean-of-best-two',
    groups: { one: { ...group, spreadWeight: 0, relativeWeight: 0 }, two: group, many: group },
    range: { low: -100, high: 100 },
    fittedOn: [],
  };
  const some = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(some, some, (own, other) => {
      const line = [...own, ...other];
      const distance = apart(line);
      const specimens = other.map((_, at) => own.length + at);
      const pairwise = specimens.map((a) => specimens.map((b) => distance(a, b)));
      const each = places(own).map(
        (at) => score(calibration, { distances: specimens.map((b) => distance(at, b)), pairwise }).score,
      );
      const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
      expect(groupRatio(calibration, places(own), specimens, distance)).toBeCloseTo(mean, 9);
    }),
  );
});
