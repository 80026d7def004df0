import '../property-seed.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MandateRule, MandateWay } from '../../src-main/contract/mandate.ts';
import { ruleFor, rulesText } from '../../src-main/contract/mandate-words.ts';
import { mandateOn } from '../../src-main/mandate/in-force.ts';
import { MandateWordsError, readRules } from '../../src-main/mandate/read-words.ts';

const ways = fc.array(
  fc
    .uniqueArray(
      fc.record({
        count: fc.integer({ min: 1, max: 6 }),
        group: fc.stringMatching(/^[A-Z][A-Z0-9]{0,7}$/),
      }),
      { minLength: 1, maxLength: 6, selector: ({ group }) => group },
    )
    .filter((parts) => parts.reduce((sum, { count }) => sum + count, 0) <= 6)
    .map((parts): MandateWay => parts),
  { minLength: 1, maxLength: 12 },
);
const rules: fc.Arbitrary<MandateRule[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 6 }),
    fc.boolean(),
    fc.array(ways, { minLength: 6, maxLength: 6 }),
  )
  .map(([cents, open, all]) => {
    const limits = cents.sort((a, b) => a - b).map((each) => each / 100);
    return limits.map((limit, at) => ({ upTo: open && at === limits.length - 1 ? null : limit, ways: all[at]! }));
  });

describe('mandates in words', () => {
  it('read back what was printed', () => {
    fc.assert(
      fc.property(rules, (written) => {
        expect(readRules(rulesText(written))).toEqual(written);
      }),
    );
  });

  it('print the sentence that a manager reads', () => {
    const sentence = 'up to 5,000: any one of A; above: one of A with one of B, or two of B';
    expect(rulesText(readRules(sentence))).toBe(sentence);
    expect(rulesText(readRules('Up to 5000.50: 1 of a; over 5,000.50: one of A and 1 of group B or 2 of B.'))).toBe(
      'up to 5,000.50: any one of A; above: one of A with one of B, or two of B',
    );
    expect(rulesText(readRules('two of DIR'))).toBe('any amount: any two of DIR');
  });

  it.each([
    ['', 'Say who signs'],
    ['up to 5,000', "can't be read"],
    ['up to 5,00: one of A', `"5,00" isn't an amount`],
    ['above: one of A', 'needs a rule with a limit before it'],
    ['up to 100: one of A; above 200: two of A', 'a gap or an overlap'],
    ['up to 100: one of A; up to 50: two of A', 'limits rise'],
    ['seven of A', `"seven" isn't a number`],
    ['one of A with one of A', 'two of A'],
    ['four of A with three of B', 'at most six signatures'],
    ['one of', "can't be read"],
  ])('refuse %j and say why', (words, why) => {
    expect(() => readRules(words)).toThrow(MandateWordsError);
    expect(() => readRules(words)).toThrow(why);
  });

  it('count the limit itself in', () => {
    const read = readRules('up to 5,000: one of A; up to 9,000: two of A');
    expect([0, 5000, 5000.01, 9000, 9000.01].map((amount) => ruleFor(read, amount))).toEqual([0, 0, 1, 1, -1]);
  });
});

describe('mandateOn', () => {
  const at = (from: string, mark: number, some: readonly unknown[] = ['rule']) => ({ from, mark, rules: some });
  const all = [
    at('2026-01-01', 1),
    at('2026-06-01', 2),
    at('2026-03-01', 3),
    at('2026-06-01', 4),
    at('2026-09-01', 5, []),
  ];

  it.each([
    ['2025-12-31', null],
    ['2026-01-01', 1],
    ['2026-03-01', 3],
    ['2026-05-31', 3],
    ['2026-06-01', 4],
    ['2026-09-01', null],
  ])('is, on %s, the one that began last: %s', (day, mark) => expect(mandateOn(all, day)?.mark ?? null).toBe(mark));
});
