import type { AwaitsReason } from '../../../src-main/contract/decide.ts';
import { amountText } from '../../../src-main/contract/mandate-words.ts';

const words: Record<AwaitsReason, string> = {
  amount: 'Amount above the limit',
  'amount-unknown': 'Amount not known',
  score: 'Low score',
};

/** Why a decision waits for a second person: "Amount above the limit, low score". */
export function awaitsText(reasons: readonly AwaitsReason[]): string {
  return reasons.map((reason, at) => (at === 0 ? words[reason] : words[reason].toLowerCase())).join(', ');
}

/** An amount, or that nobody knows it. */
export function amountOrUnknown(amount: number | null): string {
  return amount === null ? 'Not known' : amountText(amount);
}
