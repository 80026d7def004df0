/** Engine processes that aren't: each answers as its script says, so that supervision can be tested without waiting. */
import type { EngineExit, EnginePort, StartPort } from '../../src-main/engine/engine-port.ts';
import type { EngineReady } from '../../src-main/engine/protocol.ts';

/** A request as a stand-in process sees it. */
export interface SeenRequest {
  readonly id: number;
  readonly call: string;
  readonly input: Record<string, unknown>;
}

/** What a stand-in process does with a request. */
export type Reaction =
  | { readonly result: unknown }
  | { readonly failure: { origin: 'scan' | 'model' | 'engine'; fault: string; message: string } }
  | { readonly raw: unknown }
  | 'die'
  | 'stay silent';

export const readyAnswer: EngineReady = {
  pid: 1,
  versions: { node: '24' },
  imagingVersion: '1',
  decoders: [],
  model: null,
  providers: null,
};

export const readAnswer = {
  scan: { width: 10, height: 10, format: 'png', page: 0, pages: 1, dotsPerInch: null, decoder: 'stand-in' },
  timings: { decode: 1, clean: 0, embed: 0, total: 1 },
};

/** All that a set of stand-in processes did. */
export interface StandIns {
  readonly start: StartPort;
  readonly seen: (SeenRequest & { process: number })[];
  readonly killed: number[];
  /** How many were started. */
  readonly count: number;
  /** Ends a process from outside. */
  end(process: number, exit?: Partial<EngineExit>): void;
  /** Sends a message from a process, whatever it is. */
  say(process: number, message: unknown): void;
}

/** Makes processes that react by a function of the process's number (from 0) and the request. */
export function standIns(react: (process: number, request: SeenRequest) => Reaction): StandIns {
  const seen: StandIns['seen'] = [];
  const killed: number[] = [];
  const processes: { end: (exit: EngineExit) => void; say: (message: unknown) => void }[] = [];
  const start: StartPort = () => {
    const number = processes.length;
    let ended = false;
    let tellExit: (exit: EngineExit) => void = () => undefined;
    let tellMessage: (message: unknown) => void = () => undefined;
    const end = (exit: EngineExit) => {
      if (ended) return;
      ended = true;
      queueMicrotask(() => tellExit(exit));
    };
    processes.push({ end, say: (message) => tellMessage(message) });
    const port: EnginePort = {
      get pid() {
        return ended ? undefined : 1000 + number;
      },
      send(message) {
        const request = message as SeenRequest;
        seen.push({ ...request, process: number });
        queueMicrotask(() => {
          if (ended) return;
          const reaction = react(number, request);
          if (reaction === 'stay silent') return;
          if (reaction === 'die') end({ code: null, signal: 'SIGSEGV', lastWords: 'Segmentation fault' });
          else if ('raw' in reaction) tellMessage(reaction.raw);
          else if ('result' in reaction) tellMessage({ id: request.id, ok: true, result: reaction.result });
          else tellMessage({ id: request.id, ok: false, failure: reaction.failure });
        });
      },
      onMessage: (listener) => void (tellMessage = listener),
      onExit: (listener) => void (tellExit = listener),
      kill() {
        killed.push(number);
        end({ code: null, signal: 'SIGKILL', lastWords: '' });
      },
    };
    return port;
  };
  return {
    start,
    seen,
    killed,
    get count() {
      return processes.length;
    },
    end: (number, exit = {}) => processes[number]?.end({ code: 1, signal: null, lastWords: '', ...exit }),
    say: (number, message) => processes[number]?.say(message),
  };
}
