import { createHash } from 'node:crypto';
import type { Box } from '../contract/box.ts';
import { CallFailure } from '../contract/calls.ts';
import type { Verdict } from '../contract/check.ts';
import type { Thresholds } from '../contract/settings.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { OwnScheme } from '../engine/micr-text.ts';
import type { ExaminedSignature } from '../engine/protocol.ts';
import type { Account, NewCheck, ReferenceStore, Specimen } from '../store/reference-store.ts';
import { recordedCheck, type ChequeReading } from './check-record.ts';
import { chequeAccount } from './cheque-account.ts';
import type { Explanation } from './explain.ts';
import { judgeByMandate, mandateInForce, type JudgedMandate } from './judge-by-mandate.ts';
import {
  bySignatory,
  explainSignatures,
  judgeSignatures,
  reasonsForOthers,
  type ExplainedSignature,
} from './judge-signatures.ts';
import type { Judgement } from './judge.ts';
import type { KnownDistances } from './known-distances.ts';
import { layoutRegion } from './layouts.ts';
import type { ModelInUse } from './model-in-use.ts';
import {
  foundSignatures,
  requireApart,
  requireQuality,
  signatureInRegion,
  signatureOnStraightened,
  type QuestionedScan,
} from './questioned.ts';
import { chequeOf, readScanPage, type PageReading } from './read-scan.ts';
import { templatesFor } from './templates.ts';

/** All that a check needs, whoever asks for it: the window or the command line. */
export interface CheckParts {
  readonly store: ReferenceStore;
  readonly engine: Engine;
  readonly model: ModelInUse;
  readonly thresholds: Thresholds;
  readonly policyHash: string;
  readonly operator: string;
  /** The bank's own MICR schemes in force; none where they are left out. */
  readonly micrSchemes?: readonly OwnScheme[];
  /** Distances among specimens from earlier checks on this store, where somebody keeps them. */
  readonly known?: KnownDistances;
  /** What is explained: every judgement, or (for a batch) only those that a person has to look at; default: every one. */
  readonly explains?: 'all' | 'doubtful';
}

export interface ChequeToCheck {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly page: number;
  /** null: as the MICR line says, else the file's name. */
  readonly account: string | null;
  /** null: the signatures that are found, else the bank layout's region for the account, else the whole picture. */
  readonly region: Box | null;
  /** Which cheque of the page; the first where it is left out. */
  readonly cheque?: number;
  /** The page as it was read before; it is read now where that is needed. */
  readonly reading?: PageReading | null;
  /** The account that the file's name gives. */
  readonly fileNameAccount?: string | null;
  /** What it is made out for, in the currency's main unit, where that is known. */
  readonly amount?: number | null;
  /** Its day, YYYY-MM-DD; without it, today: the account's mandate of that day counts. */
  readonly date?: string | null;
}

/** A check that came to a verdict and is on record. Judgement, explanation and pictures are the deciding signature's. */
export interface CheckedCheque {
  readonly check: string;
  readonly at: string;
  readonly account: Account;
  /** The mandate's where the account has one, else the deciding signature's. */
  readonly verdict: Verdict;
  /** null: the account has no mandate. */
  readonly mandate: JudgedMandate | null;
  readonly judgement: Judgement;
  readonly reasons: readonly string[];
  readonly explanation: Explanation;
  /** `cleanPng` is the ink as it was compared: straightened where the judgement says so. */
  readonly examined: Pick<ExaminedSignature, 'scan' | 'region' | 'inkBox' | 'timings'> & {
    readonly cropPng: Uint8Array;
    readonly cleanPng: Uint8Array;
  };
  /** Every signature that was looked at, in the order they were found. */
  readonly signatures: readonly ExplainedSignature[];
  /** What was read of the cheque; null: nothing was asked of it, or no cheque was found. */
  readonly reading: ChequeReading | null;
  readonly specimens: readonly Specimen[];
  readonly provider: string;
  readonly compareMilliseconds: number;
  /** From the bytes to the verdict, before it was put on record. */
  readonly verdictMilliseconds: number;
}

/** The account with its active specimens, ready to compare. */
async function specimensToCompare(
  parts: CheckParts,
  number: string,
): Promise<{ account: Account; specimens: Specimen[] }> {
  const account = await parts.store.findAccount(number);
  if (!account) {
    const near = await parts.store.nearAccounts(number);
    const hint = near.length > 0 ? ` Did you mean ${near.map((each) => each.number).join(' or ')}?` : '';
    throw new CallFailure({
      fault: 'no-account',
      field: 'account',
      message: `Account ${number} isn't on file.${hint}`,
    });
  }
  const specimens = await parts.store.specimensOf(number, { modelHash: parts.model.hash });
  if (specimens.length === 0) {
    throw new CallFailure({
      fault: 'no-specimens',
      field: 'account',
      message: `Account ${account.number} has no specimen on file to compare with. Enrol one first.`,
    });
  }
  return { account, specimens };
}

/** What was read of the cheque to check; null: no cheque on the page. @throws CallFailure `no-such-cheque` */
async function readingOf(
  parts: CheckParts,
  cheque: ChequeToCheck,
  reading: PageReading | null,
): Promise<ChequeReading | null> {
  const place = cheque.cheque ?? 0;
  const read = chequeOf(reading, place);
  if (!reading || !read) {
    if (place === 0) return null;
    throw new CallFailure({ fault: 'no-such-cheque', message: 'There is no such cheque on this page.' });
  }
  const mended = reading.mended.get(place) ?? null;
  const account = await chequeAccount(
    parts.store,
    read.micr?.parsed ?? null,
    mended,
    cheque.fileNameAccount ?? null,
    reading.micrSchemes,
  );
  return { place, cheque: read, mended, account };
}

/** @throws CallFailure `no-account` where neither the request, the line nor the file's name gives one for sure */
function accountToCheck(cheque: ChequeToCheck, reading: ChequeReading | null): string {
  const read = reading ? reading.account : { number: cheque.fileNameAccount ?? null, standing: 'unknown', near: [] };
  const number = cheque.account ?? (read.standing === 'unread' ? null : read.number);
  if (number !== null) return number;
  const hint = read.near.length > 0 ? ` Did you mean ${read.near.map(({ account }) => account).join(' or ')}?` : '';
  throw new CallFailure({
    fault: 'no-account',
    field: 'account',
    message: `The account couldn't be read off the scan for sure. Say which it is.${hint}`,
  });
}

/** The signatures to judge. @throws EngineError where the scan holds none that can be judged */
async function questionedOf(
  { store, engine }: CheckParts,
  cheque: ChequeToCheck,
  account: string,
  reading: PageReading | null,
  read: ChequeReading | null,
): Promise<QuestionedScan> {
  const { bytes, page, region } = cheque;
  if (reading) requireApart(reading.page);
  if (read) requireQuality(read.cheque);
  if (region) {
    return read && !read.cheque.asItLies
      ? signatureOnStraightened(engine, { bytes, page }, { cheque: read.place, box: region })
      : signatureInRegion(engine, { bytes, page }, region);
  }
  const byLayout = reading && (await layoutRegion(store, account, reading.page.scan));
  // A bank that says where its signatures are is believed, unless the cheque itself could be read.
  const whole = read !== null && (read.cheque.micr !== null || !read.cheque.asItLies || !byLayout);
  if (reading && whole) return foundSignatures(reading.page, read.cheque);
  return signatureInRegion(engine, { bytes, page }, byLayout);
}

/** A cheque that came to a verdict, and what has to be put on record before anyone sees it. */
export interface JudgedCheque {
  readonly judged: Omit<CheckedCheque, 'check' | 'at'>;
  readonly toRecord: NewCheck;
}

/**
 * Judges one cheque: has the engine read the scan, finds the account and its specimens, compares, judges and explains.
 *
 * @throws CallFailure `no-account`, `no-specimens`, `no-such-cheque`; EngineError where the scan can't be judged; StoreError
 */
export async function judgeCheque(parts: CheckParts, cheque: ChequeToCheck): Promise<JudgedCheque> {
  const started = performance.now();
  const { store, engine, model } = parts;
  // An account that nobody has on file is told before the scan is read.
  const named = cheque.account === null ? null : await specimensToCompare(parts, cheque.account);
  const held = cheque.reading?.modelHash === model.hash ? cheque.reading : null;
  const needed = named === null || cheque.region === null;
  const fileNameAccount = cheque.fileNameAccount ?? null;
  const reading =
    held ??
    (needed ? await readScanPage(parts, { ...cheque, fileNameAccount: cheque.account ?? fileNameAccount }) : null);
  const read = await readingOf(parts, cheque, reading);
  const { account, specimens } = named ?? (await specimensToCompare(parts, accountToCheck(cheque, read)));
  const questioned = await questionedOf(parts, cheque, account.number, reading, read);

  const from = performance.now();
  const signatories = bySignatory(specimens, await templatesFor(store, engine, model, specimens));
  const inForce = await mandateInForce(store, account.number, cheque);
  const { signatures: judged, mandate } = inForce
    ? await judgeByMandate(parts, inForce, questioned.signatures, signatories)
    : { signatures: await judgeSignatures(parts, questioned.signatures, signatories), mandate: null };
  const compareMilliseconds = performance.now() - from;
  const verdictMilliseconds = performance.now() - started;

  const signatures = await explainSignatures(engine, model, judged, specimens, parts.explains);
  const decides = signatures.find((signature) => signature.decides);
  if (!decides?.judgement || !decides.explanation) throw new Error('No signature decides.');
  const verdict = mandate?.judgement.verdict ?? decides.judgement.verdict;
  const reasons = [...(mandate?.reasons ?? []), ...decides.reasons, ...reasonsForOthers(signatures)];
  const { versions, providers } = await engine.ready();
  const provider = providers?.provider ?? 'none';
  const { region, inkBox, cropPng } = decides.questioned;
  const others = questioned.signatures.filter((signature) => signature !== decides.questioned);
  return {
    judged: {
      account,
      verdict,
      mandate,
      judgement: decides.judgement,
      reasons,
      explanation: decides.explanation,
      examined: {
        scan: questioned.scan,
        region,
        inkBox,
        timings: questioned.timings,
        cropPng,
        cleanPng: decides.comparedPng,
      },
      signatures,
      reading: read,
      specimens,
      provider,
      compareMilliseconds,
      verdictMilliseconds,
    },
    toRecord: {
      account: account.number,
      scanHash: createHash('sha256').update(cheque.bytes).digest('hex'),
      scanName: cheque.name,
      result: recordedCheck(signatures, { reasons, mandate, compared: signatories }, questioned.scan, read, versions),
      modelId: model.id,
      modelHash: model.hash,
      policyHash: parts.policyHash,
      provider,
      questionedPng: cropPng,
      cleanPng: decides.comparedPng,
      inks: [decides.questioned, ...others].map(({ cleanPng }) => cleanPng),
      amount: cheque.amount ?? null,
      operator: parts.operator,
    },
  };
}

/**
 * Checks one cheque: judges it, and puts the check on record before anyone sees it.
 *
 * @throws as {@link judgeCheque}; StoreError
 */
export async function verifyCheque(parts: CheckParts, cheque: ChequeToCheck): Promise<CheckedCheque> {
  const { judged, toRecord } = await judgeCheque(parts, cheque);
  const check = await parts.store.recordCheck(toRecord);
  return { ...judged, check, at: new Date().toISOString() };
}
