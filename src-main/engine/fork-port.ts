/** An engine process under plain Node: `child_process.fork`. */
import { fork } from 'node:child_process';
import { availableParallelism, constants, setPriority } from 'node:os';
import type { EngineExit, EnginePort, StartPort } from './engine-port.ts';
import { engineEntry, heapFlags, permissionFlags, scrubbedEnvironment } from './process-shape.ts';

/** How many characters of a process's standard error are kept. */
const lastWordsKept = 2000;

/** How an engine process is forked; every field has a default that suits the app. */
export interface ForkOptions {
  /** The program; default: the engine's own. */
  readonly entry?: string;
  /** Node's permission model; default: on. */
  readonly permission?: boolean;
}

/** Makes a {@link StartPort} that forks Node, in a scrubbed environment and behind Node's permission model. */
export function forkPorts(options: ForkOptions = {}): StartPort {
  const entry = options.entry ?? engineEntry();
  return ({ background }) => {
    // One of a batch has a core for itself alone.
    const ownThread = !background && availableParallelism() > 1;
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [...heapFlags, ...((options.permission ?? true) ? permissionFlags(entry, ownThread) : [])],
      env: scrubbedEnvironment(process.env),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      windowsHide: true,
    });
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-lastWordsKept);
    });
    if (background && child.pid !== undefined) lowerPriority(child.pid);

    let ended: EngineExit | undefined;
    let tellExit: ((exit: EngineExit) => void) | undefined;
    const end = (exit: EngineExit) => {
      if (ended) return;
      ended = exit;
      tellExit?.(exit);
    };
    child.on('exit', (code, signal) => end({ code, signal, lastWords }));
    child.on('error', (error) => {
      // A process that never started has no exit of its own; an error of the channel is followed by one.
      if (child.pid === undefined) end({ code: null, signal: null, lastWords: error.message });
    });

    const port: EnginePort = {
      get pid() {
        return ended ? undefined : child.pid;
      },
      send(message) {
        if (!child.connected) return;
        child.send(message as object, () => undefined);
      },
      onMessage(listener) {
        child.on('message', listener);
      },
      onExit(listener) {
        tellExit = listener;
        if (ended) queueMicrotask(() => ended && listener(ended));
      },
      kill() {
        child.kill('SIGKILL');
      },
    };
    return port;
  };
}

/** Lowers a process's priority. Where that isn't allowed it keeps its own, which costs nothing but manners. */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Not allowed here, or the process has already gone.
  }
}
