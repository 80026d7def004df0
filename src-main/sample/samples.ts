import type { Box } from '../imaging/image.ts';
import { chequeDpi, chequeSize } from './cheque-form.ts';
import type { ChequeForm } from './cheque-form.ts';
import { composeCheque, encodeCheque } from './cheque.ts';
import type { ChequeText } from './cheque.ts';
import { pageOfPrint } from './print-page.ts';
import { encode, renderTrace } from './render.ts';
import type { ScannerEffects } from './render.ts';
import { seededRandom } from './seeded.ts';
import type { SeededRandom } from './seeded.ts';
import { createSigner, writeGenuine, writeImitation } from './signer.ts';
import type { Signer } from './signer.ts';

/** A file that needn't be on a disk. */
export interface SampleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A fictional account: its number, who signs, and the specimens to enrol. */
export interface SampleAccount {
  readonly account: string;
  /** The signatory's name; also the account's holder. */
  readonly holder: string;
  readonly specimens: readonly SampleFile[];
}

/** Whose hand wrote a sample's signature. */
export type SampleHand = 'genuine' | 'imitation' | 'other hand';

/** A sample cheque, and what it is meant to show. The meaning is an intention: the verdict is the model's. */
export interface SampleCheque extends SampleFile {
  readonly account: string;
  readonly hand: SampleHand;
  readonly shows: 'match' | 'review' | 'mismatch';
  /** Where the signature is, in pixels of the picture. */
  readonly signatureRegion: Box;
}

/** A scan that gets no verdict, and why. */
export interface UnreadableSample extends SampleFile {
  readonly account: string;
  readonly reason: 'blank' | 'print';
  /** What to look at, in pixels of the picture. */
  readonly signatureRegion: Box;
}

/** Everything that "try it with sample cheques" needs. */
export interface SampleSet {
  readonly accounts: readonly SampleAccount[];
  readonly cheques: readonly SampleCheque[];
  readonly unreadable: readonly UnreadableSample[];
}

interface Holder {
  readonly account: string;
  readonly signer: Signer;
  readonly bank: string;
  readonly hue: number;
}

const holders: readonly Holder[] = [
  { account: '4100-2278', signer: createSigner('sample 12', 'Elena Castellan'), bank: 'Harbour & Vale Bank', hue: 150 },
  { account: '4100-3391', signer: createSigner('sample 4', 'Tobias Lindqvist'), bank: 'Harbour & Vale Bank', hue: 150 },
  { account: '5207-0046', signer: createSigner('sample 5', 'Rosalind Okafor'), bank: 'Orchard Mutual', hue: 28 },
  { account: '5207-1185', signer: createSigner('sample 6', 'Henry Falkner'), bank: 'Orchard Mutual', hue: 28 },
  { account: '7731-9024', signer: createSigner('sample 9', 'Julia Marchetti'), bank: 'Meridian Savings', hue: 212 },
  { account: '7731-9470', signer: createSigner('sample 11', 'Kaspar Whitfield'), bank: 'Meridian Savings', hue: 212 },
];

interface Showing {
  readonly holder: number;
  readonly hand: SampleHand;
  readonly shows: SampleCheque['shows'];
  /** Of an imitation: how good it is. */
  readonly skill: number;
}

const showings: readonly Showing[] = [
  { holder: 0, hand: 'genuine', shows: 'match', skill: 1 },
  { holder: 0, hand: 'imitation', shows: 'review', skill: 0.6 },
  { holder: 1, hand: 'genuine', shows: 'match', skill: 1 },
  { holder: 2, hand: 'imitation', shows: 'mismatch', skill: 0.05 },
  { holder: 3, hand: 'genuine', shows: 'match', skill: 1 },
  { holder: 3, hand: 'other hand', shows: 'mismatch', skill: 0 },
  { holder: 4, hand: 'imitation', shows: 'review', skill: 0.6 },
  { holder: 5, hand: 'other hand', shows: 'mismatch', skill: 0 },
];

const payees = [
  'Northgate Paper Company',
  'Linden Street Dental Practice',
  'Alder and Finch Bakers',
  'Westmere Boat Yard',
] as const;
const sums: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['284.50', 'Two hundred eighty four'],
  ['1,120.00', 'One thousand one hundred twenty'],
  ['67.25', 'Sixty seven'],
  ['3,905.80', 'Three thousand nine hundred five'],
];

const paper: ScannerEffects = { paper: [255, 255, 255], noise: 2.5, shade: 6, blur: 0.5 };

function inventText(random: SeededRandom): ChequeText {
  const [amount, amountWords] = random.pick(sums);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${two(1 + random.integer(28))}/${two(1 + random.integer(12))}/2026`;
  return { payee: random.pick(payees), amount, amountWords, date };
}

const formOf = ({ account, signer, bank, hue }: Holder, number: number): ChequeForm => ({
  account,
  bank,
  hue,
  holder: signer.name,
  number: String(100 + number).padStart(6, '0'),
});

async function specimensOf({ account, signer }: Holder): Promise<SampleFile[]> {
  return Promise.all(
    [1, 2, 3, 4, 5].map(async (repetition) => {
      const random = seededRandom('specimen', account, repetition);
      const tone = random.integer(10);
      const effects: ScannerEffects = { paper: [252 - tone, 251 - tone, 247 - tone], noise: 1.5, shade: 4, blur: 0.4 };
      const picture = renderTrace(writeGenuine(signer, `specimen ${repetition}`), {
        dpi: 200,
        effects,
        seed: `${account} ${repetition}`,
      });
      const isPng = repetition % 2 === 1;
      return {
        name: `${account}-specimen-${repetition}.${isPng ? 'png' : 'jpg'}`,
        bytes: await encode(picture, isPng ? { type: 'png' } : { type: 'jpeg', quality: 92 }, 200),
      };
    }),
  );
}

function signatureFor({ hand, skill }: Showing, { signer, account }: Holder, number: number) {
  const other = createSigner(`other hand ${account} ${number}`);
  switch (hand) {
    case 'genuine':
      return writeGenuine(signer, `cheque ${number}`);
    case 'imitation':
      return writeImitation(signer, other, `cheque ${number}`, skill);
    case 'other hand':
      return writeGenuine(other, `cheque ${number}`);
  }
}

async function chequeOf(showing: Showing, number: number): Promise<SampleCheque> {
  const holder = holders[showing.holder] as Holder;
  const cheque = await composeCheque({
    form: formOf(holder, number),
    text: inventText(seededRandom('sample cheque', number)),
    drawer: holder.signer,
    signature: signatureFor(showing, holder, number),
    effects: paper,
    seed: `sample ${number}`,
  });
  const isPng = number === 1;
  return {
    name: `${holder.account}-cheque-${String(number).padStart(4, '0')}.${isPng ? 'png' : 'jpg'}`,
    bytes: await encodeCheque(cheque, isPng ? { type: 'png' } : { type: 'jpeg', quality: 90 }),
    account: holder.account,
    hand: showing.hand,
    shows: showing.shows,
    signatureRegion: cheque.signatureRegion,
  };
}

async function blankCheque(): Promise<UnreadableSample> {
  const holder = holders[1] as Holder;
  const cheque = await composeCheque({
    form: formOf(holder, 90),
    text: inventText(seededRandom('sample cheque', 'blank')),
    drawer: holder.signer,
    signature: null,
    effects: paper,
    seed: 'sample blank',
  });
  return {
    name: `${holder.account}-cheque-0090-not-signed.jpg`,
    bytes: await encodeCheque(cheque, { type: 'jpeg', quality: 90 }),
    account: holder.account,
    reason: 'blank',
    signatureRegion: cheque.signatureRegion,
  };
}

async function printedPage(): Promise<UnreadableSample> {
  const { account } = holders[2] as Holder;
  const { width, height } = chequeSize;
  return {
    name: `${account}-letter.png`,
    bytes: await encode(await pageOfPrint(width, height), { type: 'png' }, chequeDpi),
    account,
    reason: 'print',
    signatureRegion: { x: 0, y: 0, width, height },
  };
}

/**
 * Makes the sample set: six accounts with five specimens each, eight cheques that are meant to show the three
 * verdicts, and two scans that can't be judged. Nobody in it exists. Always the same set.
 */
export async function sampleSet(): Promise<SampleSet> {
  const [accounts, cheques, unreadable] = await Promise.all([
    Promise.all(
      holders.map(async (holder) => ({
        account: holder.account,
        holder: holder.signer.name,
        specimens: await specimensOf(holder),
      })),
    ),
    Promise.all(showings.map((showing, index) => chequeOf(showing, index + 1))),
    Promise.all([blankCheque(), printedPage()]),
  ]);
  return { accounts, cheques, unreadable };
}
