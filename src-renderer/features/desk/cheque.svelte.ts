import type { Box } from '../../../src-main/contract/box.ts';
import type { Client } from '../../../src-main/contract/calls.ts';
import type { CheckResult, DecisionKind } from '../../../src-main/contract/check.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';
import type { Layout } from '../../../src-main/contract/settings.ts';
import { failureOf, type Failure } from '../../failure.ts';
import { sameBox } from '../scan/box-geometry.ts';
import { sizeRefusal, type IncomingScan } from './files.ts';
import { layoutBox } from './layout-box.ts';

/** Where one cheque stands on its way over the desk. */
export type Phase = 'reading' | 'unreadable' | 'needs-account' | 'checking' | 'judged' | 'unjudged' | 'decided';

/** What the clerk did with the cheque. */
export interface Decided {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly reason: string;
  readonly operator: string;
  readonly at: string;
}

/** What a cheque asks of the desk it lies on. */
export interface ChequeSurroundings {
  layouts(): readonly Layout[];
  /** Called when a check has ended, with a verdict or without. */
  checked(cheque: Cheque): void;
}

/** How long the box must rest before a check, in milliseconds: after the pointer is let go, and after a key. */
export const restAfterPointer = 60;
export const restAfterKey = 450;

let nextId = 1;

/** One scan on the desk: opened, given an account and a box, checked again whenever either changes, decided once. */
export class Cheque {
  readonly id = nextId++;
  readonly name: string;
  readonly #client: Client;
  readonly #around: ChequeSurroundings;
  readonly #incoming: IncomingScan;
  readonly #hint: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  #gone = false;

  scan = $state.raw<OpenScan | null>(null);
  openFailure = $state.raw<Failure | null>(null);
  account = $state('');
  /** The signature's box in pixels of the page; null: the whole picture. */
  box = $state.raw<Box | null>(null);
  boxIsOwn = $state(false);
  checking = $state(false);
  turning = $state(false);
  result = $state.raw<CheckResult | null>(null);
  checkFailure = $state.raw<Failure | null>(null);
  decision = $state.raw<Decided | null>(null);

  readonly phase: Phase = $derived.by(() => {
    if (this.openFailure !== null) return 'unreadable';
    if (this.scan === null) return 'reading';
    if (this.decision !== null) return 'decided';
    if (this.checking) return 'checking';
    if (this.account === '') return 'needs-account';
    if (this.checkFailure !== null) return 'unjudged';
    return this.result === null ? 'checking' : 'judged';
  });
  /** Whether the clerk may decide: a verdict is there and is about what the window shows. */
  readonly decidable = $derived(this.phase === 'judged');
  readonly editable = $derived(this.scan !== null && this.decision === null && !this.turning);

  constructor(client: Client, incoming: IncomingScan, around: ChequeSurroundings, accountHint = '') {
    this.#client = client;
    this.#incoming = incoming;
    this.#around = around;
    this.#hint = accountHint;
    this.name = incoming.name;
  }

  /** Reads and opens the scan, and checks it where the account is known. Never rejects: a failure becomes the state. */
  async open(): Promise<void> {
    const refusal = sizeRefusal(this.#incoming.size);
    if (refusal !== null) {
      this.openFailure = { fault: 'file-size', message: refusal, field: undefined };
      return;
    }
    try {
      const bytes = await this.#incoming.bytes();
      if (this.#gone) return;
      const scan = await this.#client.openScan({ name: this.name, bytes, page: 0 });
      if (this.#gone) {
        void this.#client.closeScan({ scan: scan.scan }).catch(() => undefined);
        return;
      }
      this.account = scan.account ?? this.#hint;
      this.scan = scan;
      this.box = scan.region ?? this.#boxByLayout();
      if (this.account !== '') await this.check();
    } catch (error) {
      if (!this.#gone) this.openFailure = failureOf(error);
    }
  }

  /** Sets the account as typed or chosen, moves the box to its layout unless the clerk drew one, and checks. */
  setAccount(account: string): void {
    const typed = account.trim();
    if (!this.editable || typed === this.account) return;
    this.account = typed;
    if (!this.boxIsOwn) this.box = this.#boxByLayout();
    this.#forget();
    if (typed !== '') void this.check();
  }

  /** Sets the clerk's box (null: the whole picture); checks once it has rested for so many milliseconds. */
  setBox(box: Box | null, rest: number = restAfterPointer): void {
    if (!this.editable || sameBox(box, this.box)) return;
    this.box = box;
    this.boxIsOwn = true;
    this.#cancel();
    if (this.account === '') return;
    this.checking = true;
    this.#timer = setTimeout(() => void this.check(), rest);
  }

  /** Compares the signature in the box with the account's specimens. An answer that comes too late is dropped. */
  async check(): Promise<void> {
    if (this.scan === null || this.account === '' || this.decision !== null) return;
    this.#cancel();
    const run = this.#run;
    this.checking = true;
    let result: CheckResult | null = null;
    let failure: Failure | null = null;
    try {
      result = await this.#client.checkCheque({ scan: this.scan.scan, account: this.account, region: this.box });
    } catch (error) {
      failure = failureOf(error);
    }
    if (run !== this.#run || this.#gone) return;
    this.checking = false;
    this.result = result;
    this.checkFailure = failure;
    this.#around.checked(this);
  }

  /** Shows another page of the scan and checks that. */
  async turnTo(page: number): Promise<void> {
    const scan = this.scan;
    if (scan === null || !this.editable || page < 0 || page >= scan.pages || page === scan.page) return;
    this.turning = true;
    this.#forget();
    try {
      const turned = await this.#client.turnPage({ scan: scan.scan, page });
      if (this.#gone) return;
      this.scan = turned;
      this.boxIsOwn = false;
      this.box = turned.region ?? this.#boxByLayout();
    } catch (error) {
      if (!this.#gone) this.checkFailure = failureOf(error);
    } finally {
      this.turning = false;
    }
    if (this.checkFailure === null) await this.check();
  }

  /** Records the clerk's decision on the check that is shown. Rejects with a CallFailure. */
  async decide(kind: DecisionKind, reason: string): Promise<Decided> {
    if (this.result === null || !this.decidable) throw new Error('nothing to decide on');
    const { decision, operator, at } = await this.#client.decide({ check: this.result.check, decision: kind, reason });
    this.decision = { id: decision, kind, reason, operator, at };
    return this.decision;
  }

  /** Takes the decision back. Rejects with a CallFailure. */
  async undo(): Promise<void> {
    if (this.decision === null) return;
    await this.#client.undoDecision({ decision: this.decision.id });
    this.decision = null;
  }

  /** Takes the cheque off the desk: the app is told to forget the scan, and answers still under way are dropped. */
  close(): void {
    if (this.scan !== null) void this.#client.closeScan({ scan: this.scan.scan }).catch(() => undefined);
    this.forget();
  }

  /** Forgets the cheque here. The app forgets its scans by itself when the store locks or the window goes. */
  forget(): void {
    this.#gone = true;
    this.#cancel();
    this.scan = null;
    this.result = null;
  }

  #boxByLayout(): Box | null {
    return this.scan === null ? null : layoutBox(this.#around.layouts(), this.account, this.scan);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#run++;
  }

  #forget(): void {
    this.#cancel();
    this.checking = false;
    this.result = null;
    this.checkFailure = null;
  }
}
