import { SvelteSet } from 'svelte/reactivity';
import type { Client } from '../../../src-main/contract/calls.ts';
import type { DecisionKind } from '../../../src-main/contract/check.ts';
import type { Layout } from '../../../src-main/contract/settings.ts';
import { failureOf } from '../../failure.ts';
import { mapWords } from '../result/difference-words.ts';
import { decisionWords, spokenOutcome, spokenSignature } from '../result/words.ts';
import type { Toasts } from '../session/toasts.svelte.ts';
import { spokenAccountRequest } from './account-words.ts';
import type { Phase } from './cheque-parts.ts';
import { Cheque } from './cheque.svelte.ts';
import { incomingFile, type IncomingScan } from './files.ts';

/** What the desk asks of the window round it. */
export interface DeskSurroundings {
  layouts(): readonly Layout[];
  say(text: string): void;
  mayDecide(): boolean;
  /** The bank's code of a reason; null: words of the clerk's own. */
  codeOf(kind: DecisionKind, reason: string): string | null;
  readonly toasts: Toasts;
}

/** The cheques in hand, in the order they came, and the one in front. */
export class Desk {
  readonly #client: Client;
  readonly #around: DeskSurroundings;
  /** Opens one scan after the other, so that a pile of files doesn't stand in memory at once. */
  #line: Promise<void> = Promise.resolve();
  #gone = false;

  cheques = $state.raw<readonly Cheque[]>([]);
  current = $state.raw<Cheque | null>(null);
  /** The clerk's last decision, for Undo. */
  lastDecided = $state.raw<Cheque | null>(null);
  /** The kind of decision that waits for its reason. */
  deciding = $state<DecisionKind | null>(null);
  /** While a decision or an undo is on its way. */
  recording = $state(false);
  overlayShown = $state(false);
  /** Whether the map of differences lies over the questioned signature. */
  mapShown = $state(false);
  /** Whether what was found is drawn on the scan. */
  marksShown = $state(true);
  /** The specimen chosen for the overlay, by its place in the list (nearest first). */
  chosen = $state(0);
  /** Cheques the clerk has had in front; the strip marks the others as new. */
  readonly seen = new SvelteSet<number>();

  readonly index = $derived(this.current === null ? -1 : this.cheques.indexOf(this.current));
  readonly openCount = $derived(this.cheques.filter((cheque) => cheque.phase !== 'decided').length);

  constructor(client: Client, around: DeskSurroundings) {
    this.#client = client;
    this.#around = around;
  }

  addFiles(files: readonly File[]): void {
    this.add(files.map(incomingFile));
  }

  /** Puts scans on the desk, the first of them in front if the desk was clear. Each opens and is checked by itself. */
  add(scans: readonly IncomingScan[], accountHint = ''): void {
    const added = scans.map(
      (scan) =>
        new Cheque(
          this.#client,
          scan,
          {
            layouts: () => this.#around.layouts(),
            checked: (cheque) => this.#checked(cheque),
            alsoFound: (cheque, others) => this.#addBeside(cheque, others),
            notTurned: (cheque, failure) =>
              this.#around.toasts.show(`${cheque.title}: that page can't be shown. ${failure.message}`, {
                tone: 'error',
              }),
          },
          accountHint,
        ),
    );
    const first = added[0];
    if (!first) return;
    this.cheques = [...this.cheques, ...added];
    const front: Phase | null = this.current?.phase ?? null;
    if (front === null || front === 'decided' || front === 'unreadable') this.select(first);
    for (const cheque of added) this.#open(cheque);
  }

  /** Opens and checks a cheque once those before it are done. */
  #open(cheque: Cheque): void {
    this.#line = this.#line.then(async () => {
      if (this.#gone || !this.cheques.includes(cheque)) return;
      await cheque.open();
      if (cheque === this.current) this.#sayWhatIsMissing(cheque);
    });
  }

  /** Puts the other cheques of a page beside the one that was opened first. */
  #addBeside(cheque: Cheque, others: readonly Cheque[]): void {
    const place = this.cheques.indexOf(cheque) + 1;
    if (this.#gone || place === 0) {
      for (const other of others) other.close();
      return;
    }
    this.cheques = [...this.cheques.slice(0, place), ...others, ...this.cheques.slice(place)];
    for (const other of others) this.#open(other);
  }

  /** Resolves when every scan added so far has been opened and checked once. */
  async settled(): Promise<void> {
    // A page with several cheques lengthens the line as it opens.
    for (let line; line !== this.#line;) {
      line = this.#line;
      await line;
    }
  }

  select(cheque: Cheque): void {
    if (cheque === this.current) return;
    this.current = cheque;
    this.seen.add(cheque.id);
    this.deciding = null;
    this.overlayShown = false;
    this.mapShown = false;
    this.chosen = 0;
    if (cheque.phase === 'judged' || cheque.phase === 'unjudged') this.#around.say(spokenOutcome(cheque));
    else this.#sayWhatIsMissing(cheque);
  }

  /** Brings the next (1) or previous (-1) cheque of the strip to the front. */
  step(by: 1 | -1): void {
    const cheque = this.cheques[this.index + by];
    if (cheque) this.select(cheque);
  }

  /** Takes a cheque off the desk. */
  remove(cheque: Cheque): void {
    const place = this.cheques.indexOf(cheque);
    if (place < 0) return;
    this.cheques = this.cheques.filter((other) => other !== cheque);
    if (this.lastDecided === cheque) this.lastDecided = null;
    cheque.close();
    if (this.current !== cheque) return;
    this.current = null;
    const neighbour = this.cheques[place] ?? this.cheques[place - 1];
    if (neighbour) this.select(neighbour);
  }

  /** Takes every decided and unreadable cheque off the desk. */
  tidy(): void {
    for (const cheque of this.cheques) {
      if (cheque.phase === 'decided' || cheque.phase === 'unreadable') this.remove(cheque);
    }
  }

  /** Whether this decision needs a reason: a return, a referral, and an acceptance against the verdict. */
  needsReason(kind: DecisionKind): boolean {
    return kind !== 'accept' || this.current?.result?.verdict === 'mismatch';
  }

  /** Begins a decision: records it at once, or asks for its reason. */
  begin(kind: DecisionKind): void {
    if (!this.current?.decidable || this.recording || !this.#around.mayDecide()) return;
    if (this.needsReason(kind)) this.deciding = kind;
    else void this.decide(kind, '');
  }

  /** Records the decision, offers to undo it, and brings up the next cheque that waits. */
  async decide(kind: DecisionKind, reason: string): Promise<void> {
    const cheque = this.current;
    if (!cheque?.decidable || this.recording) return;
    this.recording = true;
    try {
      await cheque.decide(kind, reason.trim(), this.#around.codeOf(kind, reason.trim()));
    } catch (error) {
      this.#around.toasts.show(`Not recorded. ${failureOf(error).message}`, { tone: 'error' });
      return;
    } finally {
      this.recording = false;
    }
    this.deciding = null;
    this.lastDecided = cheque;
    const awaits = cheque.decision?.awaits ? ' A second person has to confirm it.' : '';
    const text = `${decisionWords[kind].done}: account ${cheque.account}, ${cheque.title}.${awaits}`;
    this.#around.toasts.show(text, { action: { label: 'Undo', shortcut: 'Z', run: () => void this.undo() } });
    const next = this.#nextWaiting(cheque);
    if (next) this.select(next);
  }

  /** Takes the last decision back and brings its cheque to the front. */
  async undo(): Promise<void> {
    const cheque = this.lastDecided;
    if (cheque === null || this.recording) return;
    this.recording = true;
    try {
      await cheque.undo();
    } catch (error) {
      this.#around.toasts.show(`Not undone. ${failureOf(error).message}`, { tone: 'error' });
      return;
    } finally {
      this.recording = false;
    }
    this.lastDecided = null;
    this.#around.toasts.show('The decision is undone.');
    this.select(cheque);
  }

  /** Chooses a specimen by its place (from 0); false where there is none. */
  choose(place: number): boolean {
    if (place < 0 || place >= (this.current?.shownResult?.specimens.length ?? 0)) return false;
    this.chosen = place;
    return true;
  }

  /** Takes one of the accounts that are one slip away (place from 0); false where there is none to take. */
  takeNear(place: number): boolean {
    const cheque = this.current;
    const near = cheque?.nearAccounts[place];
    if (!cheque?.editable || !near) return false;
    cheque.setAccount(near.account);
    return true;
  }

  /** Brings a signature of the cheque in front to the front. */
  showSignature(place: number): void {
    const cheque = this.current;
    if (!cheque || place === cheque.signature) return;
    cheque.showSignature(place);
    this.chosen = 0;
    this.#around.say(spokenSignature(cheque));
  }

  /** Goes to the next signature of the cheque, after the last to the first. */
  nextSignature(): void {
    const cheque = this.current;
    if (cheque && cheque.signatureCount > 1) this.showSignature((cheque.signature + 1) % cheque.signatureCount);
  }

  /** Brings another cheque of the same page to the front. */
  showOnPage(cheque: Cheque, place: number): void {
    const other = this.cheques.find(
      (one) => one.scan !== null && one.scan.scan === cheque.scan?.scan && one.reading.place === place,
    );
    if (other) this.select(other);
  }

  /** Shows the other side of the cheque in front. */
  async turnOver(): Promise<void> {
    const cheque = this.current;
    if (!cheque?.scan || cheque.scan.pages < 2) return;
    await cheque.turnOver();
    if (cheque === this.current && cheque.scan) {
      const page = (cheque.side ?? cheque.scan).page + 1;
      this.#around.say(
        `Page ${page} of ${cheque.scan.pages}${cheque.side?.reading?.kind === 'back' ? ', the back' : ''}.`,
      );
    }
  }

  toggleOverlay(): void {
    if (this.current?.shownResult) this.overlayShown = !this.overlayShown;
  }

  /** Lays the map of differences over the questioned signature, side by side, or takes it away; nothing without a map. */
  toggleMap(): void {
    const result = this.current?.shownResult;
    if (!result?.why.map) return;
    this.mapShown = this.overlayShown || !this.mapShown;
    this.overlayShown = false;
    if (this.mapShown) this.#around.say(mapWords(result.why.map, result.questioned.clean));
  }

  clear(): void {
    this.#gone = true;
    for (const cheque of this.cheques) cheque.forget();
    this.cheques = [];
    this.current = null;
    this.lastDecided = null;
    this.deciding = null;
  }

  #nextWaiting(after: Cheque): Cheque | undefined {
    const place = this.cheques.indexOf(after);
    const inOrder = [...this.cheques.slice(place + 1), ...this.cheques.slice(0, place)];
    return inOrder.find((cheque) => cheque.phase !== 'decided' && cheque.phase !== 'unreadable');
  }

  #checked(cheque: Cheque): void {
    if (cheque !== this.current) return;
    this.chosen = Math.min(this.chosen, Math.max(0, (cheque.shownResult?.specimens.length ?? 1) - 1));
    this.#around.say(spokenOutcome(cheque));
  }

  #sayWhatIsMissing(cheque: Cheque): void {
    if (cheque.phase === 'needs-account') this.#around.say(`${cheque.title}. ${spokenAccountRequest(cheque)}`);
    if (cheque.openFailure) this.#around.say(`${cheque.name}. ${cheque.openFailure.message}`);
  }
}
