import type { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from './key-ring.ts';
import type { Decision, NewDecision } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

type DecisionDetails = Omit<Decision, 'id'>;

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
    return { id, ...decision };
  });
}

/** The decision that stands: the one that no other supersedes, unless it takes one back. */
export function standingDecision(decisions: readonly Decision[]): Decision | null {
  const superseded = new Set(decisions.map(({ supersedes }) => supersedes));
  const last = decisions.filter(({ id }) => !superseded.has(id)).at(-1);
  return last && last.decision !== 'undone' ? last : null;
}

/**
 * Adds a decision. Earlier ones stay: a decision that replaces another names it.
 * @throws StoreError `not-found`; `duplicate` where another decision stands than the one named
 */
export function recordDecisionInto(
  transaction: StoreTransaction,
  wanted: Omit<NewDecision, 'decision'> & { decision: Decision['decision'] },
  operator: string,
): { entry: EntryContent; result: Decision } {
  const row = transaction.database.prepare('SELECT account FROM cheque_check WHERE id = ?').get(wanted.check);
  if (!row) throw new StoreError('not-found', `Check ${wanted.check} isn't on file.`);
  const account = row['account'] as string;
  const standing = standingDecision(decisionsOf(transaction, account, wanted.check));
  if ((standing?.id ?? null) !== (wanted.supersedes ?? null)) {
    throw new StoreError(
      'duplicate',
      standing
        ? `This check was decided already by ${standing.operator} (${standing.decision}). Look at that decision first.`
        : 'The decision to be replaced no longer stands. Look at the check again.',
    );
  }
  const id = newRowId();
  const details: DecisionDetails = {
    check: wanted.check,
    decision: wanted.decision,
    reason: wanted.reason,
    operator,
    at: transaction.at,
    supersedes: wanted.supersedes ?? null,
  };
  transaction.insert('decision', id, {
    account,
    cheque_check: wanted.check,
    details: sealFor(transaction, account, ['decision', id, 'details'], details),
  });
  const kind = wanted.decision === 'undone' ? 'decision-undone' : 'decided';
  return { entry: { kind, account, details: { decisionId: id, ...details } }, result: { id, ...details } };
}

/** The check that a decision is about. @throws StoreError `not-found` */
export function checkOfDecision(source: Source, decision: string): string {
  const row = source.database.prepare('SELECT cheque_check FROM decision WHERE id = ?').get(decision);
  if (!row) throw new StoreError('not-found', `Decision ${decision} isn't on file.`);
  return row['cheque_check'] as string;
}
