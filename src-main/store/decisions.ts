import type { DatabaseSync } from 'node:sqlite';
import { isClosed } from './batch-reads.ts';
import type { KeyRing } from './key-ring.ts';
import { normaliseName } from './lookup-values.ts';
import type { Decision, NewDecision, Outcome, StandingDecision } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

type DecisionDetails = Omit<Decision, 'id'>;

/** What stores of version 1 didn't have. */
const fieldsOfVersion2 = { awaits: [], amount: null, confirms: null };
/** What decisions from before there was a list of reasons don't have. */
const fieldsOfReasons = { code: null };

/** Every decision on a check, oldest first. @throws StoreError `damaged` */
export function decisionsOf(source: Source, account: string, check: string): Decision[] {
  const rows = source.database
    .prepare('SELECT id, details FROM decision WHERE cheque_check = ? ORDER BY id')
    .all(check) as unknown as { id: string; details: Uint8Array }[];
  return rows.map(({ id, details }) => {
    const decision = openFor<DecisionDetails>(source, account, ['decision', id, 'details'], details);
    if (decision.check !== check) {
      throw new StoreError(
        'damaged',
        `The store is damaged: decision ${id} was moved to another check. Restore a backup.`,
      );
    }
    return { id, ...fieldsOfVersion2, ...fieldsOfReasons, ...decision };
  });
}

const isOutcome = (decision: Decision): decision is Decision & { decision: Outcome } =>
  ['accept', 'return', 'refer'].includes(decision.decision);

/** The decision that stands: the one that no other supersedes, unless it takes one back or refuses one. */
export function standingDecision(decisions: readonly Decision[]): StandingDecision | null {
  const superseded = new Set(decisions.map(({ supersedes }) => supersedes));
  const last = decisions.filter(({ id, decision }) => decision !== 'confirmed' && !superseded.has(id)).at(-1);
  if (!last || !isOutcome(last)) return null;
  const confirmation = decisions.find(({ confirms, decision }) => confirms === last.id && decision === 'confirmed');
  const state = last.awaits.length === 0 ? 'final' : confirmation ? 'confirmed' : 'awaiting';
  return { ...last, state, confirmation: confirmation ?? null };
}

interface NewRow {
  readonly check: string;
  readonly decision: Decision['decision'];
  readonly reason: string;
  readonly code?: string | null | undefined;
  readonly supersedes?: string | undefined;
  readonly awaits?: Decision['awaits'] | undefined;
  readonly amount?: number | null | undefined;
  readonly confirms?: string | undefined;
}

/** The kind of record entry for each kind of decision. */
const entryKinds = {
  accept: 'decided',
  return: 'decided',
  refer: 'decided',
  undone: 'decision-undone',
  confirmed: 'decision-confirmed',
  refused: 'decision-refused',
} as const satisfies Record<Decision['decision'], string>;

function addDecision(
  transaction: StoreTransaction,
  account: string,
  wanted: NewRow,
  operator: string,
): { entry: EntryContent; result: Decision } {
  const id = newRowId();
  const details = {
    check: wanted.check,
    decision: wanted.decision,
    reason: wanted.reason,
    code: wanted.code ?? null,
    operator,
    at: transaction.at,
    supersedes: wanted.supersedes ?? null,
    awaits: [...(wanted.awaits ?? [])],
    amount: wanted.amount ?? null,
    confirms: wanted.confirms ?? null,
  };
  transaction.insert('decision', id, {
    account,
    cheque_check: wanted.check,
    details: sealFor(transaction, account, ['decision', id, 'details'], details),
    awaiting: details.awaits.length > 0 ? 1 : null,
  });
  const kind = entryKinds[wanted.decision];
  return { entry: { kind, account, details: { decisionId: id, ...details } }, result: { id, ...details } };
}

/** A decision waits no longer: it was confirmed, refused, replaced or taken back. */
function endWaiting(transaction: StoreTransaction, decision: StandingDecision | null): void {
  if (decision?.state === 'awaiting') transaction.update('decision', decision.id, { awaiting: null });
}

function accountOfCheck(source: Source, check: string): string {
  const row = source.database.prepare('SELECT account FROM cheque_check WHERE id = ?').get(check);
  if (!row) throw new StoreError('not-found', `Check ${check} isn't on file.`);
  return row['account'] as string;
}

/**
 * Adds a decision. Earlier ones stay: a decision that replaces another names it.
 * @throws StoreError `not-found`; `duplicate` where another decision stands than the one named; `invalid` where the cheque's batch
 *   was closed
 */
export function recordDecisionInto(
  transaction: StoreTransaction,
  wanted: Omit<NewDecision, 'decision'> & { decision: Outcome | 'undone' },
  operator: string,
): { entry: EntryContent; result: Decision } {
  const account = accountOfCheck(transaction, wanted.check);
  const standing = standingDecision(decisionsOf(transaction, account, wanted.check));
  if ((standing?.id ?? null) !== (wanted.supersedes ?? null)) {
    throw new StoreError(
      'duplicate',
      standing
        ? `This check was decided already by ${standing.operator} (${standing.decision}). Look at that decision first.`
        : 'The decision to be replaced no longer stands. Look at the check again.',
    );
  }
  if (standing && isClosed(transaction, wanted.check))
    throw new StoreError('invalid', "This cheque's batch was closed: its decision stands.");
  endWaiting(transaction, standing);
  return addDecision(transaction, account, wanted, operator);
}

/**
 * A second person's word on a decision that waits for it.
 * @throws StoreError `not-found`; `invalid` where it doesn't wait any more; `forbidden` for one's own decision
 */
export function answerDecisionInto(
  transaction: StoreTransaction,
  wanted: { readonly decision: string; readonly answer: 'confirmed' | 'refused'; readonly reason: string },
  operator: string,
): { entry: EntryContent; result: Decision } {
  const check = checkOfDecision(transaction, wanted.decision);
  const account = accountOfCheck(transaction, check);
  const standing = standingDecision(decisionsOf(transaction, account, check));
  if (standing?.id !== wanted.decision || standing.state !== 'awaiting') {
    throw new StoreError(
      'invalid',
      "This decision doesn't wait for a second person any more. Look at the check again.",
    );
  }
  if (normaliseName(standing.operator) === normaliseName(operator)) {
    throw new StoreError(
      'forbidden',
      'Nobody confirms or refuses their own decision. Ask somebody else, or take it back.',
    );
  }
  endWaiting(transaction, standing);
  const { answer, reason } = wanted;
  const supersedes = answer === 'refused' ? standing.id : undefined;
  return addDecision(
    transaction,
    account,
    { check, decision: answer, reason, supersedes, confirms: standing.id },
    operator,
  );
}

/** The check that a decision is about. @throws StoreError `not-found` */
export function checkOfDecision(source: Source, decision: string): string {
  const row = source.database.prepare('SELECT cheque_check FROM decision WHERE id = ?').get(decision);
  if (!row) throw new StoreError('not-found', `Decision ${decision} isn't on file.`);
  return row['cheque_check'] as string;
}
