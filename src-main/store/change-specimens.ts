import { insertEnrolment } from './enrolment-rows.ts';
import { addSpecimen, refuseInvalidSpecimen } from './enrolment.ts';
import type { NewSpecimen } from './reference-store.ts';
import {
  detailsOf,
  mergedIn,
  requireSpecimen,
  type Merged,
  type SpecimenDetails,
  type SpecimenRow,
} from './specimens.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor, type EntryContent, type StoreSession, type StoreTransaction } from './store-session.ts';

/** A new specimen in the place of another. */
export interface Replacement {
  readonly specimen: string;
  readonly by: NewSpecimen;
  readonly reason: string;
  /** It counts, and the other one is retired, only once somebody else has confirmed it. */
  readonly awaits: boolean;
}

/** What sets right what was enrolled; what was recorded before stays as it was. */
export interface Corrections {
  /**
   * Puts a new specimen in the place of one, which is retired. Faults `not-found`, `invalid` (retired already), `duplicate`.
   * @returns the new specimen's id
   */
  replace(replaced: Replacement, operator: string): Promise<string>;
  /**
   * Two signatories of an account are one person: `from`'s specimens become `into`'s, and where a mandate names `from`, `into` is
   * meant from now on. `from` stays on file for what was recorded before. Faults `not-found`, `invalid`.
   */
  merge(
    wanted: { readonly from: string; readonly into: string; readonly reason: string },
    operator: string,
  ): Promise<void>;
}

/** The corrections of an unlocked store. */
export function correctionsOf(session: StoreSession): Corrections {
  return {
    async replace(replaced, operator) {
      refuseInvalidSpecimen(replaced.by);
      return session.write((transaction) => replaceInto(transaction, replaced, operator));
    },
    merge: (wanted, operator) => session.write((transaction) => mergeInto(transaction, wanted, operator)),
  };
}

/**
 * Adds a specimen in the place of another, which is retired: now, or where the new one waits, once somebody has confirmed it.
 * @throws StoreError `not-found`, `duplicate`; `invalid` where it is retired, or doesn't count itself
 */
function replaceInto(
  transaction: StoreTransaction,
  { specimen: id, by, reason, awaits }: Replacement,
  operator: string,
): { entry: EntryContent; result: string } {
  const row = requireSpecimen(transaction, id);
  const { account, signatory } = row;
  if (row.retired === 1) throw new StoreError('invalid', 'This specimen is retired: nothing takes its place.');
  if (row.enrolment_state === 'awaiting' || row.enrolment_state === 'refused')
    throw new StoreError('invalid', "This specimen doesn't count: a second person has not confirmed it.");
  const added = addSpecimen(transaction, account, signatory, by, id);
  const signatories = [nameOf(transaction, account, signatory)];
  const enrolment = awaits
    ? insertEnrolment(transaction, account, operator, { signatories, specimens: [added] })
    : null;
  if (enrolment === null) retire(transaction, row);
  const { source, capturedOn, template } = by;
  const details = {
    ...{ operator, specimen: id, by: added, source, capturedOn, reason, awaits: enrolment },
    ...{ model: template.modelId, modelHash: template.modelHash },
  };
  return { entry: { kind: 'specimen-replaced', account, details }, result: added };
}

/** Retires what confirmed specimens took the place of. @returns those that were retired */
export function retireReplaced(transaction: StoreTransaction, confirmed: readonly string[]): string[] {
  const retired: string[] = [];
  for (const id of confirmed) {
    const { replaces = null } = detailsOf(transaction, requireSpecimen(transaction, id));
    const replaced = replaces === null ? null : requireSpecimen(transaction, replaces);
    if (!replaced || replaced.retired === 1) continue;
    retire(transaction, replaced);
    retired.push(replaced.id);
  }
  return retired;
}

function retire(transaction: StoreTransaction, row: SpecimenRow): void {
  const changed: SpecimenDetails = { ...detailsOf(transaction, row), retiredOn: transaction.at.slice(0, 10) };
  const details = sealFor(transaction, row.account, ['specimen', row.id, 'details'], changed);
  transaction.update('specimen', row.id, { retired: 1, details });
}

function nameOf(transaction: StoreTransaction, account: string, signatory: string): string {
  const row = transaction.database.prepare('SELECT name FROM signatory WHERE id = ?').get(signatory);
  return openFor<string>(transaction, account, ['signatory', signatory, 'name'], row?.['name'] as Uint8Array);
}

/** @throws StoreError `not-found`; `invalid` where they were merged before */
function standing(transaction: StoreTransaction, id: string): { account: string; name: string } {
  const row = transaction.database.prepare('SELECT account, merged FROM signatory WHERE id = ?').get(id);
  if (!row) throw new StoreError('not-found', `Signatory ${id} isn't on file.`);
  const account = row['account'] as string;
  const name = nameOf(transaction, account, id);
  if (mergedIn(transaction, account, id, row['merged'] as Uint8Array | null))
    throw new StoreError('invalid', `${name} was merged into another signatory already.`);
  return { account, name };
}

/**
 * Gives one signatory's specimens, retired ones too, to another of the same account. The one they were taken from stays on file, so
 * that what was recorded before is read as it was.
 * @throws StoreError `not-found`, `invalid`
 */
function mergeInto(
  transaction: StoreTransaction,
  wanted: { readonly from: string; readonly into: string; readonly reason: string },
  operator: string,
): { entry: EntryContent; result: void } {
  const { from, into, reason } = wanted;
  if (from === into) throw new StoreError('invalid', 'A signatory is not merged into themselves.');
  const [one, other] = [standing(transaction, from), standing(transaction, into)];
  const { account } = one;
  if (other.account !== account) throw new StoreError('invalid', 'Only signatories of one account are merged.');
  const ids = transaction.database.prepare('SELECT id FROM specimen WHERE signatory = ? ORDER BY id').all(from);
  const specimens = ids.map((row) => row['id'] as string);
  for (const id of specimens) {
    const details: SpecimenDetails = { ...detailsOf(transaction, requireSpecimen(transaction, id)), signatory: into };
    const sealed = sealFor(transaction, account, ['specimen', id, 'details'], details);
    transaction.update('specimen', id, { signatory: into, details: sealed });
  }
  const merged: Merged = { signatory: into, at: transaction.at, operator };
  transaction.update('signatory', from, {
    merged: sealFor(transaction, account, ['signatory', from, 'merged'], merged),
  });
  const details = { operator, from, fromName: one.name, into, intoName: other.name, specimens, reason };
  return { entry: { kind: 'signatories-merged', account, details }, result: undefined };
}
