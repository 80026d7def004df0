import { createHash } from 'node:crypto';
import { normaliseAccountNumber } from '../../contract/account-number.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { ReadPageMicr } from '../../engine/cheque-protocol.ts';
import { EngineError } from '../../engine/engine-error.ts';
import type { OwnScheme } from '../../engine/micr-text.ts';
import type { BatchItem, NewOutcome } from '../../store/batches.ts';
import type { NewCheck } from '../../store/reference-store.ts';
import { accountFromName } from '../account-pattern.ts';
import { chequeAccount } from '../cheque-account.ts';
import { chequeOf, frontOf, readScanPage, type PageReading } from '../read-scan.ts';
import { judgeCheque, type CheckParts } from '../verify-cheque.ts';

/** What became of an item: a check to put on record with it, or why there is none. */
export interface JudgedItem {
  readonly outcome: NewOutcome;
  /** null: it couldn't be judged. */
  readonly check: NewCheck | null;
}

/** Whose cheque it is. */
interface ItemAccount {
  readonly number: string;
  readonly flags: readonly string[];
}

type Read = (parsed: NonNullable<ReadPageMicr['parsed']>) => string | null;

/** A field of the line where every one of its characters is beyond doubt. */
const sure = (text: string | null | undefined): string | null =>
  text !== null && text !== undefined && text !== '' && !text.includes('?') ? text : null;

/** What no other cheque's line shares: scheme, bank, account and cheque number; null: one of them isn't known for sure. */
const chequeIdentity: Read = ({ scheme, bank, account, chequeNumber }) => {
  const number = sure(chequeNumber);
  const drawnOn = sure(account);
  if (number === null || drawnOn === null || bank?.includes('?')) return null;
  return [scheme, bank ?? '', normaliseAccountNumber(drawnOn), number].join('|');
};

/** The amount that the line gives, in the currency's main unit: it is printed there in the hundredth part. */
function amountOnLine({ fields }: NonNullable<ReadPageMicr['parsed']>): number | null {
  const text = sure(fields.find(({ name }) => name === 'amount')?.text);
  return text !== null && /^\d+$/.test(text) ? Number(text) / 100 : null;
}

/** Whether a number can be the one that was read with characters in doubt. */
function fits(number: string, doubtful: string): boolean {
  const [whole, read] = [normaliseAccountNumber(number), normaliseAccountNumber(doubtful)];
  return (
    whole.length === read.length && [...read].every((character, at) => character === '?' || character === whole[at])
  );
}

/**
 * The account: by the MICR line; where none was read, or one with characters in doubt that it fits, by the manifest, else by the
 * file's name.
 * @throws CallFailure `no-account`
 */
async function accountOf(
  parts: CheckParts,
  item: BatchItem,
  line: ReadPageMicr | null,
  byName: string | null,
  own: readonly OwnScheme[],
): Promise<ItemAccount> {
  const read = await chequeAccount(parts.store, line?.parsed ?? null, null, null, own);
  const named = item.account ?? byName;
  if (read.number !== null && read.standing !== 'unread') {
    const differs =
      item.account !== null && normaliseAccountNumber(item.account) !== normaliseAccountNumber(read.number);
    return { number: read.number, flags: differs ? ['account-differs'] : [] };
  }
  if (named !== null && (read.number === null || fits(named, read.number))) return { number: named, flags: [] };
  const hint = read.near.length > 0 ? ` Did you mean ${read.near.map(({ account }) => account).join(' or ')}?` : '';
  const unread = line
    ? `The MICR line (${line.text}) fits no form of line that is known`
    : 'No MICR line could be read';
  const why =
    read.number === null
      ? `${unread}, and neither the manifest nor the file's name gives an account.`
      : `The account couldn't be read off the MICR line for sure (${read.number}).`;
  throw new CallFailure({ fault: 'no-account', message: `${why}${hint}` });
}

/**
 * Judges one cheque of a batch.
 *
 * @param parts `engine`: the one that has this scan
 * @throws EngineError of the engine itself: nothing is known of the scan then; StoreError
 */
export async function judgeItem(
  parts: CheckParts,
  item: BatchItem,
  bytes: Uint8Array,
  accountPattern: RegExp,
): Promise<JudgedItem> {
  const known: Known = {
    account: null,
    amount: item.amount,
    scanHash: createHash('sha256').update(bytes).digest('hex'),
    line: null,
    flags: [],
    further: 0,
  };
  try {
    return await judged(parts, item, bytes, accountPattern, known);
  } catch (error) {
    const ofTheScan = (error instanceof EngineError && error.origin === 'scan') || error instanceof CallFailure;
    if (!ofTheScan) throw error;
    const { fault, message } = error;
    return { outcome: { ...known, verdict: null, score: null, reasons: [message], fault }, check: null };
  }
}

/** What is found out on the way. */
type Known = { -readonly [Name in 'account' | 'amount' | 'scanHash' | 'line' | 'flags' | 'further']: NewOutcome[Name] };

async function judged(
  parts: CheckParts,
  item: BatchItem,
  bytes: Uint8Array,
  accountPattern: RegExp,
  known: Known,
): Promise<JudgedItem> {
  if (bytes.byteLength === 0) throw new CallFailure({ fault: 'empty', message: 'The file is empty (0 bytes).' });
  const readPage = (page: number): Promise<PageReading> =>
    readScanPage(parts, { bytes, page, fileNameAccount: item.account });
  const reading = await frontOf(await readPage(0), readPage);
  const line = chequeOf(reading, item.cheque)?.micr ?? null;
  if (line?.parsed) {
    known.line = chequeIdentity(line.parsed);
    known.amount ??= amountOnLine(line.parsed);
  }
  known.further = reading.page.kind === 'cheque' ? Math.max(0, reading.page.cheques.length - 1) : 0;
  const { number, flags } = await accountOf(
    parts,
    item,
    line,
    accountFromName(accountPattern, item.file),
    reading.micrSchemes,
  );
  known.account = number;
  known.flags = flags;
  const { judged: cheque, toRecord } = await judgeCheque(
    { ...parts, explains: 'doubtful' },
    {
      bytes,
      name: item.file,
      page: reading.page.scan.page,
      account: number,
      region: null,
      cheque: item.cheque,
      reading,
      amount: known.amount,
      date: item.date,
    },
  );
  const differs = flags.includes('account-differs')
    ? [`The manifest says account ${item.account}, the MICR line ${cheque.account.number}.`]
    : [];
  return {
    outcome: {
      ...known,
      account: cheque.account.number,
      verdict: cheque.verdict,
      score: cheque.judgement.score,
      reasons: [...differs, ...cheque.reasons],
      fault: null,
    },
    check: toRecord,
  };
}
