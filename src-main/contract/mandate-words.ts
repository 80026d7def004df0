import type { MandatePart, MandateRule, MandateWay } from './mandate.ts';

/** Counts in words, by their number. */
export const countWords = ['none', 'one', 'two', 'three', 'four', 'five', 'six'] as const;

/** An amount as people write it: thousands by commas, two decimals only where there are any. */
export function amountText(amount: number): string {
  return amount.toLocaleString('en-GB', {
    minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    maximumFractionDigits: 2,
  });
}

const partText = ({ count, group }: MandatePart): string => `${countWords[count] ?? String(count)} of ${group}`;

/** One way to sign: "one of A with one of B". */
function wayText(way: MandateWay): string {
  return way.map(partText).join(' with ');
}

/** Ways to sign: "any one of A"; "one of A with one of B, or two of B". */
export function waysText(ways: readonly MandateWay[]): string {
  const [only] = ways;
  if (ways.length === 1 && only?.length === 1) return `any ${wayText(only)}`;
  return ways.map(wayText).join(', or ');
}

/** To which amounts a rule of a mandate applies: "up to 5,000", "above", "any amount". */
export function limitText(rules: readonly MandateRule[], at: number): string {
  const upTo = rules[at]?.upTo ?? null;
  if (upTo !== null) return `up to ${amountText(upTo)}`;
  return at === 0 ? 'any amount' : 'above';
}

/** A mandate's rules as a manager reads them: "up to 5,000: any one of A; above: one of A with one of B, or two of B". */
export function rulesText(rules: readonly MandateRule[]): string {
  if (rules.length === 0) return 'no mandate: any one signatory';
  return rules.map(({ ways }, at) => `${limitText(rules, at)}: ${waysText(ways)}`).join('; ');
}

/** The place of the rule that an amount falls under; -1 where it is above every limit. */
export function ruleFor(rules: readonly MandateRule[], amount: number): number {
  return rules.findIndex(({ upTo }) => upTo === null || amount <= upTo);
}
