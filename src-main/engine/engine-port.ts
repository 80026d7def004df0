/** How an engine process ended: a code, or where the host tells it (plain Node does, Electron doesn't) a signal. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last words on its standard error, at most 2,000 characters: what a native library said as it went down. */
  readonly lastWords: string;
}

/**
 * One engine process as its parent sees it, whatever started it: `child_process.fork` in plain Node, `utilityProcess`
 * under Electron. Messages are structured clones; nothing is guaranteed to arrive once the process is dying.
 */
export interface EnginePort {
  /** The process id; undefined until it has started and after it has ended. */
  readonly pid: number | undefined;
  /** Sends a message. Never throws: to a process that has gone, it is dropped, and `onExit` tells. */
  send(message: unknown): void;
  /** Sets the one listener for messages from the process. */
  onMessage(listener: (message: unknown) => void): void;
  /**
   * Sets the one listener for the end of the process; called exactly once and never within this call, also where the
   * process couldn't be started.
   */
  onExit(listener: (exit: EngineExit) => void): void;
  /** Ends the process at once, whatever it is doing. Harmless where it has ended. */
  kill(): void;
}

/** Starts one engine process. `background`: at a low priority, so that the desk's own goes first. */
export type StartPort = (options: { readonly background: boolean }) => EnginePort;
