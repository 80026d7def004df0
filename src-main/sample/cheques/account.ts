import { seededRandom } from '../seeded.ts';
import type { SeededRandom } from '../seeded.ts';
import { bankName } from './layout.ts';
import type { ChequeLayout, LabelNames } from './layout.ts';
import { drawCodedAccount } from './micr-line.ts';
import type { CodedAccount } from './micr-line.ts';
import { address, companyName, personName } from './words.ts';

/** Somebody's account: what all their cheques have in common. */
export interface ChequeAccount {
  readonly coded: CodedAccount;
  readonly layout: ChequeLayout;
  /** Seeds of those who sign, as ground truth names them. */
  readonly signers: readonly [string, ...string[]];
  readonly names: Omit<LabelNames, 'number' | 'year'> & { readonly sortCode: string };
  /** Draws what one bank prints on all its cheques: the background's pattern, colours, logo. */
  readonly printing: SeededRandom;
}

/** How many accounts a set of cheques is drawn on. */
export const accountCount = 160;

function companySuffix(layout: ChequeLayout): string {
  return layout.scheme === 'us-business' ? 'Inc' : 'Ltd';
}

/**
 * An account that doesn't exist. The same key gives the same one.
 *
 * @param key names it: the seed of the set and the account's number, or the writer whose scans are laid on the cheques.
 * @param layouts to choose from.
 */
export function chequeAccount(
  key: readonly (string | number)[],
  layouts: readonly [ChequeLayout, ...ChequeLayout[]],
): ChequeAccount {
  const random = seededRandom('cheque account', ...key);
  const layout = random.pick(layouts);
  const coded = drawCodedAccount(layout.scheme, random.child('coded'));
  const naming = random.child('names');
  const [street, town] = address(naming);
  const first = key.join(' ');
  const printing = seededRandom('cheque printing', layout.id, random.integer(12));
  const sort = coded.bank;
  return {
    coded,
    layout,
    signers: [`${first} a`, `${first} b`, `${first} c`],
    names: {
      holder: layout.business || naming.chance(0.15) ? companyName(naming, companySuffix(layout)) : personName(naming),
      bank: bankName(printing.child('bank')),
      branch: `${town.replace(/ .*/, '')} branch, ${street}`,
      account: coded.account,
      bankCode: sort.slice(-6),
      sortCode: sort.length === 6 ? `${sort.slice(0, 2)}-${sort.slice(2, 4)}-${sort.slice(4)}` : sort,
      street,
      town,
    },
    printing,
  };
}
