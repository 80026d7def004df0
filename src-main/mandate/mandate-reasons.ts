import type { MandateRule } from '../contract/mandate.ts';
import { amountText, countWords, limitText, waysText } from '../contract/mandate-words.ts';
import type { MandateJudgement, MandateSignatory, MissingPart } from './judge-mandate.ts';

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const;

/** "A signature of group A is missing.", "A second signature of group B is missing.", "Two signatures of group B are missing." */
function missingText({ group, count, of }: MissingPart): string {
  if (count > 1) {
    const many = countWords[count] ?? String(count);
    return `${many.charAt(0).toUpperCase()}${many.slice(1)} signatures of group ${group} are missing.`;
  }
  return of === 1
    ? `A signature of group ${group} is missing.`
    : `A ${ordinals[of] ?? 'further'} signature of group ${group} is missing.`;
}

/**
 * Why a mandate is met, may be or isn't, in plain words: which rule counted, who signed for which group, and what is missing.
 * @returns two sentences or more
 */
export function mandateReasons(
  judgement: MandateJudgement,
  { rules, amount }: { readonly rules: readonly MandateRule[]; readonly amount: number | null },
  signatories: readonly MandateSignatory[],
): string[] {
  if (judgement.rule === null) {
    const highest = rules.at(-1)?.upTo ?? 0;
    return [
      `The amount ${amountText(amount ?? 0)} is above all that the mandate allows (${amountText(highest)}).`,
      'Nobody may sign for it under this mandate.',
    ];
  }
  const rule = `${limitText(rules, judgement.rule)}: ${waysText(rules[judgement.rule]!.ways)}`;
  const reasons = [
    judgement.strictest
      ? `The amount isn't known, so the strictest rule of the mandate counts (${rule}).`
      : `The mandate's rule that counts: ${rule}.`,
  ];
  for (const { signatory, group, level, score } of judgement.assigned) {
    const { name } = signatories[signatory]!;
    if (level === 2) reasons.push(`${name} signed for group ${group}.`);
    else if (score === null) reasons.push(`A signature that can't be compared may be ${name}'s, for group ${group}.`);
    else reasons.push(`${name} may have signed for group ${group}: a person has to look.`);
  }
  reasons.push(...judgement.missing.map(missingText));
  if (judgement.verdict === 'match') reasons.push('The mandate is met.');
  return reasons;
}
