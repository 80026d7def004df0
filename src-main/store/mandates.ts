import type { DatabaseSync } from 'node:sqlite';
import type { Mandate } from '../contract/mandate.ts';
import { requireAccountId } from './account-directory.ts';
import type { KeyRing } from './key-ring.ts';
import { newRowId } from './row-ids.ts';
import { signatoriesIn } from './specimens.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor, type EntryContent, type StoreSession, type StoreTransaction } from './store-session.ts';

/** A mandate as it was put on file. */
export interface StoredMandate extends Mandate {
  readonly id: string;
  readonly operator: string;
  /** When it was put on file; ISO 8601 in UTC. */
  readonly at: string;
}

/** Every account's mandates. They stay on file: a cheque is judged by the one of its day. */
export interface MandateTable {
  /** By account number, in the order they were put on file. Fault `not-found` where there's no such account. */
  of(account: string): Promise<StoredMandate[]>;
  /**
   * Puts a mandate on file and on record. Faults `not-found`; `invalid` where it names a signatory that the account hasn't.
   * @param account its number
   */
  set(account: string, mandate: Mandate, operator: string): Promise<StoredMandate>;
}

type Details = Omit<StoredMandate, 'id'>;

function mandatesIn(source: { database: DatabaseSync; keys: KeyRing }, account: string): StoredMandate[] {
  const rows = source.database
    .prepare('SELECT id, details FROM mandate WHERE account = ? ORDER BY id')
    .all(account) as unknown as { id: string; details: Uint8Array }[];
  return rows.map(({ id, details }) => ({
    id,
    ...openFor<Details>(source, account, ['mandate', id, 'details'], details),
  }));
}

function refuseStrangers(mandate: Mandate, known: ReadonlySet<string>): void {
  for (const { name, members } of mandate.groups)
    for (const { signatory } of members)
      if (!known.has(signatory))
        throw new StoreError(
          'invalid',
          `Group ${name} names a signatory that this account doesn't have. Enrol them first.`,
        );
}

function setMandateInto(
  transaction: StoreTransaction,
  number: string,
  mandate: Mandate,
  operator: string,
): { entry: EntryContent; result: StoredMandate } {
  const account = requireAccountId(transaction.database, transaction.keys, number);
  const names = new Map(signatoriesIn(transaction, account).map(({ id, name }) => [id, name]));
  refuseStrangers(mandate, new Set(names.keys()));
  const id = newRowId();
  const details: Details = { ...mandate, operator, at: transaction.at };
  transaction.insert('mandate', id, {
    account,
    details: sealFor(transaction, account, ['mandate', id, 'details'], details),
  });
  const groups = mandate.groups.map(({ name, members }) => ({
    name,
    members: members.map((member) => ({ ...member, name: names.get(member.signatory) ?? '' })),
  }));
  const rules = mandate.rules.map(({ upTo, ways }) => ({
    upTo,
    ways: ways.map((way) => way.map((part) => ({ ...part }))),
  }));
  return {
    entry: {
      kind: 'mandate-set',
      account,
      details: { operator, account: number, mandate: id, from: mandate.from, groups, rules },
    },
    result: { id, ...details },
  };
}

/** The mandates of an unlocked store. */
export function mandateTableOf(session: StoreSession): MandateTable {
  return {
    of: (account) =>
      session.read((database, keys) => mandatesIn({ database, keys }, requireAccountId(database, keys, account))),
    set: (account, mandate, operator) =>
      session.write((transaction) => setMandateInto(transaction, account, mandate, operator)),
  };
}
