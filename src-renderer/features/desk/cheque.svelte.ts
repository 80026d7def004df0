import type { Box } from '../../../src-main/contract/box.ts';
import type { Client } from '../../../src-main/contract/calls.ts';
import type { CheckResult, DecisionKind } from '../../../src-main/contract/check.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';
import { failureOf, type Failure } from '../../failure.ts';
import { sameBox } from '../scan/box-geometry.ts';
import { sizeRefusal, type IncomingScan } from './files.ts';
import { ChequeCheck } from './cheque-check.svelte.ts';
import { ChequeReading } from './cheque-reading.svelte.ts';
import { restAfterPointer, type ChequeSurroundings, type Decided, type Phase } from './cheque-parts.ts';
import { HeldScan } from './held-scan.ts';
import { layoutBox } from './layout-box.ts';
import { MadeOut } from './made-out.svelte.ts';
import { emptyPage, takesOver } from './page-kinds.ts';
import { decidingSignature, resultOf } from './signature-results.ts';

let nextId = 1;

/**
 * One cheque on the desk: opened, its account and signatures read off it, checked again whenever the account or the
 * clerk's box changes, decided once.
 */
export class Cheque {
  readonly id = nextId++;
  readonly name: string;
  readonly reading: ChequeReading;
  readonly #client: Client;
  readonly #around: ChequeSurroundings;
  readonly #incoming: IncomingScan;
  readonly #hint: string;
  readonly #check = new ChequeCheck();
  readonly madeOut = new MadeOut();
  #gone = false;
  #held: HeldScan | null = null;
  /** The page that was shown last beside the one that is checked. */
  #lastSide: OpenScan | null = null;

  /** The page that is checked. */
  scan = $state.raw<OpenScan | null>(null);
  /** Another page of the scan that is shown, as a rule the back; the check stays with the page it is about. */
  side = $state.raw<OpenScan | null>(null);
  openFailure = $state.raw<Failure | null>(null);
  account = $state('');
  /** The clerk's or the layout's box in pixels of the page; null: the signatures that were found, or the whole picture. */
  box = $state.raw<Box | null>(null);
  boxIsOwn = $state(false);
  turning = $state(false);
  readonly checking = $derived(this.#check.underWay);
  readonly result: CheckResult | null = $derived(this.#check.result);
  readonly checkFailure: Failure | null = $derived(this.#check.failure);
  decision = $state.raw<Decided | null>(null);
  /** The signature in front, by its place among those of the cheque. */
  signature = $state(0);

  /** What it is called where there are several on one page. */
  readonly title = $derived.by(() =>
    this.reading.onPage > 1 ? `${this.name}, cheque ${this.reading.place + 1}` : this.name,
  );
  /** Accounts one slip away that are offered, not taken. */
  readonly nearAccounts = $derived.by(() => (this.decision === null ? this.reading.near(this.account) : []));
  /** The check, about the signature in front; null where that one can't be judged. */
  readonly shownResult: CheckResult | null = $derived(
    this.result === null ? null : resultOf(this.result, this.signature),
  );
  /** How many signatures there are to look at. */
  readonly signatureCount = $derived.by(() => {
    const checked = this.result?.signatures.length ?? 0;
    if (checked > 0) return checked;
    return this.boxIsOwn ? 1 : (this.reading.cheque?.signatures.length ?? 0);
  });

  readonly phase: Phase = $derived.by(() => {
    if (this.openFailure !== null) return 'unreadable';
    if (this.scan === null) return 'reading';
    if (this.decision !== null) return 'decided';
    if (this.checking) return 'checking';
    if (this.account === '' && this.checkFailure === null) return 'needs-account';
    if (this.checkFailure !== null) return 'unjudged';
    return this.result === null ? 'checking' : 'judged';
  });
  /** Whether the clerk may decide: a verdict is there and is about what the window shows. */
  readonly decidable = $derived(this.phase === 'judged');
  readonly editable = $derived(this.scan !== null && this.decision === null && !this.turning && this.side === null);

  /** @param place which cheque of the page it is, from 0 */
  constructor(client: Client, incoming: IncomingScan, around: ChequeSurroundings, accountHint = '', place = 0) {
    this.reading = new ChequeReading(place);
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
      if (this.#held === null) {
        const bytes = await this.#incoming.bytes();
        if (this.#gone) return;
        const scan = await this.#client.openScan({ name: this.name, bytes, page: 0 });
        this.#held = new HeldScan(this.#client, scan);
        if (this.#gone) {
          this.#held.release();
          return;
        }
        this.#take(scan);
        const others = Array.from({ length: Math.max(0, this.reading.onPage - 1) }, (_, at) =>
          this.#beside(at + 1, scan),
        );
        if (others.length > 0) this.#around.alsoFound(this, others);
      }
      await this.check();
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
    this.#check.settle(null);
    void this.check();
  }

  /**
   * Takes the clerk's reading of the MICR line ('' takes it back), and the account it gives. Rejects with a CallFailure.
   */
  async mend(text: string): Promise<void> {
    const { scan } = this;
    const { place } = this.reading;
    if (scan === null || this.#held === null || this.decision !== null) return;
    const mended = await this.#held.onPage(scan.page, () =>
      this.#client.mendMicr({ scan: scan.scan, cheque: place, text }),
    );
    if (this.#gone || this.scan !== scan) return;
    this.setAccount(this.reading.takeMended(mended) ?? '');
  }

  /** Brings a signature to the front. */
  showSignature(place: number): void {
    if (place >= 0 && place < this.signatureCount) this.signature = place;
  }

  /** Goes back from the clerk's box to the signatures that were found. */
  useFound(): void {
    if (!this.editable || !this.boxIsOwn) return;
    this.boxIsOwn = false;
    this.box = this.#boxByLayout();
    this.#check.settle(null);
    void this.check();
  }

  /** Sets the clerk's box (null: the whole picture); checks once it has rested for so many milliseconds. */
  setBox(box: Box | null, rest: number = restAfterPointer): void {
    if (!this.editable || (sameBox(box, this.box) && (this.boxIsOwn || this.reading.cheque === null))) return;
    this.box = box;
    this.boxIsOwn = true;
    this.signature = 0;
    if (this.account === '') this.#check.settle(null);
    else this.#check.later(rest, () => void this.check());
  }

  /** Checks again by what the cheque is made out for: the account's mandate asks for amount and day. */
  async takeMadeOut(): Promise<void> {
    if (this.editable && this.madeOut.problem === null && this.account !== '') await this.check();
  }

  /**
   * Compares the signatures (those in the clerk's box, else those that were found) with the account's specimens. An
   * answer that comes too late is dropped.
   */
  async check(): Promise<void> {
    const { scan } = this;
    const { place } = this.reading;
    if (scan === null || this.#held === null || this.decision !== null) return;
    const nothingToCheck = this.boxIsOwn ? null : emptyPage(scan.reading?.kind);
    if (nothingToCheck !== null || this.account === '') {
      this.#check.settle(nothingToCheck);
      if (nothingToCheck !== null) this.#around.checked(this);
      return;
    }
    const held = this.#held;
    const { account } = this;
    const region = this.boxIsOwn || this.reading.cheque === null ? this.box : null;
    const request = { scan: scan.scan, cheque: place, account, region, ...this.madeOut.known };
    const counts = await this.#check.ask(() => held.onPage(scan.page, () => this.#client.checkCheque(request)));
    if (!counts || this.#gone) return;
    this.signature = this.result === null ? 0 : decidingSignature(this.result);
    this.#around.checked(this);
  }

  /**
   * Turns to another page of the scan. A page that holds a cheque or a signature is checked in this one's place; any
   * other, as a rule the back, is only shown.
   */
  async turnTo(page: number): Promise<void> {
    const { scan } = this;
    if (scan === null || this.#held === null || this.turning || page < 0 || page >= scan.pages) return;
    if (page === scan.page) {
      this.side = null;
      return;
    }
    this.turning = true;
    try {
      const turned = this.#lastSide?.page === page ? this.#lastSide : await this.#held.turn(page);
      if (this.#gone || this.scan !== scan) return;
      if (this.decision !== null || !takesOver(scan.reading, turned.reading)) {
        this.side = turned;
        this.#lastSide = turned;
        return;
      }
      this.#check.settle(null);
      this.#take(turned);
    } catch (error) {
      // What was checked stays as it is.
      if (!this.#gone) this.#around.notTurned(this, failureOf(error));
      return;
    } finally {
      this.turning = false;
    }
    await this.check();
  }

  /** Shows the other side: the next page, or the page that is checked again. */
  async turnOver(): Promise<void> {
    if (this.scan === null) return;
    await this.turnTo(this.side === null ? (this.scan.page + 1) % this.scan.pages : this.scan.page);
  }

  /** Records the clerk's decision on the check that is shown. Rejects with a CallFailure. */
  async decide(kind: DecisionKind, reason: string, code: string | null = null): Promise<Decided> {
    if (this.result === null || !this.decidable) throw new Error('nothing to decide on');
    const { amount } = this.madeOut;
    const request = { check: this.result.check, decision: kind, reason, code, amount };
    const { decision, operator, at, state } = await this.#client.decide(request);
    this.decision = { id: decision, kind, reason, operator, at, awaits: state === 'awaiting' };
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
    if (!this.#gone) this.#held?.release();
    this.forget();
  }

  /** Forgets the cheque here. The app forgets its scans by itself when the store locks or the window goes. */
  forget(): void {
    this.#gone = true;
    this.#check.settle(null);
    this.scan = null;
    this.side = null;
    this.#lastSide = null;
    this.reading.take(null);
  }

  /** Takes a page as the one that is checked: what was read of this cheque on it, its account and its box. */
  #take(scan: OpenScan): void {
    const account = this.reading.take(scan);
    this.scan = scan;
    this.side = null;
    this.signature = 0;
    this.boxIsOwn = false;
    if (this.account === '' || account !== null) this.account = account ?? this.#hint;
    this.box = this.reading.cheque === null ? (scan.region ?? this.#boxByLayout()) : null;
  }

  /** Another cheque of the same page, ready to be checked. */
  #beside(place: number, scan: OpenScan): Cheque {
    const cheque = new Cheque(this.#client, this.#incoming, this.#around, '', place);
    this.#held?.share();
    cheque.#held = this.#held;
    cheque.#take(scan);
    return cheque;
  }

  /** Where the layout has the signature on a page that holds no cheque of its own; found signatures go before it. */
  #boxByLayout(): Box | null {
    if (this.scan === null || this.reading.cheque !== null) return null;
    return layoutBox(this.#around.layouts(), this.account, this.scan);
  }
}
