import type { DirectoryEntry } from './account-directory.ts';
import { findAccountId, readAccount, withCounts } from './account-directory.ts';
import { normaliseAccountNumber } from './account-numbers.ts';
import { insertEnrolment } from './enrolment-rows.ts';
import { seal } from './envelopes.ts';
import { fingerprintIndex, isDay, nameIndex, normaliseName, numberIndex } from './lookup-values.ts';
import type { Enrolled, Enrolment, NewSpecimen } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import { keyFor, openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';
import { insertTemplate } from './templates.ts';
import type { SpecimenDetails } from './specimens.ts';

/** The row ids that an enrolment made or found. */
export interface EnrolledRows {
  readonly account: string;
  readonly signatory: string;
  readonly signatoryName: string;
  readonly specimens: readonly string[];
  /** What waits for a second person; null where nobody has to confirm it. */
  readonly enrolment: string | null;
}

/**
 * Refuses what can't be kept, before anything is written.
 * @throws StoreError `invalid`
 */
export function refuseInvalidEnrolment(enrolment: Enrolment): void {
  const invalid = (message: string): StoreError => new StoreError('invalid', message);
  if (normaliseAccountNumber(enrolment.account) === '') throw invalid('Type an account number.');
  if (normaliseName(enrolment.signatory) === '') throw invalid("Type the signatory's name.");
  if (enrolment.specimens.length === 0) throw invalid('An enrolment needs at least one specimen.');
  for (const { capturedOn, imageBytes, cleanPng, fingerprint, template } of enrolment.specimens) {
    if (capturedOn !== null && !isDay(capturedOn))
      throw invalid(`"${capturedOn}" isn't a day. Write it as YYYY-MM-DD.`);
    if (imageBytes.length === 0 || cleanPng.length === 0) throw invalid('A specimen has no picture.');
    if (fingerprint === '') throw invalid('A specimen has no fingerprint.');
    if (template.vector.length === 0) throw invalid('A specimen has no template.');
  }
}

/**
 * Writes an enrolment: the account and the signatory where they are new, and the specimens with their pictures and
 * templates.
 * @throws StoreError `duplicate` where the account has a specimen of the same fingerprint, retired or not
 */
export function enrolInto(
  transaction: StoreTransaction,
  enrolment: Enrolment,
  operator: string,
): { entry: EntryContent; result: EnrolledRows } {
  const account = accountFor(transaction, enrolment.account, enrolment.holder ?? null);
  const signatory = signatoryFor(transaction, account, enrolment.signatory);
  const specimens = enrolment.specimens.map((specimen) => addSpecimen(transaction, account, signatory.id, specimen));
  const awaiting = enrolment.awaits
    ? insertEnrolment(transaction, account, operator, { signatories: [signatory.name], specimens })
    : null;
  return {
    entry: {
      kind: 'enrolled',
      account,
      details: {
        operator,
        account: enrolment.account,
        signatory: signatory.name,
        awaits: awaiting,
        specimens: enrolment.specimens.map((specimen, index) => ({
          specimen: specimens[index] ?? null,
          source: specimen.source,
          capturedOn: specimen.capturedOn,
          model: specimen.template.modelId,
          modelHash: specimen.template.modelHash,
        })),
      },
    },
    result: { account, signatory: signatory.id, signatoryName: signatory.name, specimens, enrolment: awaiting },
  };
}

/** What an enrolment gives back, and the account for the directory in memory; read before the transaction ends. */
export function enrolledFrom(
  { database, keys }: StoreTransaction,
  made: EnrolledRows,
): { entry: DirectoryEntry; enrolled: Enrolled } {
  const entry = readAccount(database, keys, made.account);
  const [account] = withCounts(database, [entry.account]);
  if (!account) throw new StoreError('damaged', 'The store is damaged: the enrolled account is missing.');
  const signatory = { id: made.signatory, account: made.account, name: made.signatoryName };
  return { entry, enrolled: { account, signatory, specimens: made.specimens, enrolment: made.enrolment } };
}

function accountFor(transaction: StoreTransaction, number: string, holder: string | null): string {
  const known = findAccountId(transaction.database, transaction.keys, number);
  if (known !== null) {
    if (holder !== null) {
      const sealed = sealFor(transaction, known, ['account', known, 'holder'], holder);
      transaction.update('account', known, { holder: sealed });
    }
    return known;
  }
  const id = newRowId();
  transaction.addSealedKey(id, 'rows');
  transaction.addSealedKey(id, 'record');
  transaction.insert('account', id, {
    number_index: numberIndex(transaction.keys, number),
    number: sealFor(transaction, id, ['account', id, 'number'], number.trim()),
    holder: holder === null ? null : sealFor(transaction, id, ['account', id, 'holder'], holder),
  });
  return id;
}

function signatoryFor(transaction: StoreTransaction, account: string, name: string): { id: string; name: string } {
  const index = nameIndex(transaction.keys, account, name);
  const known = transaction.database
    .prepare('SELECT id, name FROM signatory WHERE account = ? AND name_index = ?')
    .get(account, index) as { id: string; name: Uint8Array } | undefined;
  if (known) {
    return { id: known.id, name: openFor<string>(transaction, account, ['signatory', known.id, 'name'], known.name) };
  }
  const id = newRowId();
  const written = name.trim();
  transaction.insert('signatory', id, {
    account,
    name_index: index,
    name: sealFor(transaction, account, ['signatory', id, 'name'], written),
  });
  return { id, name: written };
}

function addSpecimen(transaction: StoreTransaction, account: string, signatory: string, added: NewSpecimen): string {
  const index = fingerprintIndex(transaction.keys, account, added.fingerprint);
  if (transaction.database.prepare('SELECT 1 FROM specimen WHERE fingerprint_index = ?').get(index)) {
    throw new StoreError(
      'duplicate',
      `${added.source || 'This scan'} shows the same ink as a specimen that this account already has. Nothing was enrolled.`,
    );
  }
  const id = newRowId();
  const details: SpecimenDetails = {
    signatory,
    capturedOn: added.capturedOn,
    source: added.source,
    enrolledAt: transaction.at,
    retiredOn: null,
    region: added.region,
    fingerprint: added.fingerprint,
  };
  transaction.insert('specimen', id, {
    account,
    signatory,
    fingerprint_index: index,
    retired: 0,
    details: sealFor(transaction, account, ['specimen', id, 'details'], details),
  });
  addPicture(transaction, account, id, 'scan', added.imageBytes);
  addPicture(transaction, account, id, 'clean', added.cleanPng);
  insertTemplate(transaction, account, id, added.template);
  return id;
}

/** Keeps a picture of a specimen or a check; `role` says what it shows. */
export function addPicture(
  transaction: StoreTransaction,
  account: string,
  owner: string,
  role: string,
  bytes: Uint8Array,
): void {
  const id = `${owner}/${role}`;
  const place = transaction.keys.place('picture', id, 'sealed');
  transaction.insert('picture', id, { account, sealed: seal(keyFor(transaction, account), place, bytes) });
}
