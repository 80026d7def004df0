/** An engine process under Electron: `utilityProcess`, handed in so that only the shell imports electron. */
import type { EngineExit, EnginePort, StartPort } from './engine-port.ts';
import { lowerPriority } from './fork-port.ts';
import { ownBytes } from './own-bytes.ts';
import { scrubbedEnvironment } from './process-shape.ts';

/** What is used of Electron's `UtilityProcess`. */
export interface UtilityChild {
  readonly pid: number | undefined;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'spawn', listener: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** What is used of Electron's `utilityProcess`. */
export interface UtilityProcessModule {
  fork(
    modulePath: string,
    args: string[],
    options: { serviceName: string; stdio: ['ignore', 'ignore', 'pipe']; env: Record<string, string> },
  ): UtilityChild;
}

/**
 * Makes a {@link StartPort} on Electron's `utilityProcess`. Only after the app's `ready` event.
 * Its exit event tells a code and no signal; `kill` ends the process at once on Windows and by SIGTERM elsewhere, so a
 * process that doesn't go within a second is ended by its id.
 */
export function utilityPorts(utilityProcess: UtilityProcessModule, entry: string): StartPort {
  return ({ background }) => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Countersign engine',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: scrubbedEnvironment(process.env),
    });
    let ended: EngineExit | undefined;
    let spawned = false;
    let killed = false;
    let lastWords = '';
    let tellExit: ((exit: EngineExit) => void) | undefined;
    const held: unknown[] = [];

    child.stderr?.on('data', (text: string | Uint8Array) => {
      lastWords = (lastWords + (typeof text === 'string' ? text : new TextDecoder().decode(text))).slice(-2000);
    });
    child.on('spawn', () => {
      spawned = true;
      if (background && child.pid !== undefined) lowerPriority(child.pid);
      for (const message of held.splice(0)) child.postMessage(message);
      if (killed) end();
    });
    child.on('exit', (code) => {
      ended = { code, signal: null, lastWords };
      tellExit?.(ended);
    });

    function end(): void {
      const { pid } = child;
      child.kill();
      if (pid === undefined) return;
      setTimeout(() => {
        if (!ended) forceEnd(pid);
      }, 1000).unref();
    }

    const port: EnginePort = {
      get pid() {
        return ended ? undefined : child.pid;
      },
      send(message) {
        if (ended) return;
        const own = ownBytes(message);
        if (spawned) child.postMessage(own);
        else held.push(own);
      },
      onMessage(listener) {
        child.on('message', listener);
      },
      onExit(listener) {
        tellExit = listener;
        if (ended) queueMicrotask(() => ended && listener(ended));
      },
      kill() {
        if (ended) return;
        killed = true;
        if (spawned) end();
      },
    };
    return port;
  };
}

function forceEnd(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went in the meantime.
  }
}
