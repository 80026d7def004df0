/**
 * The reference store as the rest of the app sees it: accounts, signatories, specimens, checks, decisions and the
 * record. Everything is asynchronous, so that a shared database on a server can take the place of the SQLite file.
 *
 * Every method rejects with a `StoreError`; after `close()` its fault is `locked`. Times are ISO 8601 in UTC,
 * days are `YYYY-MM-DD`. Account numbers are matched without spaces, dashes, dots and slashes, and in upper case.
 */

import type { BankMetricTable } from './bank-metrics.ts';
import type { BatchTable } from './batches.ts';
import type { Corrections } from './change-specimens.ts';
import type { Check, Decision, NewCheck, NewDecision } from './check-types.ts';
import type { CustomerTable } from './customers.ts';
import type { FourEyesTable } from './four-eyes.ts';
import type { MandateTable } from './mandates.ts';
import type { OperatorTable } from './operator-table.ts';
import type { RecordNotes } from './record-notes.ts';
import type { RecordView, VerifyReport } from './record-types.ts';
import type { VectorTable } from './vectors.ts';

export type * from './check-types.ts';
export type * from './record-types.ts';

/** A value that survives JSON. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A rectangle in pixels of a scan, whole numbers, origin at the top left. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What opens a store. Without `operator` every operator's slot is tried. */
export type StoreKey =
  | { readonly passphrase: string; readonly operator?: string | undefined }
  | { readonly recoveryKey: string }
  | { readonly systemKey: Uint8Array };

/** How a store is opened; every field has a sensible default. */
export interface StoreOptions {
  /** How long a store that another program is writing to is waited for, in milliseconds. Default 10,000. */
  readonly busyTimeoutMs?: number | undefined;
  /** scrypt's cost N for new passphrase slots, a power of two, 2^10 to 2^20. Default 2^17 (128 MB, about 0.4 s). */
  readonly scryptCost?: number | undefined;
  /** Largest size of the store in pages of 4,096 bytes; beyond it writing fails with `disk-full`. Default: no limit. */
  readonly maximumPages?: number | undefined;
}

export interface Account {
  readonly id: string;
  /** The account number as it was first entered. */
  readonly number: string;
  readonly holder: string | null;
  readonly signatories: number;
  /** Specimens in use; retired ones aren't counted. */
  readonly specimens: number;
}

export interface Signatory {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  /** Whose specimens theirs are now, and since when; null: they are a signatory of their own. */
  readonly mergedInto: { readonly signatory: string; readonly at: string } | null;
}

/** By what a template was made: re-making it on the same set is exact. */
export interface TemplateProvenance {
  readonly decoder: string;
  readonly provider: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** What the twin made of one specimen. */
export interface Template {
  readonly modelId: string;
  readonly modelHash: string;
  readonly tower: string;
  readonly vector: Float32Array;
  readonly provenance: TemplateProvenance;
}

export interface Specimen {
  readonly id: string;
  readonly account: string;
  readonly signatory: string;
  readonly signatoryName: string;
  /** The day the signature was given, where known. */
  readonly capturedOn: string | null;
  /** Where it comes from, in the operator's words (a file name, "mandate card"). */
  readonly source: string;
  readonly enrolledAt: string;
  readonly retiredOn: string | null;
  /** The specimen whose place it took; null: none's. */
  readonly replaces: string | null;
  /** It doesn't count: a second person has yet to confirm it, or has refused it. */
  readonly unconfirmed: 'awaiting' | 'refused' | null;
  /** Where the signature lies on the scan. */
  readonly region: Region | null;
  readonly fingerprint: string;
  /** For the model hash that was asked for; null where none has been made. */
  readonly template: Template | null;
  /** The scan's bytes as they came. */
  readonly imageBytes: () => Promise<Uint8Array>;
  readonly cleanPng: () => Promise<Uint8Array>;
}

/** Which specimens, and whose templates with them. */
export interface SpecimenChoice {
  readonly includeRetired?: boolean | undefined;
  readonly modelHash?: string | undefined;
}

export interface NewSpecimen {
  readonly imageBytes: Uint8Array;
  readonly region: Region | null;
  readonly cleanPng: Uint8Array;
  /** The ink's fingerprint, any text; an equal one in the same account is refused as a duplicate. */
  readonly fingerprint: string;
  readonly capturedOn: string | null;
  readonly source: string;
  readonly template: Template;
}

export interface Enrolment {
  /** The account's number; the account is made where there is none. */
  readonly account: string;
  readonly holder?: string | null | undefined;
  /** The signatory's name; added where the account has none of that name. */
  readonly signatory: string;
  readonly specimens: readonly NewSpecimen[];
  readonly operator?: string | undefined;
  /** Its specimens count only once somebody else has confirmed it. */
  readonly awaits?: boolean | undefined;
}

export interface Enrolled {
  readonly account: Account;
  readonly signatory: Signatory;
  readonly specimens: readonly string[];
  /** What waits for a second person; null where nobody has to confirm it. */
  readonly enrolment: string | null;
}

/** The regions that a bank's cheques use, for account numbers that begin with `prefix` ('' for all). */
export interface Layout {
  readonly prefix: string;
  readonly layout: JsonValue;
}

export interface ReferenceStore {
  readonly id: string;
  readonly directory: string;
  readonly schemaVersion: number;
  /** The operator of the slot that opened the store. */
  readonly operator: string;
  /** What was set right while opening, in plain words; empty as a rule. */
  readonly warnings: readonly string[];
  readonly record: RecordView;
  /** Puts on record what isn't a change of the store's own: log-ons, exports, policies, model packages. */
  readonly notes: RecordNotes;
  readonly operators: OperatorTable;
  readonly fourEyes: FourEyesTable;
  readonly mandates: MandateTable;
  readonly batches: BatchTable;
  readonly customers: CustomerTable;
  readonly vectors: VectorTable;
  readonly bankMetrics: BankMetricTable;
  readonly corrections: Corrections;

  /** Closes the store and wipes its keys. Closing twice is fine. */
  close(): Promise<void>;
  /**
   * The same store once more, opened by the same operator, with keys of its own: closing one leaves the other open. For work that goes
   * on while the desk is locked.
   */
  another(): Promise<ReferenceStore>;

  listAccounts(): Promise<Account[]>;
  /** Accounts whose number begins with `prefix`, in order of number. */
  completeAccount(prefix: string, limit: number): Promise<Account[]>;
  /** The account of exactly this number, or null. */
  findAccount(account: string): Promise<Account | null>;
  /** Accounts one slip away: one digit wrong, missing or extra, or two neighbours swapped. At most 10. */
  nearAccounts(account: string): Promise<Account[]>;

  /** By account number, merged ones too. Fault `not-found` where there's no such account. */
  signatoriesOf(account: string): Promise<Signatory[]>;
  /** By account number, oldest first. `modelHash` says whose templates to give; without it `template` is null. */
  specimensOf(account: string, options?: SpecimenChoice): Promise<Specimen[]>;
  specimenById(id: string, options?: { modelHash?: string | undefined }): Promise<Specimen>;

  /** All in one transaction with its record entry. Faults `duplicate` (equal fingerprint, retired ones too), `invalid`. */
  enrol(enrolment: Enrolment): Promise<Enrolled>;
  /** As {@link enrol}, several signatories of one account: all in one transaction, with one record entry. Another account: `invalid`. */
  enrolTogether(enrolments: readonly Enrolment[]): Promise<Enrolled[]>;
  retireSpecimen(specimen: string, reason: string, operator?: string): Promise<void>;
  unretireSpecimen(specimen: string, reason: string, operator?: string): Promise<void>;
  renameSignatory(signatory: string, name: string, operator?: string): Promise<void>;

  /** Specimens (retired too) that have no template by this model, at most `limit`. */
  specimensWithoutTemplate(modelHash: string, limit: number): Promise<Specimen[]>;
  /** Adds templates; one that is there already for the same specimen and model is replaced. */
  putTemplates(templates: readonly { specimen: string; template: Template }[]): Promise<void>;

  /** @returns the check's id. */
  recordCheck(check: NewCheck): Promise<string>;
  checkById(id: string): Promise<Check>;
  /** Newest first; `before` is the id of the last one of the page before. */
  recentChecks(limit: number, before?: string): Promise<Check[]>;
  /** Fault `duplicate` where the check has a standing decision that isn't named in `supersedes`. */
  recordDecision(decision: NewDecision): Promise<Decision>;
  /** Takes a standing decision back, as a new entry. */
  undoDecision(decision: string, reason: string, operator?: string): Promise<Decision>;

  /** Null where unset. Keys are words of the program and lie on disk in clear; values are sealed. */
  getSetting(key: string): Promise<JsonValue>;
  setSetting(key: string, value: JsonValue, operator?: string): Promise<void>;
  listLayouts(): Promise<Layout[]>;
  /** The layout with the longest prefix that fits, or null. */
  layoutFor(account: string): Promise<Layout | null>;
  /** `layout` null removes it. */
  setLayout(prefix: string, layout: JsonValue, operator?: string): Promise<void>;
  /** Null where unset. */
  getPolicy(): Promise<JsonValue>;
  setPolicy(policy: JsonValue, operator?: string): Promise<void>;

  /** Checks the whole store, row by row. Never rejects for damage: it is in the report. */
  verify(): Promise<VerifyReport>;
  /** Copies the store while it's in use. `toDirectory` must not exist or be empty. */
  backup(toDirectory: string): Promise<void>;

  /** Operators that have a passphrase of their own. */
  listOperators(): Promise<string[]>;
  addPassphraseSlot(slot: { operator: string; passphrase: string }): Promise<void>;
  removePassphraseSlot(operator: string): Promise<void>;
  /** `currentPassphrase` may be left out only where the recovery key opened the store. */
  changePassphrase(change: {
    operator: string;
    currentPassphrase?: string | undefined;
    newPassphrase: string;
  }): Promise<void>;
  /** Lets the operating system's key store open this store; `systemKey` is 32 random bytes that it keeps. */
  addSystemSlot(systemKey: Uint8Array, operator?: string): Promise<void>;
  removeSystemSlots(): Promise<void>;
  /** New data key, everything sealed anew, every old slot void. @returns the new recovery key, to be printed once. */
  rekey(slot: { passphrase: string; operator?: string | undefined }): Promise<{ recoveryKey: string }>;
}
