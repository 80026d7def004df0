import type { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from './key-ring.ts';
import { normaliseName } from './lookup-values.ts';
import type { JsonValue } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor, type EntryContent, type StoreTransaction } from './store-session.ts';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** A second person's word on an enrolment. */
interface Answer {
  readonly operator: string;
  readonly at: string;
  readonly reason: string;
}

/** What of an enrolment is sealed. */
interface EnrolmentDetails {
  readonly operator: string;
  readonly at: string;
  readonly signatories: readonly string[];
  readonly specimens: readonly string[];
  readonly answer: Answer | null;
}

/** An enrolment that waits for a second person. */
export interface AwaitingEnrolmentRow extends EnrolmentDetails {
  readonly id: string;
  /** The account's row id. */
  readonly account: string;
}

/** SQL that is true for a specimen that counts: nobody else had to confirm it, or somebody did. */
export const specimenCounts = `(specimen.enrolment IS NULL OR EXISTS
  (SELECT 1 FROM enrolment WHERE enrolment.id = specimen.enrolment AND enrolment.state = 'confirmed'))`;

/** Adds an enrolment that waits. Its specimens name it. @returns its row id */
export function insertEnrolment(
  transaction: StoreTransaction,
  account: string,
  operator: string,
  made: { readonly signatories: readonly string[]; readonly specimens: readonly string[] },
): string {
  const id = newRowId();
  const details: EnrolmentDetails = { operator, at: transaction.at, ...made, answer: null };
  transaction.insert('enrolment', id, {
    account,
    state: 'awaiting',
    details: sealFor(transaction, account, ['enrolment', id, 'details'], details),
  });
  for (const specimen of made.specimens) transaction.update('specimen', specimen, { enrolment: id });
  return id;
}

/** Enrolments that wait, oldest first. @throws StoreError `damaged` */
export function enrolmentsAwaiting(source: Source): AwaitingEnrolmentRow[] {
  const rows = source.database
    .prepare(`SELECT id, account, details FROM enrolment WHERE state = 'awaiting' ORDER BY id`)
    .all() as unknown as { id: string; account: string; details: Uint8Array }[];
  return rows.map(({ id, account, details }) => ({
    id,
    account,
    ...openFor<EnrolmentDetails>(source, account, ['enrolment', id, 'details'], details),
  }));
}

/**
 * A second person's word on an enrolment: confirmed, its specimens count from now on; refused, they never do.
 * @returns its specimens
 * @throws StoreError `not-found`; `invalid` where it doesn't wait any more; `forbidden` for one's own
 */
export function answerEnrolmentInto(
  transaction: StoreTransaction,
  wanted: { readonly enrolment: string; readonly answer: 'confirmed' | 'refused'; readonly reason: string },
  operator: string,
): {
  entry: Omit<EntryContent, 'details'> & { readonly details: { [key: string]: JsonValue } };
  result: readonly string[];
} {
  const { enrolment: id, answer, reason } = wanted;
  const row = transaction.database.prepare('SELECT account, state, details FROM enrolment WHERE id = ?').get(id);
  if (!row) throw new StoreError('not-found', `Enrolment ${id} isn't on file.`);
  if (row['state'] !== 'awaiting') {
    throw new StoreError('invalid', "This enrolment doesn't wait for a second person any more.");
  }
  const account = row['account'] as string;
  const place = ['enrolment', id, 'details'] as const;
  const details = openFor<EnrolmentDetails>(transaction, account, place, row['details'] as Uint8Array);
  if (normaliseName(details.operator) === normaliseName(operator)) {
    throw new StoreError('forbidden', 'Nobody confirms or refuses their own enrolment. Ask somebody else.');
  }
  const answered: EnrolmentDetails = { ...details, answer: { operator, at: transaction.at, reason } };
  transaction.update('enrolment', id, {
    state: answer,
    details: sealFor(transaction, account, place, answered),
  });
  const said = { operator, enrolment: id, enrolledBy: details.operator, specimens: [...details.specimens], reason };
  return { entry: { kind: `enrolment-${answer}`, account, details: said }, result: details.specimens };
}
