import { findAccountId } from './account-directory.ts';
import { readValue, writeValue } from './settings.ts';
import type { JsonValue } from './reference-store.ts';
import type { StoreSession } from './store-session.ts';

/** How somebody came in. */
export interface LogOn {
  readonly by: 'passphrase' | 'recovery-key' | 'system-key' | 'created';
  /** The user of the operating system. */
  readonly systemUser: string;
  /** Window or command line, or the command's name. */
  readonly from: string;
  readonly version: string;
}

/** Something that left the store. */
export interface Export {
  /** Such as `audit`, `report`, `batch-report`, `customer`, `csv`, `backup`. */
  readonly what: string;
  /** The account's number where it is about one account; its key then seals the entry's details. */
  readonly account?: string | null | undefined;
  /** SHA-256 of what was written, in hex, where it is one file. */
  readonly sha256?: string | null | undefined;
  /** What else there is to say, such as a range or a batch's id. */
  readonly of?: JsonValue | undefined;
}

/** A model package. */
export interface NotedModel {
  readonly id: string;
  readonly hash: string;
}

/** Record entries about what isn't a change of the store's own rows. */
export interface RecordNotes {
  /** Somebody logged on; the name is that of whoever opened the store. */
  logOn(details: LogOn): Promise<void>;
  exported(details: Export, operator: string): Promise<void>;
  /**
   * Keeps what judges cheques from now on under its hash, so that a verdict can be re-made. Nothing is written where it
   * judged before.
   */
  policyInForce(hash: string, policy: JsonValue, operator: string): Promise<void>;
  /** What {@link policyInForce} kept; null where this hash isn't known. */
  policyOf(hash: string): Promise<JsonValue>;
  /** A supervisor lets a package of the bank's own judge cheques. Nothing is written where it is admitted already. */
  admitModel(model: NotedModel, operator: string): Promise<void>;
  /** Hashes of the admitted packages. */
  admittedModels(): Promise<NotedModel[]>;
}

const policyRow = (hash: string): string => `judged-by/${hash}`;
const currentPolicyRow = 'judged-by';
const admittedRow = 'admitted-models';

/** The record of an unlocked store, for writing. */
export function recordNotesOf(session: StoreSession): RecordNotes {
  return {
    logOn: (details) =>
      session.write(() => ({
        entry: { kind: 'logged-on', account: null, details: { operator: session.operator, ...details } },
        result: undefined,
      })),

    exported: ({ what, account = null, sha256 = null, of = null }, operator) =>
      session.write(({ database, keys }) => {
        const row = account === null ? null : findAccountId(database, keys, account);
        return {
          entry: { kind: 'exported', account: row, details: { operator, what, account, sha256, of } },
          result: undefined,
        };
      }),

    async policyInForce(hash, policy, operator) {
      const before = await session.read((database, keys) => readValue({ database, keys }, currentPolicyRow));
      if (before === hash) return;
      await session.write((transaction) => {
        writeValue(transaction, policyRow(hash), policy);
        writeValue(transaction, currentPolicyRow, hash);
        return {
          entry: { kind: 'policy-in-force', account: null, details: { operator, policyHash: hash, policy } },
          result: undefined,
        };
      });
    },

    policyOf: (hash) => session.read((database, keys) => readValue({ database, keys }, policyRow(hash))),

    async admitModel({ id, hash }, operator) {
      await session.write((transaction) => {
        const before = (readValue(transaction, admittedRow) ?? []) as unknown as NotedModel[];
        if (before.some((model) => model.hash === hash)) return { entry: null, result: undefined };
        writeValue(
          transaction,
          admittedRow,
          [...before, { id, hash }].map((model) => ({ ...model })),
        );
        return {
          entry: { kind: 'model-admitted', account: null, details: { operator, model: id, modelHash: hash } },
          result: undefined,
        };
      });
    },

    admittedModels: () =>
      session.read((database, keys) => {
        const known = readValue({ database, keys }, admittedRow);
        return (known ?? []) as unknown as NotedModel[];
      }),
  };
}
