import type { BatchItem } from '../../../src-main/contract/batch.ts';
import type { DecisionKind } from '../../../src-main/contract/check.ts';
import { failureOf, type Failure } from '../../failure.ts';
import { decisionWords } from '../result/words.ts';
import type { Toasts } from '../session/toasts.svelte.ts';
import type { BatchClient } from './batch-client.ts';
import { isDecided } from './item-words.ts';
import type { ItemRows } from './item-rows.svelte.ts';
import { PreparedItems, type PreparedItem } from './prepared-items.ts';
import { Sitting } from './sitting.ts';

/** Items that are fetched before they are shown. */
const ahead = 3;
/** So many of the queue are known beforehand, and more are asked for when so few are left. */
const lineLength = 60;
const lineLeft = 12;

/** What the queue asks of the window round it. */
export interface QueueSurroundings {
  operator(): string;
  say(text: string): void;
  /** The bank's code of a reason; null: words of the clerk's own. */
  codeOf(kind: DecisionKind, reason: string): string | null;
  readonly toasts: Toasts;
}

/** A decision of this sitting, while it can be taken back. */
interface Done {
  readonly item: BatchItem;
  /** Takes it back; rejects where the decision itself was refused. */
  readonly undo: Promise<() => Promise<unknown>>;
}

/** The items of a batch that need eyes, one after the other: what is in front, what comes next, what was done. */
export class Queue {
  readonly #client: BatchClient;
  readonly #rows: ItemRows;
  readonly #around: QueueSurroundings;
  readonly #prepared: PreparedItems;
  #line: readonly BatchItem[] = [];
  readonly #sitting = new Sitting();
  #visited: BatchItem[] = [];
  #done = $state.raw<readonly Done[]>([]);
  #filling: Promise<void> | null = null;
  #fetching: Promise<unknown> = Promise.resolve();

  current = $state.raw<BatchItem | null>(null);
  /** The item in front with its picture; null while it is being fetched. */
  shown = $state.raw<PreparedItem | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The kind of decision that waits for its reason. */
  deciding = $state<DecisionKind | null>(null);
  /** Nothing is left that needs eyes. */
  empty = $state(false);
  readonly canUndo = $derived(this.#done.length > 0);

  constructor(client: BatchClient, rows: ItemRows, around: QueueSurroundings) {
    this.#client = client;
    this.#rows = rows;
    this.#around = around;
    this.#prepared = new PreparedItems(client);
  }

  /** Begins with the riskiest item. */
  async start(): Promise<void> {
    this.#line = [];
    this.current = null;
    this.shown = null;
    this.empty = false;
    await this.#fill();
    this.#next();
  }

  /** Brings an item of the table to the front. */
  open(item: BatchItem): void {
    if (this.current?.item === item.item) return;
    if (this.current) this.#visited.push(this.current);
    this.#leave();
    this.#show(item);
  }

  /** Why an item can't be decided so, in a sentence; null where it can. */
  whyNot(kind: DecisionKind): string | null {
    const { current: item } = this;
    if (item === null) return 'Nothing is in front.';
    if (item.state === 'waiting') return 'It has not been checked yet.';
    if (isDecided(item)) return 'It is decided: take that back first.';
    if (item.check === null && kind === 'accept') return "It couldn't be judged: return or refer it.";
    return null;
  }

  /** Begins a decision: records it at once, or asks for its reason. */
  begin(kind: DecisionKind): void {
    const whyNot = this.whyNot(kind);
    if (whyNot !== null) this.#around.toasts.show(whyNot);
    else if (kind !== 'accept' || this.current?.verdict === 'mismatch') this.deciding = kind;
    else this.decide(kind, '');
  }

  /** Records a decision and shows the next item at once; where it is refused, the item comes back with the reason. */
  decide(kind: DecisionKind, reason: string): void {
    const { current: item } = this;
    if (item === null || this.whyNot(kind) !== null) return;
    this.deciding = null;
    const recorded =
      item.check === null ? this.#settle(item, kind, reason) : this.#record(item, item.check, kind, reason);
    const done: Done = { item, undo: recorded };
    recorded.catch((error: unknown) => this.#comeBack(done, failureOf(error)));
    this.#done = [...this.#done, done];
    this.#rows.eyes = Math.max(0, this.#rows.eyes - 1);
    this.#rows.decided++;
    this.#around.toasts.show(`${decisionWords[kind].done}: ${item.account ?? item.file}.`, {
      action: { label: 'Undo', shortcut: 'Z', run: () => void this.undo() },
    });
    this.#pass(item);
  }

  /** Takes the last decision of this sitting back, and shows its item. */
  async undo(): Promise<void> {
    const last = this.#done.at(-1);
    if (!last) return;
    this.#done = this.#done.slice(0, -1);
    try {
      await (
        await last.undo
      )();
    } catch (error) {
      this.#around.toasts.show(`Not undone. ${failureOf(error).message}`, { tone: 'error' });
      return;
    }
    this.#rows.eyes++;
    this.#rows.decided = Math.max(0, this.#rows.decided - 1);
    this.#around.toasts.show('The decision is undone.');
    this.#reopen(last.item);
  }

  /** Puts the item in front off: it comes last. */
  skip(): void {
    const { current: item } = this;
    if (item === null || item.state === 'waiting') return;
    this.#client.skipItem({ item: item.item, skipped: true }).then(
      (skipped) => this.#put(skipped),
      (error: unknown) => this.#around.toasts.show(failureOf(error).message, { tone: 'error' }),
    );
    this.#pass(item);
  }

  /** Shows the item before this one again; nothing is taken back. */
  back(): void {
    const before = this.#visited.pop();
    if (!before) return;
    this.#leave();
    this.#show(this.#sitting.latest(before));
  }

  /** A second person's word on the item in front, or its own decision taken back: shows what then stands. */
  async answer(call: () => Promise<unknown>, said: string): Promise<void> {
    const { current: item } = this;
    if (item === null) return;
    try {
      await call();
      this.#around.toasts.show(said);
      this.#prepared.forget(item.item);
      const { details } = await this.#prepared.prepare(item.item);
      this.#put(details.item);
      this.#sitting.pass(item);
      if (this.current?.item === item.item) this.#show(details.item);
    } catch (error) {
      this.#around.toasts.show(failureOf(error).message, { tone: 'error' });
    }
  }

  /** Resolves when what is in front and what comes next has been fetched, or couldn't be. */
  ready(): Promise<unknown> {
    return this.#fetching;
  }

  clear(): void {
    this.#prepared.clear();
    this.#line = [];
    this.#visited = [];
    this.#done = [];
    this.current = null;
    this.shown = null;
  }

  async #record(item: BatchItem, check: string, kind: DecisionKind, reason: string): Promise<() => Promise<unknown>> {
    const { amount } = item;
    const code = this.#around.codeOf(kind, reason);
    const { decision, operator, at, state, awaits } = await this.#client.decide({
      check,
      decision: kind,
      reason,
      code,
      amount,
    });
    const standing = { id: decision, kind, reason, code, operator, at, awaits, amount, confirmedBy: null };
    this.#put({ ...item, decision: { ...standing, state: state ?? 'final' } });
    this.#prepared.forget(item.item);
    if (state === 'awaiting') this.#around.say('A second person has to confirm it.');
    return () => this.#client.undoDecision({ decision });
  }

  async #settle(item: BatchItem, kind: DecisionKind, reason: string): Promise<() => Promise<unknown>> {
    if (kind === 'accept') throw new Error('what could not be judged is not accepted');
    this.#put(
      await this.#client.settleItem({ item: item.item, kind, reason, code: this.#around.codeOf(kind, reason) }),
    );
    this.#prepared.forget(item.item);
    return () => this.#client.settleItem({ item: item.item, kind: null });
  }

  /** The app refused a decision: its item is shown again. */
  #comeBack(done: Done, failure: Failure): void {
    if (!this.#done.includes(done)) return;
    this.#done = this.#done.filter((one) => one !== done);
    this.#rows.eyes++;
    this.#rows.decided = Math.max(0, this.#rows.decided - 1);
    this.#around.toasts.show(`Not recorded. ${failure.message}`, { tone: 'error' });
    this.#reopen(done.item);
  }

  #reopen(item: BatchItem): void {
    this.#sitting.reopen(item);
    this.#prepared.forget(item.item);
    this.#put(item);
    this.#leave();
    this.#visited = this.#visited.filter((one) => one.item !== item.item);
    this.#show(item);
  }

  #pass(item: BatchItem): void {
    this.#sitting.pass(item);
    this.#visited.push(item);
    this.#next();
  }

  #next(): void {
    this.#line = this.#line.filter((item) => !this.#sitting.isPassed(item));
    const [first, ...others] = this.#line;
    this.#line = others;
    if (first) this.#show(first);
    else void this.#afterFilling();
    if (others.length < lineLeft) void this.#fill();
  }

  async #afterFilling(): Promise<void> {
    this.current = null;
    this.shown = null;
    await this.#fill();
    if (this.#line.length > 0) this.#next();
    else this.empty = true;
  }

  /** Asks for what comes next. Items that were put off come again when nothing else is left. */
  #fill(): Promise<void> {
    this.#filling ??= this.#askForMore().finally(() => (this.#filling = null));
    return this.#filling;
  }

  async #askForMore(): Promise<void> {
    try {
      const items = await this.#rows.eyesFirst(lineLength);
      const left = items.filter((item) => !this.#sitting.isPassed(item));
      const putOff = items.filter(({ item }) => !this.#done.some((done) => done.item.item === item));
      this.#line = (left.length > 0 ? left : putOff).filter(({ item }) => item !== this.current?.item);
      if (left.length === 0) for (const item of putOff) this.#sitting.reopen(item);
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** Takes an item as the app has it now. */
  #put(item: BatchItem): void {
    this.#sitting.put(item);
    this.#rows.put(item);
    if (this.current?.item === item.item) this.current = item;
  }

  /** What was in front and isn't decided comes next again. */
  #leave(): void {
    const { current } = this;
    if (current && !this.#sitting.isPassed(current) && !isDecided(current)) this.#line = [current, ...this.#line];
  }

  #show(item: BatchItem): void {
    this.current = item;
    this.empty = false;
    this.deciding = null;
    this.shown = this.#prepared.ready(item.item);
    const inFront = this.shown ?? this.#fetch(item);
    const next = this.#line.slice(0, ahead).map((one) => this.#prepared.prepare(one.item));
    this.#fetching = Promise.allSettled([inFront, ...next]);
    this.#around.say(`${item.account ?? item.file}. ${item.verdict ?? "Can't be judged"}. ${item.reasons.join(' ')}`);
  }

  async #fetch(item: BatchItem): Promise<void> {
    try {
      const prepared = await this.#prepared.prepare(item.item);
      if (this.current?.item === item.item) this.shown = prepared;
    } catch (error) {
      if (this.current?.item === item.item) this.failure = failureOf(error);
    }
  }
}
