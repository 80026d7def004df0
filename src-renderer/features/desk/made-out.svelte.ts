import { typedAmount } from '../mandate/typed-amount.ts';

/** What a cheque is made out for, as far as the clerk typed it. */
export class MadeOut {
  /** As typed; '' where nobody said. */
  amountText = $state('');
  /** YYYY-MM-DD; '': today. */
  day = $state('');

  /** In the currency's main unit; null: unknown. */
  readonly amount: number | null = $derived(typedAmount(this.amountText));
  readonly problem: string | null = $derived(
    this.amountText.trim() !== '' && this.amount === null ? 'An amount is written like 5,000 or 5000.50.' : null,
  );

  /** For a check: what isn't known is null. */
  get known(): { readonly amount: number | null; readonly date: string | null } {
    return { amount: this.amount, date: this.day === '' ? null : this.day };
  }
}
