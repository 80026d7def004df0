import { findAccountId } from './account-directory.ts';
import { readValue, writeValue } from './settings.ts';
import type { JsonValue } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import type { StoreSession, StoreTransaction } from './store-session.ts';

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

/** Somebody asked who, of everybody on file, signed. Signatories are named by their row ids alone. */
export interface Identified {
  /** The check and its signature, or the scan. */
  readonly of: JsonValue;
  readonly modelHash: string;
  readonly signatories: number;
  readonly border: number;
  readonly nobody: boolean;
  readonly candidates: readonly { readonly signatory: string; readonly score: number }[];
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
  identified(details: Identified, operator: string): Promise<void>;
  /**
   * Keeps what judges cheques from now on under its hash, so that a verdict can be re-made. Nothing is written where it
   * judged before.
   */
  policyInForce(hash: string, policy: JsonValue, operator: string): Promise<void>;
  /** What {@link policyInForce} kept; null where this hash isn't known. */
  policyOf(hash: string): Promise<JsonValue>;
  /** Which package judges from now on. Nothing is written where it judged before. */
  modelInForce(model: NotedModel, operator: string): Promise<void>;
  /** A supervisor lets a package of the bank's own judge cheques. Nothing is written where it is admitted already. */
  admitModel(model: NotedModel, operator: string): Promise<void>;
  /** Takes an admission back; what the package judged stays on record. Fault `not-found` where it isn't admitted. */
  withdrawModel(hash: string, operator: string): Promise<void>;
  /** The admitted packages. */
  admittedModels(): Promise<NotedModel[]>;
}

const policyRow = (hash: string): string => `judged-by/${hash}`;
const currentPolicyRow = 'judged-by';
const admittedRow = 'admitted-models';
const currentModelRow = 'model-in-force';

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

    identified: ({ candidates, ...details }, operator) =>
      session.write(() => {
        const named = candidates.map(({ signatory, score }) => ({ signatory, score }));
        return {
          entry: { kind: 'identified', account: null, details: { operator, ...details, candidates: named } },
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

    async modelInForce({ id, hash }, operator) {
      const before = await session.read((database, keys) => readValue({ database, keys }, currentModelRow));
      if (before === hash) return;
      await session.write((transaction) => {
        writeValue(transaction, currentModelRow, hash);
        return {
          entry: { kind: 'model-in-force', account: null, details: { operator, model: id, modelHash: hash, before } },
          result: undefined,
        };
      });
    },

    async admitModel({ id, hash }, operator) {
      await session.write((transaction) => {
        const before = admittedIn(transaction);
        if (before.some((model) => model.hash === hash)) return { entry: null, result: undefined };
        writeAdmitted(transaction, [...before, { id, hash }]);
        return {
          entry: { kind: 'model-admitted', account: null, details: { operator, model: id, modelHash: hash } },
          result: undefined,
        };
      });
    },

    async withdrawModel(hash, operator) {
      await session.write((transaction) => {
        const before = admittedIn(transaction);
        const model = before.find((each) => each.hash === hash);
        if (!model) throw new StoreError('not-found', 'This model package is not admitted.');
        writeAdmitted(
          transaction,
          before.filter((each) => each !== model),
        );
        return {
          entry: { kind: 'model-withdrawn', account: null, details: { operator, model: model.id, modelHash: hash } },
          result: undefined,
        };
      });
    },

    admittedModels: () => session.read((database, keys) => admittedIn({ database, keys })),
  };
}

const admittedIn = (source: Parameters<typeof readValue>[0]): NotedModel[] =>
  (readValue(source, admittedRow) ?? []) as unknown as NotedModel[];

function writeAdmitted(transaction: StoreTransaction, models: readonly NotedModel[]): void {
  writeValue(
    transaction,
    admittedRow,
    models.map(({ id, hash }) => ({ id, hash })),
  );
}
