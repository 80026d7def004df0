import type { CliCommandName } from '../contract/cli.ts';
import type { CommandHost } from '../desk/command-host.ts';

/** An option of a command. Without `value` it is a switch. */
export interface CommandOption {
  readonly name: string;
  /** What stands for the value in the help, as in DIR. */
  readonly value?: string;
  /** The value where the option stands without one; left out: it needs one. */
  readonly whenBare?: string;
  readonly required?: boolean;
  readonly help: string;
}

/** What was given on the command line, checked against the command's options. */
export interface GivenArguments {
  /** An option's value, or null where it wasn't given. */
  value(name: string): string | null;
  /** A required option's value. */
  required(name: string): string;
  given(name: string): boolean;
  readonly positionals: readonly string[];
}

/** What a command came to: the object for `--json`, the text for people, the exit code. */
export interface CommandResult {
  /** null: the command printed its lines itself. */
  readonly output: object | null;
  readonly text: string;
  readonly exitCode: number;
}

/** One command of the command line. */
export interface Command {
  readonly name: CliCommandName;
  readonly summary: string;
  /** The arguments as the help shows them. */
  readonly usage: readonly string[];
  readonly options: readonly CommandOption[];
  /** What stands beside the options: its name in the help, and how many at most. */
  readonly positionals?: { readonly name: string; readonly most: number };
  /** Further lines of the help. */
  readonly notes?: readonly string[];
  /** The exit code where the command throws; default 1. */
  readonly failureCode?: number;
  run(given: GivenArguments, host: CommandHost, shell: CommandSurroundings): Promise<CommandResult>;
}

/** What a command gets of the shell beside its host. */
export interface CommandSurroundings {
  /** This user's own store, which `doctor` looks at where none is named. */
  readonly ownStore: string;
  /** The folder of the logs. */
  readonly logFolder: string;
  /** Writes to stdout, for a command that prints as it goes. */
  readonly print: (text: string) => void;
}

/** The command line is wrong: what, in a sentence that names the option. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/**
 * The first of what stands beside the options.
 * @param needed what the command needs, for the message: "verify needs a SCAN."
 * @throws UsageError where nothing stands there
 */
export function firstPositional({ positionals }: GivenArguments, needed: string): string {
  const first = positionals[0];
  if (first === undefined) throw new UsageError(needed);
  return first;
}

export const jsonOption: CommandOption = { name: 'json', help: 'print one JSON object on stdout (docs/cli.md)' };
export const storeOption: CommandOption = {
  name: 'store',
  value: 'DIR',
  required: true,
  help: 'the folder of the reference store',
};
