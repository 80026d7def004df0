import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MandateGroup } from '../../src-main/contract/mandate.ts';
import { judgeMandate, type MandateSignatory } from '../../src-main/mandate/judge-mandate.ts';
import { mandateReasons } from '../../src-main/mandate/mandate-reasons.ts';
import { readRules } from '../../src-main/mandate/read-words.ts';

const guide = readFileSync(new URL('../../docs/operator-guide.md', import.meta.url), 'utf8');

const borders = { matchAbove: 3, mismatchBelow: -1 };
const signatories: MandateSignatory[] = ['Ann', 'Abe', 'Bob', 'Bea', 'Ben'].map((name) => ({
  id: name,
  name,
  borders,
}));
const member = (signatory: string, to: string | null = null) => ({ signatory, from: null, to });
const groups: MandateGroup[] = [
  { name: 'A', members: [member('Ann'), member('Abe')] },
  { name: 'B', members: [member('Bob'), member('Bea'), member('Ben', '2026-06-30')] },
];

/** Ratios that a signature of the guide has with each signatory: far above the match border, between, or far below. */
function ratiosOf(signature: string): number[] {
  const [, name, unclear] = /^(.+?)( \(unclear\))?$/.exec(signature)!;
  return signatories.map((each) => (each.name !== name ? -8 : unclear ? 3 : 8));
}

const examples = [...guide.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, number, rest]) => {
  const [mandate, amount, signatures, verdict, says] = rest!.split(' | ') as [string, string, string, string, string];
  const [sum, day = '2026-11-25'] = amount.split(' on ') as [string, string?];
  return {
    number,
    mandate,
    amount: sum === 'unknown' ? null : Number(sum.replaceAll(',', '')),
    day,
    signatures: signatures.split(', '),
    verdict,
    says,
  };
});

describe("the operator's guide on mandates", () => {
  it('has ten examples', () =>
    expect(examples.map(({ number }) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

  it.each(examples)('example $number: $verdict, as the app judges it', (example) => {
    const { mandate, amount, day, signatures, verdict, says } = example;
    const rules = readRules(mandate);
    const judgement = judgeMandate({ groups, rules, day, amount, signatories, ratios: signatures.map(ratiosOf) });
    expect(judgement.verdict).toBe(verdict);
    expect(mandateReasons(judgement, { rules, amount }, signatories)).toContain(says);
  });
});
