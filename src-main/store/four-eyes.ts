import { readAccount } from './account-directory.ts';
import { retireReplaced } from './change-specimens.ts';
import { checkIn } from './checks.ts';
import { answerDecisionInto, checkOfDecision } from './decisions.ts';
import { answerEnrolmentInto, enrolmentsAwaiting } from './enrolment-rows.ts';
import type { Check, Decision } from './reference-store.ts';
import type { StoreSession } from './store-session.ts';

/** A second person's word. `reason` may be ''. */
export interface SecondWord {
  readonly answer: 'confirmed' | 'refused';
  readonly reason: string;
}

/** An enrolment that waits for a second person. */
export interface WaitingEnrolment {
  readonly id: string;
  readonly accountNumber: string;
  readonly signatories: readonly string[];
  readonly specimens: readonly string[];
  readonly operator: string;
  readonly at: string;
}

/** What waits for a second person, and that person's word. Nobody answers for what they did themselves. */
export interface FourEyesTable {
  /** Checks whose decision waits, oldest decision first, at most `limit`. */
  checksAwaiting(limit: number): Promise<Check[]>;
  /** The check that a decision is about. Fault `not-found`. */
  checkOf(decision: string): Promise<Check>;
  enrolmentsAwaiting(): Promise<WaitingEnrolment[]>;
  /** Faults `not-found`, `invalid` (doesn't wait any more), `forbidden` (one's own). */
  answerDecision(wanted: SecondWord & { decision: string }, operator: string): Promise<Decision>;
  /** As {@link answerDecision}. */
  answerEnrolment(wanted: SecondWord & { enrolment: string }, operator: string): Promise<void>;
}

/** What waits in an unlocked store. */
export function fourEyesTableOf(session: StoreSession): FourEyesTable {
  return {
    checksAwaiting: (limit) =>
      session.read((database, keys) =>
        database
          .prepare('SELECT cheque_check FROM decision WHERE awaiting = 1 ORDER BY id LIMIT ?')
          .all(limit)
          .map((row) => checkIn(session, { database, keys }, row['cheque_check'] as string)),
      ),
    checkOf: (decision) =>
      session.read((database, keys) => {
        const source = { database, keys };
        return checkIn(session, source, checkOfDecision(source, decision));
      }),
    enrolmentsAwaiting: () =>
      session.read((database, keys) =>
        enrolmentsAwaiting({ database, keys }).map(({ id, account, signatories, specimens, operator, at }) => {
          const accountNumber = readAccount(database, keys, account).account.number;
          return { id, accountNumber, signatories, specimens, operator, at };
        }),
      ),
    answerDecision: (wanted, operator) =>
      session.write((transaction) => answerDecisionInto(transaction, wanted, operator)),
    answerEnrolment: (wanted, operator) =>
      session.write((transaction) => {
        const { entry, result: specimens } = answerEnrolmentInto(transaction, wanted, operator);
        const retired = wanted.answer === 'confirmed' ? retireReplaced(transaction, specimens) : [];
        const details = retired.length > 0 ? { ...entry.details, retired } : entry.details;
        return { entry: { ...entry, details }, result: undefined };
      }),
  };
}
