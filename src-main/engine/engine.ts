/** Supervision of one engine process: start, one request at a time, time limits, replacement. */
import { EngineError, engineError } from './engine-error.ts';
import { cancelled, closing, ending, keepsDying, notJudged, tooLarge } from './engine-messages.ts';
import type { EngineEvent, EngineOptions } from './engine-options.ts';
import type { EngineExit, EnginePort } from './engine-port.ts';
import type { Engine, EngineState, RequestOptions } from './engine-types.ts';
import {
  parseResponse,
  parseResult,
  type CallRequest,
  type CallResponse,
  type EngineCall,
  type EngineReady,
} from './protocol.ts';
import { backgroundPatience, backOff, timeLimits } from './time-limits.ts';

export type { EngineEvent, EngineOptions } from './engine-options.ts';

interface Job {
  readonly call: EngineCall;
  readonly input: unknown;
  readonly limit: number;
  settle(outcome: { result: unknown } | { error: EngineError }): void;
}

/** Providers that aren't the reference; where starting or working with them ends the process, they are left alone. */
const accelerators = ['dml', 'coreml', 'cuda', 'webgpu'];

/** Processes that end with work in hand, one after another without a result between, before accelerators are left alone. */
const deathsBeforeReference = 2;

/**
 * Starts an engine. The process is started at once; requests may be made before it is ready.
 * Call `close` when done: a living engine keeps the parent's event loop alive.
 */
export function openEngine(options: EngineOptions): Engine {
  const waits = options.backOff ?? backOff;
  const patience = options.background ? backgroundPatience : 1;
  const limitOf = (call: EngineCall) => options.timeLimits?.[call] ?? timeLimits[call] * patience;
  const listeners = new Set<(state: EngineState) => void>();
  const leaving = new Set<Promise<void>>();
  const queue: Job[] = [];

  let state: EngineState = { kind: 'starting' };
  let port: EnginePort | undefined;
  let inHand: { job: Job; id: number; timer: NodeJS.Timeout } | undefined;
  let nextId = 1;
  let deathsAtRest = 0;
  let deathsAtWork = 0;
  let avoid: string[] = [];
  let waiting: NodeJS.Timeout | undefined;

  const log = (event: EngineEvent['event'], detail = '') => options.log?.({ event, pid: port?.pid, detail });

  function enter(next: EngineState): void {
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  function boot(): void {
    enter({ kind: 'starting' });
    // Whoever listens may have closed the engine just now.
    if (state.kind !== 'starting') return;
    const started = options.startPort({ background: options.background ?? false });
    port = started;
    let tellGone = () => {};
    const gone = new Promise<void>((resolve) => (tellGone = resolve));
    leaving.add(gone);
    started.onMessage((message) => {
      if (port === started) receive(message);
    });
    started.onExit((exit) => {
      leaving.delete(gone);
      tellGone();
      if (port === started) died(exit);
    });
    log('started');
    const { model, inkNet } = options;
    hand({
      call: 'start',
      input: {
        package: model ? { manifest: model.source.manifest, files: model.source.files } : null,
        inkNet: inkNet ? { manifest: inkNet.source.manifest, files: inkNet.source.files } : null,
        provider: options.provider ?? null,
        avoid,
        threads: options.threads ?? 1,
      } satisfies CallRequest<'start'>,
      limit: limitOf('start'),
      settle: (outcome) => {
        if ('result' in outcome) {
          const ready = outcome.result as EngineReady;
          enter({ kind: 'ready', ready });
          log('ready', `${ready.model?.id ?? 'no model'} on ${ready.providers?.provider ?? 'no provider'}`);
        } else if (outcome.error.fault !== 'engine-died' && outcome.error.fault !== 'engine-hung') {
          // It answered that it can't: the next process would say the same.
          unusable(outcome.error);
        }
      },
    });
  }

  function hand(job: Job): void {
    const id = nextId++;
    inHand = { job, id, timer: setTimeout(() => hung(job), job.limit) };
    port?.send({ id, call: job.call, input: job.input });
  }

  function receive(message: unknown): void {
    if (!inHand) return;
    const { job, id, timer } = inHand;
    let outcome: { result: unknown } | { error: EngineError };
    try {
      const response = parseResponse(message);
      if (response.id !== id) return;
      if (response.ok) {
        outcome = { result: parseResult(job.call, response.result) };
      } else {
        const { origin, fault, message: words, seen } = response.failure;
        outcome = { error: new EngineError(origin, fault, words, seen) };
      }
    } catch (error) {
      outcome = { error: engineError('bad-message', error instanceof Error ? error.message : String(error)) };
    }
    clearTimeout(timer);
    inHand = undefined;
    if (job.call !== 'start') {
      deathsAtRest = 0;
      deathsAtWork = 0;
    }
    job.settle(outcome);
    pump();
  }

  function pump(): void {
    if (state.kind !== 'ready' || inHand) return;
    const job = queue.shift();
    if (job) hand(job);
  }

  function died(exit: EngineExit): void {
    log('died', `${ending(exit)}${exit.lastWords ? `: ${exit.lastWords}` : ''}`);
    replace('engine-died', `The engine stopped (${ending(exit)})`, exit.lastWords);
  }

  function hung(job: Job): void {
    log('hung', `${job.call} took more than ${job.limit} ms`);
    const old = port;
    replace('engine-hung', 'The engine took too long and was stopped', '');
    old?.kill();
  }

  /** The process has gone, or is given up: fails the request in hand, and starts another. */
  function replace(fault: 'engine-died' | 'engine-hung', what: string, lastWords: string): void {
    const held = inHand;
    port = undefined;
    inHand = undefined;
    if (held) clearTimeout(held.timer);
    const working = held !== undefined && held.job.call !== 'start';
    if (working) deathsAtWork += 1;
    else deathsAtRest += 1;
    if (held?.job.call === 'start' || deathsAtWork >= deathsBeforeReference) avoid = accelerators;
    held?.job.settle({ error: notJudged(fault, what) });
    const wait = working ? 0 : waits[deathsAtRest - 1];
    if (wait === undefined) {
      unusable(keepsDying(deathsAtRest, lastWords));
    } else if (wait === 0) {
      boot();
    } else {
      waiting = setTimeout(boot, wait);
      enter({ kind: 'waiting', why: what, milliseconds: wait });
    }
  }

  function unusable(error: EngineError): void {
    const old = port;
    port = undefined;
    log('unusable', error.message);
    enter({ kind: 'unusable', origin: error.origin, fault: error.fault, why: error.message });
    old?.kill();
    for (const job of queue.splice(0)) job.settle({ error: refusal() ?? error });
  }

  /** Why nothing can be asked of the engine now; null where it can. */
  function refusal(): EngineError | null {
    if (state.kind === 'closed') return closing();
    if (state.kind === 'unusable') return new EngineError(state.origin, state.fault, state.why);
    return null;
  }

  function request<C extends EngineCall>(
    call: C,
    input: CallRequest<C>,
    { signal }: RequestOptions = {},
  ): Promise<CallResponse<C>> {
    return new Promise((resolve, reject) => {
      const refused = refusal() ?? oversized(input) ?? (signal?.aborted ? cancelled() : null);
      if (refused) {
        reject(refused);
        return;
      }
      const job: Job = {
        call,
        input,
        limit: limitOf(call),
        settle(outcome) {
          signal?.removeEventListener('abort', giveUp);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.result as CallResponse<C>);
        },
      };
      const giveUp = () => {
        const at = queue.indexOf(job);
        if (at >= 0) queue.splice(at, 1);
        reject(cancelled());
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      queue.push(job);
      pump();
    });
  }

  boot();

  return {
    get state() {
      return state;
    },
    get pid() {
      return port?.pid;
    },
    get pending() {
      return queue.length + (inHand && inHand.job.call !== 'start' ? 1 : 0);
    },
    ready() {
      return new Promise((resolve, reject) => {
        const look = (now: EngineState): boolean => {
          const refused = refusal();
          if (now.kind === 'ready') resolve(now.ready);
          else if (refused) reject(refused);
          else return false;
          return true;
        };
        if (look(state)) return;
        const listener = (now: EngineState) => {
          if (look(now)) listeners.delete(listener);
        };
        listeners.add(listener);
      });
    },
    read: (input, opts) => request('read', input, opts),
    examine: (input, opts) => request('examine', input, opts),
    readCheque: (input, opts) => request('readCheque', input, opts),
    readCard: (input, opts) => request('readCard', input, opts),
    embedClean: (input, opts) => request('embedClean', input, opts),
    distances: (input, opts) => request('distances', input, opts),
    pairDistances: (input, opts) => request('pairDistances', input, opts),
    align: (input, opts) => request('align', input, opts),
    explain: (input, opts) => request('explain', input, opts),
    evidence: (input, opts) => request('evidence', input, opts),
    ping: () => request('ping', {}),
    restart() {
      if (state.kind !== 'unusable') return;
      deathsAtRest = 0;
      deathsAtWork = 0;
      avoid = [];
      boot();
    },
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      clearTimeout(waiting);
      const held = inHand;
      const old = port;
      port = undefined;
      inHand = undefined;
      if (held) clearTimeout(held.timer);
      if (state.kind !== 'closed') {
        log('closed');
        enter({ kind: 'closed' });
      }
      const closed = closing();
      for (const job of [...(held && held.job.call !== 'start' ? [held.job] : []), ...queue.splice(0)]) {
        job.settle({ error: closed });
      }
      old?.kill();
      await Promise.all(leaving);
    },
  };
}

function oversized(input: object): EngineError | null {
  return 'bytes' in input && input.bytes instanceof Uint8Array ? tooLarge('The file', input.bytes.byteLength) : null;
}
