import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createStream } from 'rotating-file-stream';
import * as v from 'valibot';
import { logEvents, type Log, type LogEvent } from '../contract/log.ts';

/** A log in a folder, kept to a few megabytes. */
export interface RotatingLog {
  readonly log: Log;
  /** The files there are, oldest first. */
  files(): string[];
  /** Resolves when everything has been written. */
  close(): Promise<void>;
}

/**
 * One line of the log as JSON, or null where the fields aren't what `contract/log.ts` lists for the event. Nothing but
 * the checked fields is ever written.
 */
export function logLine(event: LogEvent, fields: unknown, at: Date): string | null {
  if (!Object.hasOwn(logEvents, event)) return null;
  const result = v.safeParse(logEvents[event], fields);
  return result.success ? JSON.stringify({ at: at.toISOString(), event, ...result.output }) : null;
}

/**
 * Opens the log `name`.log in a folder, made where it isn't there; files of 1 MB (`size`), the last five of them. A log that
 * can't be written never stops the app: it is silent then.
 */
export function openLog(folder: string, name: string, size: '1M' | '8K' = '1M'): RotatingLog {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return { log: () => undefined, files: () => [], close: () => Promise.resolve() };
  }
  let broken = false;
  const stream = createStream(`${name}.log`, { path: folder, size, maxFiles: 5, mode: 0o600 });
  stream.on('error', () => {
    broken = true;
  });
  return {
    log(event, fields) {
      if (broken) return;
      const at = new Date();
      // A line that doesn't fit is a fault of the program: that is noted, and nothing of what it held.
      stream.write(
        `${logLine(event, fields, at) ?? JSON.stringify({ at: at.toISOString(), event: 'line-refused' })}\n`,
      );
    },
    files: () => logFiles(folder),
    close: () => new Promise((resolve) => (broken ? resolve() : stream.end(() => resolve()))),
  };
}

/** Every log file in a folder, in order of name; none where the folder isn't there. */
export function logFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /\.log$/.test(file))
      .sort()
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/** What the log may say of an error: its class, and the first line of our own source in its stack. */
export function describeError(error: unknown): { error: string; at: string | null } {
  if (!(error instanceof Error)) return { error: 'other', at: null };
  const name = /^(?:[A-Z][A-Za-z]{0,40}Error|Error|CallFailure)$/.test(error.name) ? error.name : 'other';
  const frame = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line) && !line.includes('node_modules') && !line.includes('node:'))
    .map((line) => /([^\s()]+\.(?:ts|js|cjs|mjs)):(\d+):\d+\)?$/.exec(line))
    .find((match) => match !== null);
  const at = frame ? `${basename(frame[1] ?? '')}:${frame[2] ?? ''}` : null;
  return {
    error: name,
    at: at !== null && /^[a-z][a-zA-Z0-9-]{0,60}\.(?:ts|js|cjs|mjs):\d{1,6}$/.test(at) ? at : null,
  };
}
