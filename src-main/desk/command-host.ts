import type { Log } from '../contract/log.ts';
import type { StartPort } from '../engine/engine-port.ts';

/** What a command on the command line gives the task it runs: engines, secrets when asked for, and a way to tell. */
export interface CommandHost {
  readonly log: Log;
  readonly startEngine: StartPort;
  readonly modelsDirectory: string;
  /** The machine-wide policy file; it may not exist. */
  readonly policyFile: string;
  readonly version: string;
  /** The system's user. */
  readonly operator: string;
  /** COUNTERSIGN_PASSPHRASE, or a hidden prompt (asked twice to create and to change). Rejects where neither is there. */
  passphrase(purpose: 'open' | 'create' | 'change'): Promise<string>;
  /** The passphrase where COUNTERSIGN_PASSPHRASE is set, else null. */
  passphraseIfGiven(): string | null;
  /** COUNTERSIGN_RECOVERY_KEY or a hidden prompt. */
  recoveryKey(): Promise<string>;
  /** Prints the recovery key once, on stderr, with what it is for. */
  showRecoveryKey(key: string): void;
  /** A line on stderr. */
  note(line: string): void;
  /** Moves the progress bar; total 0: unknown. */
  progress(task: string, done: number, total: number): void;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}
