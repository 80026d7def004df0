import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BatchItem, BatchProgress, BatchView } from '../../contract/batch.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { Batch } from '../../store/batches.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import type { DeskSession } from '../desk-session.ts';
import { startPool } from '../engine-of.ts';
import { BatchIndex } from './batch-index.ts';
import { readManifest } from './manifest.ts';
import { runBatch, type RunEnd } from './run-batch.ts';

/** Batches that are listed. */
const mostListed = 20;

interface Run {
  readonly batch: Batch;
  readonly stop: AbortController;
  ended: Promise<void>;
  progress: BatchProgress | null;
  /** The desk is locked: the work goes on, and nothing is told of it. */
  unattended: boolean;
}

/** What is told of a batch while the desk is locked. */
const unlockToSee = 'Unlock Countersign to see it.';

const nothingFound = { match: 0, review: 0, mismatch: 0, failed: 0 };

/** The folder checks of one window: one of them is worked on at a time. What it does is the store's; it holds no more than the run. */
export class BatchDesk {
  readonly #session: DeskSession;
  readonly #indexes = new Map<string, BatchIndex>();
  readonly #skipped = new Set<string>();
  readonly #notes = new Map<string, string>();
  #run: Run | null = null;

  constructor(session: DeskSession) {
    this.#session = session;
  }

  /** @throws CallFailure `no-folder`, `bad-manifest`, `busy` */
  async start(plan: { folder: string; manifest: string | null; watch: boolean }): Promise<BatchView> {
    const { store, operator } = this.#session;
    const folder = await realpath(resolve(plan.folder)).catch(() => resolve(plan.folder));
    const facts = await stat(folder).catch(() => null);
    if (!facts?.isDirectory())
      throw new CallFailure({ fault: 'no-folder', field: 'folder', message: `There is no folder ${folder}.` });
    this.#refuseSecond(folder);
    const manifest = plan.manifest === null ? null : resolve(plan.manifest);
    if (manifest !== null) await readManifest(manifest, folder);
    return this.#begin(await store.batches.open({ folder, manifest, watch: plan.watch }, operator));
  }

  async resume(id: string): Promise<BatchView> {
    const { store, operator } = this.#session;
    const { folder } = await store.batches.byId(id);
    if (this.#run?.batch.id !== id) this.#refuseSecond(folder);
    return this.#begin(await store.batches.setState(id, 'open', operator));
  }

  /** After the store has opened: goes on with what was under way when it closed, or shows what went on meanwhile. */
  async goOn(): Promise<void> {
    const { store } = this.#session;
    if (this.#run) this.#run.unattended = false;
    for (const batch of await store.batches.list()) {
      if (batch.state !== 'open' || this.#run) continue;
      const { waiting } = await store.batches.counts(batch.id);
      if (batch.watch || waiting > 0) this.#begin(batch).catch(() => undefined);
    }
  }

  /** @throws CallFailure `needs-eyes` where a batch is to be closed over what nobody decided */
  async setState(id: string, state: 'paused' | 'cancelled' | 'closed'): Promise<BatchView> {
    const { store, operator } = this.#session;
    if (state === 'closed') {
      const { eyes, awaiting } = await this.index(id).open();
      if (eyes > 0 || awaiting > 0)
        throw new CallFailure({
          fault: 'needs-eyes',
          message: `${eyes} cheques need a decision and ${awaiting} decisions wait for a second person. See to them first.`,
        });
    }
    const batch = await store.batches.setState(id, state, operator);
    if (this.#run?.batch.id === id) await this.stop();
    return this.#told(batch);
  }

  /** Items that couldn't be judged are tried again. */
  async retry(id: string): Promise<BatchView> {
    const { store, operator } = this.#session;
    await store.batches.retry(id, operator);
    return this.#run?.batch.id === id ? this.view(await store.batches.byId(id)) : this.resume(id);
  }

  async list(): Promise<BatchView[]> {
    const views: BatchView[] = [];
    for (const batch of (await this.#session.store.batches.list()).slice(0, mostListed))
      views.push(await this.view(batch));
    return views;
  }

  index(batch: string): BatchIndex {
    const index = this.#indexes.get(batch) ?? new BatchIndex(this.#session.store, batch);
    this.#indexes.set(batch, index);
    return index;
  }

  get skipped(): ReadonlySet<string> {
    return this.#skipped;
  }

  /** One item as the table has it. @throws StoreError `not-found` */
  async item(id: string): Promise<BatchItem> {
    const [stored] = await this.#session.store.batches.decided([id]);
    const item = stored ? await this.index(stored.batch).item(id, this.#skipped) : null;
    if (!item) throw new CallFailure({ fault: 'not-found', message: "This cheque isn't in the batch any more." });
    return item;
  }

  skip(item: string, skipped: boolean): void {
    if (skipped) this.#skipped.add(item);
    else this.#skipped.delete(item);
  }

  /** Stops the work where it is; nothing is lost. Forgets nothing but the run. */
  async stop(): Promise<void> {
    this.#run?.stop.abort();
    await this.#run?.ended;
  }

  /**
   * Before the store locks: forgets what was read of batches. A check under way goes on to the end of what its folder holds, over a
   * store and keys of its own, and drops them then; nothing is shown of it.
   */
  lock(): void {
    if (this.#run) this.#run.unattended = true;
    this.#indexes.clear();
    this.#skipped.clear();
    this.#notes.clear();
  }

  async view(batch: Batch): Promise<BatchView> {
    const { id, folder, manifest, watch, startedAt, operator } = batch;
    return { batch: id, folder, manifest, watch, startedAt, operator, progress: await this.#progress(batch) };
  }

  async #progress({ id, state }: Batch): Promise<BatchProgress> {
    if (this.#run?.batch.id === id && this.#run.progress) return { ...this.#run.progress, state };
    const { waiting, judged, failed } = await this.#session.store.batches.counts(id);
    return {
      batch: id,
      state,
      running: this.#run?.batch.id === id,
      done: judged + failed,
      total: waiting + judged + failed,
      perSecond: null,
      secondsLeft: null,
      found: judged + failed === 0 ? nothingFound : await this.index(id).found(),
      note: this.#notes.get(id) ?? null,
    };
  }

  /** A batch's view, also sent to the window. */
  async #told(batch: Batch): Promise<BatchView> {
    const view = await this.view(batch);
    this.#session.options.emit('batchProgress', view.progress);
    return view;
  }

  #refuseSecond(folder: string): void {
    const { batch } = this.#run ?? {};
    if (!batch || batch.folder === folder) return;
    throw new CallFailure({
      fault: 'busy',
      message: `The check of ${batch.folder} is under way. Pause or cancel it before another folder is checked.`,
    });
  }

  async #begin(batch: Batch): Promise<BatchView> {
    if (this.#run?.batch.id === batch.id) await this.stop();
    this.#notes.delete(batch.id);
    const run: Run = {
      ...{ batch, stop: new AbortController(), ended: Promise.resolve() },
      ...{ progress: null, unattended: false },
    };
    this.#run = run;
    run.ended = this.#work(run);
    return this.#told(batch);
  }

  async #work(run: Run): Promise<void> {
    const session = this.#session;
    const { id, folder } = run.batch;
    let end: RunEnd | null = null;
    let own: ReferenceStore | null = null;
    try {
      const { model, thresholds, policyHash, operator, known, accountPattern, gate, micrSchemes } = session;
      const store = (own = await session.store.another());
      const parts = { store, model, thresholds, policyHash, operator, known, accountPattern, gate, micrSchemes };
      end = await runBatch(
        {
          ...parts,
          startPool: () => startPool(session.options.startEngine, model),
          watches: () => !run.unattended,
          leaveOut: new Set([store.directory, await realpath(store.directory)]),
        },
        run.batch,
        run.stop.signal,
        {
          progress: (progress) => {
            run.progress = progress;
            if (!run.unattended) session.options.emit('batchProgress', progress);
          },
        },
      );
    } catch (error) {
      if (run.stop.signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      this.#notes.set(id, why);
      session.notify('The check of a folder stopped', run.unattended ? unlockToSee : `${folder}: ${why}`);
    } finally {
      await own?.close();
      if (this.#run === run) this.#run = null;
    }
    if (!run.stop.signal.aborted) await this.#tellEnd(run, end);
  }

  async #tellEnd({ batch: { id, folder }, unattended }: Run, end: RunEnd | null): Promise<void> {
    if (unattended) {
      if (end === 'done') this.#session.notify('Folder checked', unlockToSee);
      return;
    }
    const { store } = this.#session;
    const { progress } = await this.#told(await store.batches.byId(id));
    if (end !== 'done') return;
    const { eyes } = await this.index(id).open();
    this.#session.notify('Folder checked', `${folder}: ${progress.done} cheques, ${eyes} need eyes.`);
  }
}
