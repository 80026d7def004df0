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
import { mergedIn, type SpecimenDetails } from './specimens.ts';

/** The row ids that an enrolment made or found. */
interface EnrolledRows {
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
  if (normaliseAccountNumber(enrolment.account) === '') throw invalid('Type an account number.');
  if (normaliseName(enrolment.signatory) === '') throw invalid("Type the signatory's name.");
  if (enrolment.specimens.length === 0) throw invalid('An enrolment needs at least one specimen.');
  enrolment.specimens.forEach(refuseInvalidSpecimen);
}

const invalid = (message: string): StoreError => new StoreError('invalid', message);

/** @throws StoreError `invalid` */
export function refuseInvalidSpecimen({ capturedOn, imageBytes, cleanPng, fingerprint, template }: NewSpecimen): void {
  if (capturedOn !== null && !isDay(capturedOn)) throw invalid(`"${capturedOn}" isn't a day. Write it as YYYY-MM-DD.`);
  if (imageBytes.length === 0 || cleanPng.length === 0) throw invalid('A specimen has no picture.');
  if (fingerprint === '') throw invalid('A specimen has no fingerprint.');
  if (template.vector.length === 0) throw invalid('A specimen has no template.');
}

/**
 * Writes the enrolments of one account, all or none: the account and the signatories where they are new, and the specimens with
 * their pictures and templates. Where somebody has to confirm them, they wait as one.
 * @param enrolments at least one, all of the same account
 * @returns what was enrolled, and the account for the directory in memory
 * @throws StoreError `duplicate` where the account has a specimen of the same fingerprint, retired or not; `invalid`
 */
export function enrolInto(
  transaction: StoreTransaction,
  enrolments: readonly Enrolment[],
  operator: string,
): { entry: EntryContent; result: { entry: DirectoryEntry; enrolled: Enrolled[] } } {
  const [first, ...others] = enrolments;
  if (!first) throw new StoreError('invalid', 'An enrolment needs at least one specimen.');
  const number = normaliseAccountNumber(first.account);
  if (others.some((other) => normaliseAccountNumber(other.account) !== number))
    throw new StoreError('invalid', 'Only enrolments of one account are made together.');
  const holder = enrolments.map((each) => each.holder ?? null).find((name) => name !== null);
  const account = accountFor(transaction, first.account, holder ?? null);
  const made = enrolments.map((enrolment) => {
    const signatory = signatoryFor(transaction, account, enrolment.signatory);
    const specimens = enrolment.specimens.map((specimen) => addSpecimen(transaction, account, signatory.id, specimen));
    return { enrolment, signatory, specimens };
  });
  const awaiting = enrolments.some(({ awaits }) => awaits)
    ? insertEnrolment(transaction, account, operator, {
        signatories: made.map(({ signatory }) => signatory.name),
        specimens: made.flatMap(({ specimens }) => specimens),
      })
    : null;
  const said = made.map(({ enrolment, signatory, specimens }) => ({
    signatory: signatory.name,
    specimens: enrolment.specimens.map((specimen, index) => ({
      specimen: specimens[index] ?? null,
      source: specimen.source,
      capturedOn: specimen.capturedOn,
      model: specimen.template.modelId,
      modelHash: specimen.template.modelHash,
    })),
  }));
  const [one, ...more] = said;
  const whose = one && more.length === 0 ? one : { signatories: said };
  return {
    entry: { kind: 'enrolled', account, details: { operator, account: first.account, awaits: awaiting, ...whose } },
    result: enrolledFrom(
      transaction,
      made.map(({ signatory, specimens }) => ({
        ...{ account, signatory: signatory.id, signatoryName: signatory.name, specimens, enrolment: awaiting },
      })),
    ),
  };
}

/** What an enrolment gives back, and the account for the directory in memory; read before the transaction ends. */
function enrolledFrom(
  { database, keys }: StoreTransaction,
  rows: readonly EnrolledRows[],
): { entry: DirectoryEntry; enrolled: Enrolled[] } {
  const [first] = rows;
  const entry = first && readAccount(database, keys, first.account);
  const [account] = entry ? withCounts(database, [entry.account]) : [];
  if (!entry || !account) throw new StoreError('damaged', 'The store is damaged: the enrolled account is missing.');
  const enrolled = rows.map((made) => {
    const signatory = { id: made.signatory, account: made.account, name: made.signatoryName, mergedInto: null };
    return { account, signatory, specimens: made.specimens, enrolment: made.enrolment };
  });
  return { entry, enrolled };
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
    .prepare('SELECT id FROM signatory WHERE account = ? AND name_index = ?')
    .get(account, index) as { id: string } | undefined;
  if (known) return standingSignatory(transaction, account, known.id);
  const id = newRowId();
  const written = name.trim();
  transaction.insert('signatory', id, {
    account,
    name_index: index,
    name: sealFor(transaction, account, ['signatory', id, 'name'], written),
  });
  return { id, name: written };
}

/** The signatory of this id; of a merged one, into whom they were merged. */
function standingSignatory(source: StoreTransaction, account: string, id: string): { id: string; name: string } {
  const row = source.database.prepare('SELECT name, merged FROM signatory WHERE id = ?').get(id);
  if (!row) throw new StoreError('damaged', `The store is damaged: signatory ${id} is missing. Restore a backup.`);
  const merged = mergedIn(source, account, id, row['merged'] as Uint8Array | null);
  if (merged) return standingSignatory(source, account, merged.signatory);
  return { id, name: openFor<string>(source, account, ['signatory', id, 'name'], row['name'] as Uint8Array) };
}

/** @throws StoreError `duplicate` */
export function addSpecimen(
  transaction: StoreTransaction,
  account: string,
  signatory: string,
  added: NewSpecimen,
  replaces: string | null = null,
): string {
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
    ...(replaces === null ? {} : { replaces }),
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
