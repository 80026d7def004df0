/** A value that may stand in the log: never text from a scan, a file name, an account or a person. */
export type LogValue = number | boolean | string;

/**
 * Where the app notes what it did. Events are words of the program; text values are faults, states and ids that the
 * program made up itself. The shell's implementation writes it to a rotating file and refuses anything else.
 */
export interface Log {
  write(event: string, fields?: Readonly<Record<string, LogValue>>): void;
}

/** A log that keeps nothing, for commands that have none. */
export const silentLog: Log = { write: () => undefined };
