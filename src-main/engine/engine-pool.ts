/** Several engines for a folder of scans, an evaluation or the preparation of tensors. */
import { availableParallelism } from 'node:os';
import { EngineError } from './engine-error.ts';
import type { Engine } from './engine-types.ts';
import { createGate, type Gate } from './gate.ts';
import { createSlots } from './slots.ts';

/** One item's outcome, in the order of the items. */
export type PoolOutcome<Item, Result> =
  | { readonly index: number; readonly item: Item; readonly ok: true; readonly result: Result }
  | { readonly index: number; readonly item: Item; readonly ok: false; readonly error: EngineError };

/** What is done with one item on one engine. */
export type PoolWork<Item, Result> = (engine: Engine, item: Item, index: number) => Promise<Result>;

/** How a pool is run. */
export interface EnginePoolOptions {
  /** Makes one engine; in a batch a low-priority one (`background: true`, one thread). */
  readonly makeEngine: () => Engine;
  /** How many; default: one a core, at most 8 (each holds some 135 MB). */
  readonly count?: number;
  /** The desk's gate: while it is held, no further item is taken. */
  readonly gate?: Gate;
}

/** A pool of engines. */
export interface EnginePool {
  readonly engines: readonly Engine[];
  /**
   * Works through items, several at once, and yields each outcome in the items' order. Takes no more than four items an
   * engine from the source ahead of what was yielded. An item's EngineError is its outcome; any other error of `work`,
   * or one of the source, ends the batch and is thrown. Leaving the loop early stops the feeding.
   */
  map<Item, Result>(
    items: Iterable<Item> | AsyncIterable<Item>,
    work: PoolWork<Item, Result>,
  ): AsyncGenerator<PoolOutcome<Item, Result>, void, undefined>;
  /** Ends all engines. */
  close(): Promise<void>;
}

/** Items taken from the source, for each engine, ahead of what the consumer has seen. */
const aheadPerEngine = 4;

/** How many engines a batch runs where nobody says. */
export function defaultPoolSize(cores: number = availableParallelism()): number {
  return Math.max(1, Math.min(8, cores));
}

/** Starts the engines of a pool. Call `close` when done. */
export function openEnginePool(options: EnginePoolOptions): EnginePool {
  const gate = options.gate ?? createGate();
  const engines = Array.from({ length: options.count ?? defaultPoolSize() }, options.makeEngine);
  const idle = createSlots(engines);

  async function attempt<Item, Result>(
    engine: Engine,
    item: Item,
    index: number,
    work: PoolWork<Item, Result>,
  ): Promise<PoolOutcome<Item, Result>> {
    try {
      return { index, item, ok: true, result: await work(engine, item, index) };
    } catch (error) {
      if (error instanceof EngineError) return { index, item, ok: false, error };
      throw error;
    } finally {
      idle.put(engine);
    }
  }

  return {
    engines,
    async *map<Item, Result>(items: Iterable<Item> | AsyncIterable<Item>, work: PoolWork<Item, Result>) {
      type Outcome = PoolOutcome<Item, Result>;
      const ahead = createSlots(Array.from({ length: aheadPerEngine * engines.length }, (_, slot) => slot));
      const line = createLine<Promise<Outcome>>();
      let stopped = false;

      const feed = async () => {
        let index = 0;
        for await (const item of items) {
          await ahead.take();
          await gate.passed();
          const engine = await idle.take();
          if (stopped) {
            idle.put(engine);
            return;
          }
          const outcome = attempt(engine, item, index, work);
          // Its error is met when its turn comes; until then it mustn't count as unhandled.
          outcome.catch(() => undefined);
          line.put(outcome);
          index += 1;
        }
      };
      const feeding = feed().then(
        () => line.end(),
        (error: unknown) => line.end(error),
      );

      try {
        for (let entry = await line.take(); entry; entry = await line.take()) {
          yield await entry;
          ahead.put(0);
        }
      } finally {
        stopped = true;
        ahead.put(0);
      }
      await feeding;
    },
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}

/** A line of entries with an end, which may be an error. */
function createLine<T>() {
  const entries: T[] = [];
  let ended: { error: unknown } | undefined;
  let wake: (() => void) | undefined;
  return {
    put(entry: T): void {
      entries.push(entry);
      wake?.();
    },
    end(error?: unknown): void {
      ended = { error };
      wake?.();
    },
    /** The next entry; undefined at the end. Rejects where the line ended with an error. */
    async take(): Promise<T | undefined> {
      while (entries.length === 0 && !ended) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (entries.length > 0) return entries.shift();
      if (ended?.error !== undefined) throw ended.error;
      return undefined;
    },
  };
}
