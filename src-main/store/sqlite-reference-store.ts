import type { DatabaseSync } from 'node:sqlite';
import { longestPrefix } from '../contract/account-number.ts';
import { AccountDirectory, findAccountId, requireAccountId, withCounts } from './account-directory.ts';
import { backUp } from './backup.ts';
import { bankMetricTableOf } from './bank-metrics.ts';
import { batchTableOf } from './batches.ts';
import { correctionsOf } from './change-specimens.ts';
import { checkIn, recentChecksIn, recordCheckInto } from './checks.ts';
import { customerTableOf } from './customers.ts';
import { checkOfDecision, recordDecisionInto } from './decisions.ts';
import { enrolInto, refuseInvalidEnrolment } from './enrolment.ts';
import { fourEyesTableOf } from './four-eyes.ts';
import type { KeyRing } from './key-ring.ts';
import { makePassphraseSlot, makeSystemSlot } from './key-slots.ts';
import { mandateTableOf } from './mandates.ts';
import { operatorTableOf, refuseSharedPassphrase } from './operator-table.ts';
import { recordNotesOf } from './record-notes.ts';
import { recordViewOf } from './record-view.ts';
import type * as contract from './reference-store.ts';
import type { Migration } from './schema/migrations.ts';
import { rekeySession } from './rekey-session.ts';
import { readLayouts, readPolicy, readSetting, writeLayout, writePolicy, writeSetting } from './settings.ts';
import * as slots from './slot-rows.ts';
import {
  renameSignatoryIn,
  setRetired,
  signatoriesIn,
  specimenIn,
  specimensIn,
  specimensLackingTemplate,
} from './specimens.ts';
import { StoreError } from './store-error.ts';
import type { StoreSession } from './store-session.ts';
import { putTemplatesInto } from './templates.ts';
import { vectorTableOf } from './vectors.ts';
import { verifySession } from './verify-session.ts';

/** What an open store knows of itself beside its session. */
export interface StoreFacts {
  readonly id: string;
  readonly schemaVersion: number;
  readonly byRecoveryKey: boolean;
  readonly scryptCost: number | undefined;
  readonly steps: readonly Migration[];
}

/** The reference store over one SQLite file. Each method is one transaction; the work is in the file named after its area. */
export class SqliteReferenceStore implements contract.ReferenceStore {
  readonly id: string;
  readonly directory: string;
  readonly schemaVersion: number;
  readonly operator: string;
  readonly record: contract.RecordView;
  readonly notes: contract.ReferenceStore['notes'];
  readonly operators: contract.ReferenceStore['operators'];
  readonly fourEyes: contract.ReferenceStore['fourEyes'];
  readonly mandates: contract.ReferenceStore['mandates'];
  readonly batches: contract.ReferenceStore['batches'];
  readonly customers: contract.ReferenceStore['customers'];
  readonly vectors: contract.ReferenceStore['vectors'];
  readonly bankMetrics: contract.ReferenceStore['bankMetrics'];
  readonly corrections: contract.ReferenceStore['corrections'];
  readonly #session: StoreSession;
  readonly #facts: StoreFacts;
  readonly #accounts = new AccountDirectory();

  constructor(session: StoreSession, facts: StoreFacts) {
    this.#session = session;
    this.#facts = facts;
    this.id = facts.id;
    this.directory = session.directory;
    this.schemaVersion = facts.schemaVersion;
    this.operator = session.operator;
    this.record = recordViewOf(session, facts.id);
    this.notes = recordNotesOf(session);
    this.operators = operatorTableOf(session, facts);
    this.fourEyes = fourEyesTableOf(session);
    this.mandates = mandateTableOf(session);
    this.batches = batchTableOf(session);
    this.bankMetrics = bankMetricTableOf(session);
    this.corrections = correctionsOf(session);
    this.vectors = vectorTableOf(session);
    this.customers = customerTableOf(session, (account) => this.#accounts.remove(account));
  }

  get warnings(): readonly string[] {
    return this.#session.warnings;
  }

  async close(): Promise<void> {
    this.#session.close();
    this.#accounts.clear();
  }

  listAccounts(): Promise<contract.Account[]> {
    return this.#readAccounts((database) => withCounts(database, this.#accounts.all()));
  }

  completeAccount(prefix: string, limit: number): Promise<contract.Account[]> {
    return this.#readAccounts((database) => withCounts(database, this.#accounts.startingWith(prefix, limit)));
  }

  findAccount(account: string): Promise<contract.Account | null> {
    return this.#readAccounts((database, keys) => {
      const id = findAccountId(database, keys, account);
      const known = id === null ? null : this.#accounts.byId(id);
      return known ? (withCounts(database, [known])[0] ?? null) : null;
    });
  }

  nearAccounts(account: string): Promise<contract.Account[]> {
    return this.#readAccounts((database) => withCounts(database, this.#accounts.near(account)));
  }

  signatoriesOf(account: string): Promise<contract.Signatory[]> {
    return this.#session.read((database, keys) =>
      signatoriesIn({ database, keys }, requireAccountId(database, keys, account)),
    );
  }

  specimensOf(account: string, options: contract.SpecimenChoice = {}): Promise<contract.Specimen[]> {
    return this.#session.read((database, keys) =>
      specimensIn(this.#session, { database, keys }, requireAccountId(database, keys, account), options),
    );
  }

  specimenById(id: string, options: { modelHash?: string | undefined } = {}): Promise<contract.Specimen> {
    return this.#session.read((database, keys) => specimenIn(this.#session, { database, keys }, id, options.modelHash));
  }

  async enrol(enrolment: contract.Enrolment): Promise<contract.Enrolled> {
    return (await this.enrolTogether([enrolment]))[0]!;
  }

  async enrolTogether(enrolments: readonly contract.Enrolment[]): Promise<contract.Enrolled[]> {
    enrolments.forEach(refuseInvalidEnrolment);
    const operator = enrolments[0]?.operator ?? this.operator;
    const { entry, enrolled } = await this.#session.write((transaction) =>
      enrolInto(transaction, enrolments, operator),
    );
    if (this.#session.isOpen) this.#accounts.put(entry);
    return enrolled;
  }

  retireSpecimen(specimen: string, reason: string, operator = this.operator): Promise<void> {
    const today = new Date().toISOString().slice(0, 10);
    return this.#session.write((transaction) => setRetired(transaction, specimen, today, reason, operator));
  }

  unretireSpecimen(specimen: string, reason: string, operator = this.operator): Promise<void> {
    return this.#session.write((transaction) => setRetired(transaction, specimen, null, reason, operator));
  }

  renameSignatory(signatory: string, name: string, operator = this.operator): Promise<void> {
    return this.#session.write((transaction) => renameSignatoryIn(transaction, signatory, name, operator));
  }

  specimensWithoutTemplate(modelHash: string, limit: number): Promise<contract.Specimen[]> {
    return this.#session.read((database, keys) =>
      specimensLackingTemplate(this.#session, { database, keys }, modelHash, limit),
    );
  }

  async putTemplates(templates: readonly { specimen: string; template: contract.Template }[]): Promise<void> {
    if (templates.length === 0) return;
    await this.#session.write((transaction) => putTemplatesInto(transaction, templates, this.operator));
  }

  recordCheck(check: contract.NewCheck): Promise<string> {
    return this.#session.write((transaction) => recordCheckInto(transaction, check, check.operator ?? this.operator));
  }

  checkById(id: string): Promise<contract.Check> {
    return this.#session.read((database, keys) => checkIn(this.#session, { database, keys }, id));
  }

  recentChecks(limit: number, before?: string): Promise<contract.Check[]> {
    return this.#session.read((database, keys) => recentChecksIn(this.#session, { database, keys }, limit, before));
  }

  recordDecision(decision: contract.NewDecision): Promise<contract.Decision> {
    return this.#session.write((transaction) =>
      recordDecisionInto(transaction, decision, decision.operator ?? this.operator),
    );
  }

  undoDecision(decision: string, reason: string, operator = this.operator): Promise<contract.Decision> {
    return this.#session.write((transaction) => {
      const check = checkOfDecision(transaction, decision);
      return recordDecisionInto(transaction, { check, decision: 'undone', reason, supersedes: decision }, operator);
    });
  }

  getSetting(key: string): Promise<contract.JsonValue> {
    return this.#session.read((database, keys) => readSetting({ database, keys }, key));
  }

  setSetting(key: string, value: contract.JsonValue, operator = this.operator): Promise<void> {
    return this.#session.write((transaction) => writeSetting(transaction, key, value, operator));
  }

  listLayouts(): Promise<contract.Layout[]> {
    return this.#session.read((database, keys) => readLayouts({ database, keys }));
  }

  async layoutFor(account: string): Promise<contract.Layout | null> {
    return longestPrefix(await this.listLayouts(), account);
  }

  setLayout(prefix: string, layout: contract.JsonValue, operator = this.operator): Promise<void> {
    return this.#session.write((transaction) => writeLayout(transaction, prefix, layout, operator));
  }

  getPolicy(): Promise<contract.JsonValue> {
    return this.#session.read((database, keys) => readPolicy({ database, keys }));
  }

  setPolicy(policy: contract.JsonValue, operator = this.operator): Promise<void> {
    return this.#session.write((transaction) => writePolicy(transaction, policy, operator));
  }

  verify(): Promise<contract.VerifyReport> {
    return verifySession(this.#session, this.id, this.#facts.steps);
  }

  async another(): Promise<contract.ReferenceStore> {
    return new SqliteReferenceStore(await this.#session.another(), this.#facts);
  }

  async backup(toDirectory: string): Promise<void> {
    await this.#session.read(() => undefined);
    await backUp(this.directory, this.id, this.schemaVersion, toDirectory);
  }

  async listOperators(): Promise<string[]> {
    const known = await this.#session.read((database, keys) => slots.passphraseSlots({ database, keys }));
    return known.map(({ operator }) => operator);
  }

  async addPassphraseSlot({ operator, passphrase }: { operator: string; passphrase: string }): Promise<void> {
    if (operator.trim() === '') throw new StoreError('invalid', "Type the operator's name.");
    const slot = await this.#passphraseSlot(this.#session.keys, operator, passphrase);
    await this.#session.write((transaction) => slots.addOperatorSlot(transaction, slot, operator, this.operator));
  }

  removePassphraseSlot(operator: string): Promise<void> {
    return this.#session.write((transaction) => slots.removeOperatorSlot(transaction, operator, this.operator));
  }

  async changePassphrase(change: {
    operator: string;
    currentPassphrase?: string | undefined;
    newPassphrase: string;
  }): Promise<void> {
    const { operator, currentPassphrase, newPassphrase } = change;
    const known = await this.#session.read((database, keys) => slots.passphraseSlots({ database, keys }));
    if (currentPassphrase !== undefined) {
      await slots.confirmPassphrase(this.id, known, operator, currentPassphrase, this.directory);
    } else if (!this.#facts.byRecoveryKey) {
      throw new StoreError('wrong-passphrase', 'Type the current passphrase to change it.');
    }
    const slot = await this.#passphraseSlot(this.#session.keys, operator, newPassphrase);
    await refuseSharedPassphrase(this.#session, this.id, operator, newPassphrase);
    await this.#session.write((transaction) => slots.replaceOperatorSlot(transaction, slot, operator, this.operator));
  }

  async addSystemSlot(systemKey: Uint8Array, operator = this.operator): Promise<void> {
    const slot = this.#session.keys.withDataKey((dataKey) => makeSystemSlot(this.id, dataKey, systemKey));
    await this.#session.write((transaction) => slots.addSystemSlotRow(transaction, slot, operator));
  }

  removeSystemSlots(): Promise<void> {
    return this.#session.write((transaction) => slots.removeSystemSlotRows(transaction, this.operator));
  }

  async rekey(next: { passphrase: string; operator?: string | undefined }): Promise<{ recoveryKey: string }> {
    const slotOf = (keys: KeyRing, operator: string) => this.#passphraseSlot(keys, operator, next.passphrase);
    return rekeySession(this.#session, this.id, next.operator ?? this.operator, slotOf);
  }

  /** Notes in the record that this store was made of a backup. @param from the backup's folder */
  noteRestored(from: string): Promise<void> {
    const entry = { kind: 'restored', account: null, details: { operator: this.operator, from } };
    return this.#session.write(() => ({ entry, result: undefined }));
  }

  #passphraseSlot(keys: KeyRing, operator: string, passphrase: string): ReturnType<typeof makePassphraseSlot> {
    return keys.withDataKey((key) => makePassphraseSlot(this.id, key, operator, passphrase, this.#facts.scryptCost));
  }

  #readAccounts<T>(work: (database: DatabaseSync, keys: KeyRing) => T): Promise<T> {
    return this.#session.read((database, keys) => {
      this.#accounts.refresh(database, keys);
      return work(database, keys);
    });
  }
}
