import type { DatabaseSync } from 'node:sqlite';
import { readAccount, requireAccountId } from './account-directory.ts';
import { decisionsOf, standingDecision } from './decisions.ts';
import { addPicture } from './enrolment.ts';
import type { KeyRing } from './key-ring.ts';
import type { Check, NewCheck } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { readPicture } from './specimens.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreSession, StoreTransaction } from './store-session.ts';

/** What of a check is sealed beside its pictures. Those of a store of version 1 have no amount. */
type CheckDetails = Omit<
  Check,
  'id' | 'account' | 'accountNumber' | 'amount' | 'decisions' | 'decision' | 'questionedPng' | 'cleanPng' | 'inks'
> & { readonly amount?: number | null };

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

type CheckRow = { id: string; account: string; details: Uint8Array };

/** What the clean ink of the signature in this place is kept as. */
const inkRole = (at: number): string => `ink-${at}`;

/** Writes a check with its pictures. @throws StoreError `not-found` where the account isn't on file */
export function recordCheckInto(
  transaction: StoreTransaction,
  check: NewCheck,
  operator: string,
): { entry: EntryContent; result: string } {
  const account = requireAccountId(transaction.database, transaction.keys, check.account);
  const id = newRowId();
  const { scanHash, scanName, result, modelId, modelHash, policyHash, provider } = check;
  const facts = { scanHash, scanName, modelId, modelHash, policyHash, provider, operator };
  const amount = check.amount ?? null;
  const details: CheckDetails = { ...facts, at: transaction.at, amount, result };
  transaction.insert('cheque_check', id, {
    account,
    details: sealFor(transaction, account, ['cheque_check', id, 'details'], details),
  });
  if (check.questionedPng) addPicture(transaction, account, id, 'questioned', check.questionedPng);
  if (check.cleanPng) addPicture(transaction, account, id, 'clean', check.cleanPng);
  for (const [at, png] of (check.inks ?? []).entries()) addPicture(transaction, account, id, inkRole(at), png);
  return { entry: { kind: 'checked', account, details: { check: id, ...facts, amount } }, result: id };
}

/** One check by its id. @throws StoreError `not-found`, `damaged` */
export function checkIn(session: StoreSession, source: Source, id: string): Check {
  const row = source.database.prepare('SELECT id, account, details FROM cheque_check WHERE id = ?').get(id);
  if (!row) throw new StoreError('not-found', `Check ${id} isn't on file.`);
  return checkFrom(session, source, row as unknown as CheckRow);
}

/** Checks, newest first; `before` is the id of the last one of the page before. */
export function recentChecksIn(session: StoreSession, source: Source, limit: number, before?: string): Check[] {
  const rows = source.database
    .prepare('SELECT id, account, details FROM cheque_check WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?')
    .all(before ?? null, before ?? null, limit) as unknown as CheckRow[];
  return rows.map((row) => checkFrom(session, source, row));
}

function checkFrom(session: StoreSession, source: Source, row: CheckRow): Check {
  const { id, account } = row;
  const details = openFor<CheckDetails>(source, account, ['cheque_check', id, 'details'], row.details);
  const decisions = decisionsOf(source, account, id);
  return {
    id,
    account,
    accountNumber: readAccount(source.database, source.keys, account).account.number,
    ...details,
    amount: details.amount ?? null,
    decisions,
    decision: standingDecision(decisions),
    questionedPng: () => readPicture(session, account, id, 'questioned'),
    cleanPng: () => readPicture(session, account, id, 'clean'),
    async inks() {
      const found: Uint8Array[] = [];
      for (;;) {
        const png = await readPicture(session, account, id, inkRole(found.length));
        if (!png) return found;
        found.push(png);
      }
    },
  };
}
