import type { DatabaseSync } from 'node:sqlite';
import { specimenCounts } from './enrolment-rows.ts';
import { open } from './envelopes.ts';
import type { KeyRing } from './key-ring.ts';
import { nameIndex, normaliseName } from './lookup-values.ts';
import type { Region, Signatory, Specimen } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import { keyFor, openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreSession, StoreTransaction } from './store-session.ts';
import { readTemplate } from './templates.ts';

/** What of a specimen is sealed beside its pictures. */
export interface SpecimenDetails {
  readonly signatory: string;
  readonly capturedOn: string | null;
  readonly source: string;
  readonly enrolledAt: string;
  readonly retiredOn: string | null;
  /** The specimen whose place it took; missing: none's. */
  readonly replaces?: string | null;
  readonly region: Region | null;
  readonly fingerprint: string;
}

/** What of a merged signatory is sealed beside the name. */
export interface Merged {
  readonly signatory: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly operator: string;
}

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** A row of `specimen` with the state of the enrolment that it came with. */
export type SpecimenRow = {
  id: string;
  account: string;
  signatory: string;
  retired: number;
  details: Uint8Array;
  enrolment_state: 'awaiting' | 'confirmed' | 'refused' | null;
};

/** The columns of a specimen's row that {@link specimenFrom} reads. */
const columns = `id, account, signatory, retired, details,
  (SELECT state FROM enrolment WHERE enrolment.id = specimen.enrolment) AS enrolment_state`;

/** Signatories of an account, by the account's row id, in the order they were added. */
export function signatoriesIn(source: Source, account: string): Signatory[] {
  const rows = source.database
    .prepare('SELECT id, name, merged FROM signatory WHERE account = ? ORDER BY id')
    .all(account);
  return rows.map((row) => {
    const id = row['id'] as string;
    return {
      id,
      account,
      name: openFor<string>(source, account, ['signatory', id, 'name'], row['name'] as Uint8Array),
      mergedInto: mergedIn(source, account, id, row['merged'] as Uint8Array | null),
    };
  });
}

/** Into whom a signatory was merged, when and by whom; null: they weren't. */
export function mergedIn(source: Source, account: string, id: string, sealed: Uint8Array | null): Merged | null {
  return sealed && openFor<Merged>(source, account, ['signatory', id, 'merged'], sealed);
}

/** Specimens of an account, by the account's row id, oldest first. */
export function specimensIn(
  session: StoreSession,
  source: Source,
  account: string,
  options: { includeRetired?: boolean | undefined; modelHash?: string | undefined },
): Specimen[] {
  const rows = source.database
    .prepare(
      options.includeRetired
        ? `SELECT ${columns} FROM specimen WHERE account = ? ORDER BY id`
        : `SELECT ${columns} FROM specimen WHERE account = ? AND retired = 0 AND ${specimenCounts} ORDER BY id`,
    )
    .all(account) as unknown as SpecimenRow[];
  return rows.map((row) => specimenFrom(session, source, row, options.modelHash));
}

/** One specimen by its id. @throws StoreError `not-found` */
export function specimenIn(session: StoreSession, source: Source, id: string, modelHash?: string): Specimen {
  return specimenFrom(session, source, requireSpecimen(source, id), modelHash);
}

/** Specimens without a template by this model, oldest first. */
export function specimensLackingTemplate(
  session: StoreSession,
  source: Source,
  modelHash: string,
  limit: number,
): Specimen[] {
  const rows = source.database
    .prepare(
      `SELECT ${columns} FROM specimen WHERE NOT EXISTS
         (SELECT 1 FROM template WHERE template.specimen = specimen.id AND template.model_hash = ?)
       ORDER BY id LIMIT ?`,
    )
    .all(modelHash, limit) as unknown as SpecimenRow[];
  return rows.map((row) => specimenFrom(session, source, row, undefined));
}

/** @throws StoreError `not-found` */
export function requireSpecimen(source: Source, id: string): SpecimenRow {
  const row = source.database.prepare(`SELECT ${columns} FROM specimen WHERE id = ?`).get(id);
  if (!row) throw new StoreError('not-found', `Specimen ${id} isn't on file.`);
  return row as unknown as SpecimenRow;
}

/** @throws StoreError `damaged` where the row doesn't fit what is sealed */
export function detailsOf(source: Source, row: SpecimenRow): SpecimenDetails {
  const details = openFor<SpecimenDetails>(source, row.account, ['specimen', row.id, 'details'], row.details);
  if (details.signatory !== row.signatory || (details.retiredOn !== null) !== (row.retired === 1)) {
    throw new StoreError('damaged', `The store is damaged: specimen ${row.id} was changed. Restore a backup.`);
  }
  return details;
}

function specimenFrom(
  session: StoreSession,
  source: Source,
  row: SpecimenRow,
  modelHash: string | undefined,
): Specimen {
  const { id, account } = row;
  const details = detailsOf(source, row);
  return {
    id,
    account,
    ...details,
    replaces: details.replaces ?? null,
    unconfirmed: row.enrolment_state === 'confirmed' ? null : row.enrolment_state,
    signatoryName: signatoryName(source, account, details.signatory),
    template: modelHash === undefined ? null : readTemplate(source, account, id, modelHash),
    imageBytes: () => requirePicture(session, account, id, 'scan'),
    cleanPng: () => requirePicture(session, account, id, 'clean'),
  };
}

function signatoryName(source: Source, account: string, signatory: string): string {
  const row = source.database.prepare('SELECT name FROM signatory WHERE id = ?').get(signatory);
  if (!row)
    throw new StoreError('damaged', `The store is damaged: signatory ${signatory} is missing. Restore a backup.`);
  return openFor<string>(source, account, ['signatory', signatory, 'name'], row['name'] as Uint8Array);
}

/** A picture of a specimen or a check; null where none was kept. */
export function readPicture(
  session: StoreSession,
  account: string,
  owner: string,
  role: string,
): Promise<Uint8Array | null> {
  return session.read((database, keys) => {
    const id = `${owner}/${role}`;
    const row = database.prepare('SELECT sealed FROM picture WHERE id = ?').get(id);
    if (!row) return null;
    return open(keyFor({ database, keys }, account), keys.place('picture', id, 'sealed'), row['sealed'] as Uint8Array);
  });
}

async function requirePicture(
  session: StoreSession,
  account: string,
  owner: string,
  role: string,
): Promise<Uint8Array> {
  const picture = await readPicture(session, account, owner, role);
  if (!picture) throw new StoreError('damaged', `The store is damaged: picture ${owner}/${role} is missing.`);
  return picture;
}

/** Takes a specimen out of use, or (`retiredOn` null) back into it. @throws StoreError `not-found`, `invalid` */
export function setRetired(
  transaction: StoreTransaction,
  id: string,
  retiredOn: string | null,
  reason: string,
  operator: string,
): { entry: EntryContent; result: void } {
  const row = requireSpecimen(transaction, id);
  const details = detailsOf(transaction, row);
  if ((details.retiredOn === null) === (retiredOn === null)) {
    throw new StoreError(
      'invalid',
      retiredOn === null ? 'This specimen is in use already.' : 'This specimen is retired already.',
    );
  }
  const changed: SpecimenDetails = { ...details, retiredOn };
  transaction.update('specimen', id, {
    retired: retiredOn === null ? 0 : 1,
    details: sealFor(transaction, row.account, ['specimen', id, 'details'], changed),
  });
  const kind = retiredOn === null ? 'specimen-taken-back' : 'specimen-retired';
  return { entry: { kind, account: row.account, details: { operator, specimen: id, reason } }, result: undefined };
}

/** Gives a signatory another name. @throws StoreError `not-found`, `invalid`, `duplicate` */
export function renameSignatoryIn(
  transaction: StoreTransaction,
  id: string,
  name: string,
  operator: string,
): { entry: EntryContent; result: void } {
  const row = transaction.database.prepare('SELECT account, name, merged FROM signatory WHERE id = ?').get(id);
  if (!row) throw new StoreError('not-found', `Signatory ${id} isn't on file.`);
  if (row['merged']) throw new StoreError('invalid', 'This signatory was merged into another one. Rename that one.');
  if (normaliseName(name) === '') throw new StoreError('invalid', "Type the signatory's name.");
  const account = row['account'] as string;
  const before = openFor<string>(transaction, account, ['signatory', id, 'name'], row['name'] as Uint8Array);
  const index = nameIndex(transaction.keys, account, name);
  const other = transaction.database
    .prepare('SELECT id FROM signatory WHERE account = ? AND name_index = ? AND id <> ?')
    .get(account, index, id);
  if (other) throw new StoreError('duplicate', `This account already has a signatory named ${name.trim()}.`);
  transaction.update('signatory', id, {
    name_index: index,
    name: sealFor(transaction, account, ['signatory', id, 'name'], name.trim()),
  });
  return {
    entry: { kind: 'signatory-renamed', account, details: { operator, signatory: id, before, after: name.trim() } },
    result: undefined,
  };
}
