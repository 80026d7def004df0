import type { Engine } from '../engine/engine-types.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { ModelInUse } from './model-in-use.ts';
import { remakeTemplates } from './templates.ts';

/**
 * Makes missing templates in the background after a change of model. Stopping loses nothing: what was made is stored,
 * and the next start goes on from there.
 */
export class TemplateWork {
  readonly #onChange: () => void;
  #abort = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #left = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Specimens still without a template by the model in use. */
  get left(): number {
    return this.#left;
  }

  start(store: ReferenceStore, engine: Engine, model: ModelInUse): void {
    const before = this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#running = before.then(() => this.#work(store, engine, model, abort.signal));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #work(store: ReferenceStore, engine: Engine, model: ModelInUse, signal: AbortSignal): Promise<void> {
    try {
      const total = (await store.specimensWithoutTemplate(model.hash, 1_000_000)).length;
      if (total === 0) return;
      this.#left = total;
      this.#onChange();
      await remakeTemplates(store, engine, model, signal, (made) => {
        this.#left = Math.max(0, total - made);
        this.#onChange();
      });
    } catch {
      // The engine or the store went away in mid-work: what was made is stored, and a check makes what it needs itself.
    } finally {
      this.#left = 0;
      this.#onChange();
    }
  }
}
