import '../property-seed.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MandateRule, MandateWay } from '../../src-main/contract/mandate.ts';
import { judgeMandate, triesAmong, type MandateQuestion } from '../../src-main/mandate/judge-mandate.ts';

type Verdict = 'match' | 'review' | 'mismatch';
const rank: Record<Verdict, number> = { mismatch: 0, review: 1, match: 2 };
const byRank: Verdict[] = ['mismatch', 'review', 'match'];
const day = '2026-11-25';

/** The groups each signatory is in on the day, written anew for the brute-force judge. */
function groupsOn({ groups, signatories }: MandateQuestion): string[][] {
  return signatories.map(({ id }) =>
    groups
      .filter(({ members }) =>
        members.some((each) => each.signatory === id && (each.from ?? '') <= day && day <= (each.to ?? '9')),
      )
      .map(({ name }) => name),
  );
}

/** Tries every way to fill every place, place by place, with every signature and signatory. */
function bruteWay(way: MandateWay, levels: number[][], groups: string[][]): { verdict: Verdict; missing: number } {
  const places = way.flatMap(({ count, group }) => Array.from({ length: count }, () => group));
  let best = { verdict: 0, missing: places.length };
  const fill = (at: number, used: number[], taken: number[], lowest: number, missing: number): void => {
    if (at === places.length) {
      const verdict = missing > 0 ? 0 : lowest;
      if (verdict > best.verdict || (verdict === best.verdict && missing < best.missing)) best = { verdict, missing };
      return;
    }
    fill(at + 1, used, taken, lowest, missing + 1);
    for (const [signature, row] of levels.entries()) {
      if (used.includes(signature)) continue;
      for (const [signatory, level] of row.entries()) {
        if (level === 0 || taken.includes(signatory) || !groups[signatory]!.includes(places[at]!)) continue;
        fill(at + 1, [...used, signature], [...taken, signatory], Math.min(lowest, level), missing);
      }
    }
  };
  fill(0, [], [], 2, 0);
  return { verdict: byRank[best.verdict]!, missing: best.missing };
}

function bruteRule(question: MandateQuestion, rule: MandateRule): { verdict: Verdict; missing: number } {
  const named = rule.ways.flatMap((way) => way.map(({ group }) => group));
  const groups = groupsOn(question).map((those) => those.filter((name) => named.includes(name)));
  const eligible = groups.filter((those) => those.length > 0).length;
  const needed = Math.min(...rule.ways.map((way) => way.reduce((sum, { count }) => sum + count, 0)));
  const less = Math.log((eligible || 1) * Math.max(1, question.ratios.length - needed + 1));
  const levels = question.ratios.map((row) =>
    row.map((ratio, at) => {
      const { borders } = question.signatories[at]!;
      if (ratio === null || !borders) return 1;
      return ratio - less >= borders.matchAbove ? 2 : ratio - less < borders.mismatchBelow ? 0 : 1;
    }),
  );
  return rule.ways
    .map((way) => bruteWay(way, levels, groups))
    .reduce((a, b) =>
      rank[b.verdict] > rank[a.verdict] || (b.verdict === a.verdict && b.missing < a.missing) ? b : a,
    );
}

function brute(question: MandateQuestion): { verdict: Verdict; missing: number } {
  const { amount, rules } = question;
  if (amount === null)
    return rules
      .map((rule) => bruteRule(question, rule))
      .reduce((a, b) =>
        rank[b.verdict] < rank[a.verdict] || (b.verdict === a.verdict && b.missing > a.missing) ? b : a,
      );
  const rule = rules.find(({ upTo }) => upTo === null || amount <= upTo);
  return rule ? bruteRule(question, rule) : { verdict: 'mismatch', missing: 0 };
}

const groupNames = ['A', 'B', 'C'] as const;
const date = fc.constantFrom(null, '2020-01-01', '2026-11-24', day, '2026-11-26', '2030-01-01');
const wayOf = fc
  .uniqueArray(fc.record({ count: fc.integer({ min: 1, max: 2 }), group: fc.constantFrom(...groupNames) }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ group }) => group,
  })
  .map((parts): MandateWay => parts);
const waysOf = fc.array(wayOf, { minLength: 1, maxLength: 3 });

const rulesOf = fc
  .tuple(fc.array(waysOf, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([all, open]) =>
    all.map((ways, at) => ({ ways, upTo: open && at === all.length - 1 ? null : (at + 1) * 1000 })),
  );

const questions: fc.Arbitrary<MandateQuestion> = fc
  .record({ people: fc.integer({ min: 1, max: 4 }), written: fc.integer({ min: 0, max: 4 }) })
  .chain(({ people, written }) =>
    fc.record({
      day: fc.constant(day),
      amount: fc.constantFrom(null, 0, 1000, 1000.01, 2000, 3000.5),
      rules: rulesOf,
      groups: fc.tuple(
        ...groupNames.map((name) =>
          fc.record({
            name: fc.constant(name),
            members: fc.array(
              fc.record({ signatory: fc.constantFrom(...'0123'.slice(0, people)), from: date, to: date }),
              { maxLength: 5 },
            ),
          }),
        ),
      ),
      signatories: fc.tuple(
        ...Array.from({ length: people }, (_, at) =>
          fc.record({
            id: fc.constant(String(at)),
            name: fc.constant(`S${at}`),
            borders: fc.constantFrom({ matchAbove: 3, mismatchBelow: -1 }, { matchAbove: 2, mismatchBelow: 0 }, null),
          }),
        ),
      ),
      ratios: fc.array(
        fc.array(fc.option(fc.integer({ min: -4, max: 8 }), { freq: 8 }), { minLength: people, maxLength: people }),
        { minLength: written, maxLength: written },
      ),
    }),
  );

describe('judgeMandate', () => {
  it('comes to the verdict of a judge that tries everything, with as few signatures missing', () => {
    const seen = { match: 0, review: 0, mismatch: 0 };
    fc.assert(
      fc.property(questions, (question) => {
        const judged = judgeMandate(question);
        seen[judged.verdict]++;
        const missing = judged.missing.reduce((sum, { count }) => sum + count, 0);
        expect({ verdict: judged.verdict, missing }).toEqual(brute(question));
      }),
      { numRuns: 3000 },
    );
    // The examples aren't all of one kind.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  it('counts no signature and no signatory twice, and only members of the group on the day', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { assigned, way, missing } = judgeMandate(question);
        expect(new Set(assigned.map(({ signature }) => signature)).size).toBe(assigned.length);
        expect(new Set(assigned.map(({ signatory }) => signatory)).size).toBe(assigned.length);
        const groups = groupsOn(question);
        for (const { signatory, group } of assigned) expect(groups[signatory]).toContain(group);
        for (const { count, group } of way ?? []) {
          const there = assigned.filter((each) => each.group === group).length;
          expect(there + (missing.find((each) => each.group === group)?.count ?? 0)).toBe(count);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never judges worse where a ratio rises', () => {
    fc.assert(
      fc.property(questions, fc.nat(), fc.nat(), (question, row, column) => {
        const signature = row % Math.max(1, question.ratios.length);
        const signatory = column % question.signatories.length;
        const raised = question.ratios.map((each, at) =>
          each.map((ratio, place) => (at === signature && place === signatory && ratio !== null ? ratio + 3 : ratio)),
        );
        const before = judgeMandate(question).verdict;
        expect(rank[judgeMandate({ ...question, ratios: raised }).verdict]).toBeGreaterThanOrEqual(rank[before]);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes off what the house rule does where any one of m signatories signs', () => {
    expect(triesAmong(3, 1, 1)).toBe(3);
    // Two signatures of which one has to be good: one more try for a forgery.
    expect(triesAmong(3, 2, 1)).toBe(6);
    // Both have to be good: nothing to choose from.
    expect(triesAmong(3, 2, 2)).toBe(3);
  });

  it('refuses what is no number', () => {
    const question: MandateQuestion = {
      groups: [{ name: 'A', members: [{ signatory: '0', from: null, to: null }] }],
      rules: [{ upTo: null, ways: [[{ count: 1, group: 'A' }]] }],
      day,
      amount: 1,
      signatories: [{ id: '0', name: 'Ann', borders: { matchAbove: 3, mismatchBelow: -1 } }],
      ratios: [[5]],
    };
    expect(judgeMandate(question).verdict).toBe('match');
    expect(() => judgeMandate({ ...question, ratios: [[Number.NaN]] })).toThrow(RangeError);
    expect(() => judgeMandate({ ...question, amount: -1 })).toThrow(RangeError);
    expect(() => judgeMandate({ ...question, amount: Number.NaN })).toThrow(RangeError);
    expect(() => judgeMandate({ ...question, rules: [] })).toThrow(RangeError);
  });
});
