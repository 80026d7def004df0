import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../engine/engine-error.ts';
import type { EnginePool } from '../../engine/engine-pool.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { Gate } from '../../engine/gate.ts';
import type { BatchFound, BatchProgress } from '../../contract/batch.ts';
import type { Batch, BatchItem } from '../../store/batches.ts';
import type { CheckParts } from '../verify-cheque.ts';
import { FolderIntake } from './intake.ts';
import { judgeItem, type JudgedItem } from './judge-item.ts';
import { Pace } from './pace.ts';
import { readSteady } from './read-steady.ts';
import { WaitingItems } from './waiting-items.ts';

/** What the check of a folder works with. */
export interface BatchParts extends Omit<CheckParts, 'engine' | 'explains'> {
  readonly startPool: () => EnginePool;
  readonly accountPattern: RegExp;
  /** Held while somebody at the desk waits for an answer: nothing new is begun then. */
  readonly gate: Gate;
  /** Whether a folder that is watched is watched still; without it, as long as the run lasts. */
  readonly watches?: () => boolean;
  /** Absolute paths in the folder that hold no scans: the store's own, the file that results are written to. */
  readonly leaveOut: ReadonlySet<string>;
}

/** Whom the check of a folder tells. */
export interface BatchListener {
  /** At most four times a second, and at the end. */
  progress(progress: BatchProgress): void;
  /** An item is done and in the store. */
  item?(item: BatchItem): Promise<void>;
}

/** `done`: nothing is left; `stopped`: it was asked to; `ended`: the batch was paused or ended elsewhere. */
export type RunEnd = 'done' | 'stopped' | 'ended';

/** An item whose engine died is tried again: what killed the engine may have been anything. One that hangs costs minutes. */
const mostTries = { 'engine-died': 5, 'engine-hung': 2, 'engine-unusable': 3 } as const;
const lockedTries = { once: 15, watching: 150 };
const waits = { locked: 2000, changed: 2000, gone: 1000, unusable: 1000 };
const progressEvery = 250;
const lookEvery = 2000;
/** An engine that is at work when the run is stopped gets so long to end it. */
const graceMilliseconds = 3000;

/**
 * Checks a folder: lists it, and judges what waits, one engine a core, until nothing is left or `signal` is aborted. Whatever ends
 * it, the next run goes on with the next unchecked item: an item and its check are stored together or not at all.
 *
 * @throws CallFailure `no-folder`, `bad-manifest`; EngineError where no engine can be kept running; StoreError
 */
export async function runBatch(
  parts: BatchParts,
  batch: Batch,
  signal: AbortSignal,
  listener: BatchListener,
): Promise<RunEnd> {
  const run = new BatchRun(parts, batch, listener, signal);
  return run.run();
}

class BatchRun {
  readonly #parts: BatchParts;
  readonly #batch: Batch;
  readonly #listener: BatchListener;
  readonly #intake: FolderIntake;
  readonly #waiting: WaitingItems;
  readonly #pace = new Pace();
  readonly #found: BatchFound = { match: 0, review: 0, mismatch: 0, failed: 0 };
  readonly #tries = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #ended: RunEnd = 'done';
  #state: Batch['state'];
  #growing = 0;
  #unreadable: readonly string[] = [];
  #locked = new Set<string>();
  #told = 0;

  constructor(parts: BatchParts, batch: Batch, listener: BatchListener, signal: AbortSignal) {
    this.#parts = parts;
    this.#batch = batch;
    this.#state = batch.state;
    this.#listener = listener;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
    signal.addEventListener('abort', () => (this.#ended = 'stopped'), { once: true });
    if (signal.aborted) this.#ended = 'stopped';
    this.#intake = new FolderIntake(parts.store, batch, parts.operator, parts.leaveOut);
    this.#waiting = new WaitingItems(parts.store, batch.id);
  }

  async run(): Promise<RunEnd> {
    await this.#intake.load((item) => this.#count(item));
    await this.#look();
    const pool = this.#parts.startPool();
    const closed = new AbortController();
    const giveUp = () => setTimeout(() => void pool.close(), graceMilliseconds).unref();
    this.#signal.addEventListener('abort', giveUp, { once: true });
    let trouble: { readonly error: unknown } | null = null;
    const keepsLooking = this.#keepLooking(closed.signal).catch((error: unknown) => {
      trouble = { error };
      this.#stop.abort();
    });
    try {
      await this.#tell(true);
      const outcomes = await Promise.allSettled(pool.engines.map((engine) => this.#work(engine)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      if (trouble) throw (trouble as { error: unknown }).error;
    } finally {
      this.#signal.removeEventListener('abort', giveUp);
      closed.abort();
      this.#stop.abort();
      await keepsLooking;
      await pool.close();
    }
    await this.#tell(true, false);
    return this.#ended;
  }

  /** Whether more may come of the folder. */
  #goesOn(): boolean {
    return (this.#batch.watch && (this.#parts.watches?.() ?? true)) || this.#growing > 0;
  }

  async #work(engine: Engine): Promise<void> {
    try {
      for (;;) {
        await this.#parts.gate.passed();
        const item = await this.#waiting.next(() => this.#goesOn(), this.#signal);
        if (!item) return;
        await this.#check(engine, item);
        await this.#tell();
      }
    } catch (error) {
      // One worker's trouble is everybody's: the others end the item they have.
      if (!this.#signal.aborted) {
        this.#stop.abort();
        throw error;
      }
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #check(engine: Engine, item: BatchItem): Promise<void> {
    let again: number | null = null;
    try {
      const steady = await readSteady(this.#batch.folder, item);
      this.#locked.delete(item.file);
      if (steady.kind === 'bytes') {
        await this.#keep(
          item,
          await judgeItem({ ...this.#parts, engine }, item, steady.bytes, this.#parts.accountPattern),
        );
      } else if (steady.kind === 'refused') await this.#fail(item, steady.error.fault, steady.error.message);
      else if (steady.kind === 'locked') again = await this.#locks(item, steady.why);
      else again = await this.#searches(item, steady.kind);
    } catch (error) {
      again = await this.#engineFailed(engine, item, error);
    } finally {
      this.#waiting.putBack(item.id, again);
    }
  }

  /** @returns when to try again; null: it was given up @throws the error where nothing can be done about it */
  async #engineFailed(engine: Engine, item: BatchItem, error: unknown): Promise<number | null> {
    if (!(error instanceof EngineError) || this.#signal.aborted) throw error;
    const { fault, message } = error;
    if (fault === 'internal') {
      await this.#fail(item, fault, message);
      return null;
    }
    if (fault !== 'engine-died' && fault !== 'engine-hung' && fault !== 'engine-unusable') throw error;
    const tries = this.#try(item);
    if (fault === 'engine-unusable') {
      if (tries > mostTries[fault]) throw error;
      engine.restart();
      return waits.unusable;
    }
    if (tries < mostTries[fault]) return 0;
    await this.#fail(item, fault, message);
    return null;
  }

  async #locks(item: BatchItem, why: string): Promise<number | null> {
    this.#locked.add(item.file);
    const most = this.#batch.watch ? lockedTries.watching : lockedTries.once;
    if (this.#try(item) < most) return waits.locked;
    this.#locked.delete(item.file);
    await this.#fail(item, 'locked', `The file can't be opened: ${why}. Close it there, and try again.`);
    return null;
  }

  /** The file isn't where it was, or is another now: it is looked for. */
  async #searches(item: BatchItem, kind: 'gone' | 'changed'): Promise<number | null> {
    await this.#look();
    const [now] = await this.#parts.store.batches.decided([item.id]);
    const listed = now?.file === item.file && now.size === item.size && now.modified === item.modified;
    if (!listed) return 0;
    if (kind === 'changed') return waits.changed;
    if (this.#try(item) < 3) return waits.gone;
    await this.#fail(item, 'gone', 'The file was moved out of the folder, or deleted, before it was checked.');
    return null;
  }

  #try(item: BatchItem): number {
    const tries = (this.#tries.get(item.id) ?? 0) + 1;
    this.#tries.set(item.id, tries);
    return tries;
  }

  #fail(item: BatchItem, fault: string, reason: string): Promise<void> {
    const nothing = { account: null, verdict: null, score: null, scanHash: null, line: null, flags: [], further: 0 };
    return this.#keep(item, { outcome: { ...nothing, amount: item.amount, reasons: [reason], fault }, check: null });
  }

  async #keep(item: BatchItem, { outcome, check }: JudgedItem): Promise<void> {
    const { batches } = this.#parts.store;
    const { operator } = this.#parts;
    const id = check ? await batches.judged(item.id, check, outcome, operator) : null;
    const kept = check ? id !== null : await batches.failed(item.id, outcome, operator);
    this.#tries.delete(item.id);
    // Another program did it meanwhile, or ended the batch.
    if (!kept) return;
    const [done] = await batches.decided([item.id]);
    if (!done) return;
    this.#intake.mark(item.id, done.state);
    this.#count(done);
    this.#pace.tick();
    await this.#listener.item?.(done);
  }

  #count({ outcome }: BatchItem): void {
    if (outcome) this.#found[outcome.verdict ?? 'failed'] += 1;
  }

  async #look(): Promise<void> {
    const { growing, unreadable, changed } = await this.#intake.look();
    this.#growing = growing;
    this.#unreadable = unreadable;
    if (changed > 0) await this.#recount();
  }

  /** Items that wait again don't count as failed any more. */
  async #recount(): Promise<void> {
    const { failed } = await this.#parts.store.batches.counts(this.#batch.id);
    this.#found.failed = failed;
  }

  /** Looks through the folder now and again while something may come of it; seldom where that takes long. */
  async #keepLooking(closed: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([closed, this.#signal]);
    let wait = lookEvery;
    for (;;) {
      await delay(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#followState();
      if (!this.#goesOn()) continue;
      const from = performance.now();
      // A folder that can't be reached for a moment, such as a share, is looked at again.
      await this.#look().catch(() => (this.#unreadable = [this.#batch.folder]));
      wait = Math.max(lookEvery, 10 * (performance.now() - from));
      await this.#tell(true);
    }
  }

  /** Somebody may pause or end the batch from another program. */
  async #followState(): Promise<void> {
    this.#state = (await this.#parts.store.batches.byId(this.#batch.id)).state;
    if (this.#state === 'open' || this.#signal.aborted) return;
    this.#ended = 'ended';
    this.#stop.abort();
  }

  async #tell(now = false, running = true): Promise<void> {
    if (!now && performance.now() - this.#told < progressEvery) return;
    this.#told = performance.now();
    const { waiting, judged, failed } = await this.#parts.store.batches.counts(this.#batch.id);
    this.#listener.progress({
      batch: this.#batch.id,
      state: this.#state,
      running,
      done: judged + failed,
      total: waiting + judged + failed,
      perSecond: running ? this.#pace.perSecond : null,
      secondsLeft: running ? this.#pace.secondsFor(waiting) : null,
      found: { ...this.#found },
      note: this.#note(),
    });
  }

  #note(): string | null {
    const notes: string[] = [];
    if (this.#unreadable.length > 0) notes.push(`Can't be read: ${this.#unreadable.join(', ')}.`);
    if (this.#locked.size > 0) notes.push(`Held by another program: ${[...this.#locked].join(', ')}.`);
    if (this.#growing > 0) notes.push(`${this.#growing} files are still being written.`);
    return notes.length > 0 ? notes.join(' ') : null;
  }
}
