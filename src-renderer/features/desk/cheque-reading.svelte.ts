import type { ResponseOf } from '../../../src-main/contract/calls.ts';
import type { ReadAccount, ReadCheque, ReadMicr } from '../../../src-main/contract/reading.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';

/** What was read of one cheque of a page, and what the clerk mended of it. */
export class ChequeReading {
  /** Which cheque of the page this is, from 0. */
  readonly place: number;
  #scan = $state.raw<OpenScan | null>(null);
  /** The MICR line, as read or as mended. */
  micr = $state.raw<ReadMicr | null>(null);
  /** Whose cheque it is, by the line or the file's name. */
  account = $state.raw<ReadAccount | null>(null);

  /** What was read of the cheque itself; null where the page holds none. */
  readonly cheque: ReadCheque | null = $derived.by(() => this.#scan?.reading?.cheques[this.place] ?? null);
  /** Cheques on the page. */
  readonly onPage = $derived(this.#scan?.reading?.cheques.length ?? 0);

  constructor(place: number) {
    this.place = place;
  }

  /** Takes what was read of a page; null: forgets it. Returns the account read, or null. */
  take(scan: OpenScan | null): string | null {
    this.#scan = scan;
    this.micr = this.cheque?.micr ?? null;
    this.account = this.cheque === null ? null : withoutDoubt(this.cheque.account);
    return this.account === null ? (scan?.account ?? null) : this.account.number;
  }

  /** Takes the line as the clerk mended it. Returns the account it gives, or null. */
  takeMended({ micr, account }: ResponseOf<'mendMicr'>): string | null {
    this.micr = micr;
    this.account = withoutDoubt(account);
    return this.account.number;
  }

  /** The accounts one slip away that are worth offering while `account` is the one in the field. */
  near(account: string): ReadAccount['near'] {
    if (this.account === null || this.account.standing === 'known') return [];
    return account === '' || account === this.account.number ? this.account.near : [];
  }
}

/** A number with a character in doubt is none: it is never put in the account's field. */
function withoutDoubt(account: ReadAccount): ReadAccount {
  if (!account.number?.includes('?')) return account;
  return { ...account, number: null, standing: 'unread', from: null };
}
