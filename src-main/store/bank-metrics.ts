import { readValue, writeValue } from './settings.ts';
import type { JsonValue } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import type { StoreSession, StoreTransaction } from './store-session.ts';

/** A metric of the bank's own, as it is kept; sealed on disk. */
export interface StoredBankMetric {
  /** SHA-256 of what judges, in hex. */
  readonly hash: string;
  /** What judges: read by the desk. */
  readonly metric: JsonValue;
  /** What was said of it when it was proposed: figures, who made it of what. */
  readonly report: JsonValue;
}

/** Something that was done about the bank's metric. */
export interface BankMetricEvent {
  readonly what: 'adopted' | 'undone';
  /** The metric that judges from then on; null: the package alone. */
  readonly hash: string | null;
  readonly operator: string;
  readonly at: string;
}

/** The bank's own metrics. Each change is one transaction with its record entry: the old one judges, or the new one. */
export interface BankMetricTable {
  /** The metric that judges; null: the package alone. */
  inForce(): Promise<StoredBankMetric | null>;
  /** The one that waits for a supervisor; null: none. */
  proposed(): Promise<StoredBankMetric | null>;
  /** One that judges, waits or ever judged: verdicts name it. Null where the hash isn't known. */
  byHash(hash: string): Promise<StoredBankMetric | null>;
  /** Oldest first. */
  history(): Promise<BankMetricEvent[]>;
  /** Puts a metric before a supervisor, in the place of one that waits already. */
  propose(metric: StoredBankMetric, operator: string): Promise<void>;
  /** Takes the waiting proposal away. */
  dismiss(operator: string): Promise<void>;
  /** Lets the waiting metric judge. Fault `invalid` where another one waits by now, or none. */
  adopt(hash: string, operator: string): Promise<void>;
  /** The metric that judged before judges again. Fault `invalid` where another one judges by now, or none was adopted. */
  undo(hash: string, operator: string): Promise<void>;
}

const rowOf = (hash: string): string => `bank-metric/${hash}`;
const stateRow = 'bank-metrics';

interface State {
  /** The metrics in force, the latest last; each undoing takes one off. */
  readonly adopted: string[];
  readonly proposed: string | null;
  readonly events: BankMetricEvent[];
}

type Source = Parameters<typeof readValue>[0];

const stateIn = (source: Source): State =>
  (readValue(source, stateRow) as unknown as State | null) ?? { adopted: [], proposed: null, events: [] };

const metricIn = (source: Source, hash: string | null | undefined): StoredBankMetric | null =>
  hash ? (readValue(source, rowOf(hash)) as unknown as StoredBankMetric | null) : null;

const writeState = (transaction: StoreTransaction, state: State): void =>
  writeValue(transaction, stateRow, state as unknown as JsonValue);

/** A metric that never judged is of no use to anybody: its row goes. */
function dropUnused(transaction: StoreTransaction, { proposed, adopted, events }: State): void {
  if (proposed === null || adopted.includes(proposed) || events.some(({ hash }) => hash === proposed)) return;
  transaction.remove('setting', rowOf(proposed));
}

/** The bank's metrics of an unlocked store. */
export function bankMetricTableOf(session: StoreSession): BankMetricTable {
  return {
    inForce: () =>
      session.read((database, keys) => metricIn({ database, keys }, stateIn({ database, keys }).adopted.at(-1))),
    proposed: () =>
      session.read((database, keys) => metricIn({ database, keys }, stateIn({ database, keys }).proposed)),
    byHash: (hash) => session.read((database, keys) => metricIn({ database, keys }, hash)),
    history: () => session.read((database, keys) => stateIn({ database, keys }).events),

    propose: (metric, operator) =>
      session.write((transaction) => {
        const state = stateIn(transaction);
        if (state.proposed !== metric.hash) dropUnused(transaction, state);
        writeValue(transaction, rowOf(metric.hash), metric as unknown as JsonValue);
        writeState(transaction, { ...state, proposed: metric.hash });
        return {
          entry: { kind: 'metric-proposed', account: null, details: { operator, metric: metric.hash } },
          result: undefined,
        };
      }),

    dismiss: (operator) =>
      session.write((transaction) => {
        const state = stateIn(transaction);
        if (state.proposed === null) return { entry: null, result: undefined };
        dropUnused(transaction, state);
        writeState(transaction, { ...state, proposed: null });
        return {
          entry: { kind: 'metric-dismissed', account: null, details: { operator, metric: state.proposed } },
          result: undefined,
        };
      }),

    adopt: (hash, operator) =>
      session.write((transaction) => {
        const state = stateIn(transaction);
        if (state.proposed !== hash)
          throw new StoreError(
            'invalid',
            'This metric is not the one that waits any more. Look at the proposal again.',
          );
        const before = state.adopted.at(-1) ?? null;
        const event: BankMetricEvent = { what: 'adopted', hash, operator, at: transaction.at };
        writeState(transaction, {
          adopted: [...state.adopted, hash],
          proposed: null,
          events: [...state.events, event],
        });
        return {
          entry: { kind: 'metric-adopted', account: null, details: { operator, metric: hash, before } },
          result: undefined,
        };
      }),

    undo: (hash, operator) =>
      session.write((transaction) => {
        const state = stateIn(transaction);
        if (state.adopted.at(-1) !== hash)
          throw new StoreError('invalid', 'This metric does not judge any more. Look at the metric in force again.');
        const adopted = state.adopted.slice(0, -1);
        const now = adopted.at(-1) ?? null;
        const event: BankMetricEvent = { what: 'undone', hash: now, operator, at: transaction.at };
        writeState(transaction, { ...state, adopted, events: [...state.events, event] });
        return {
          entry: { kind: 'metric-undone', account: null, details: { operator, metric: hash, now } },
          result: undefined,
        };
      }),
  };
}
