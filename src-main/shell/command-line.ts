import * as v from 'valibot';
import { cliOutputs } from '../contract/cli.ts';
import type { LogFields } from '../contract/log.ts';
import type { CommandHost } from '../desk/command-host.ts';
import { helpOf, readArguments } from './command-arguments.ts';
import { UsageError, type Command, type CommandSurroundings } from './command.ts';

/** What the command line is run with. */
export interface CommandLineOptions {
  readonly commands: readonly Command[];
  readonly host: CommandHost;
  readonly surroundings: Omit<CommandSurroundings, 'print'>;
  /** Writes to stdout: results, and help that was asked for. */
  readonly print: (text: string) => void;
}

export const usageCode = 64;
export const interruptedCode = 130;

/**
 * Runs one command. Results go to `print`, everything else to the host's notes.
 * @param words the command line without the program
 * @returns the exit code
 */
export async function runCommandLine(words: readonly string[], options: CommandLineOptions): Promise<number> {
  const { host, print, commands } = options;
  const [first, second] = words;
  if (first === undefined) {
    host.note(overview(commands).trimEnd());
    return usageCode;
  }
  if (['--help', '-h', 'help'].includes(first)) {
    print(overview(commands));
    return 0;
  }
  if (first === '--version') {
    print(`${host.version}\n`);
    return 0;
  }
  const command = commands.find(({ name }) => name === first || name === `${first} ${second ?? ''}`);
  if (!command) {
    host.note(unknownCommand(words, commands));
    return usageCode;
  }
  const rest = words.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    print(helpOf(command));
    return 0;
  }
  const from = performance.now();
  const exitCode = await runCommand(command, rest, options);
  host.log('command', {
    command: command.name.replace(' ', '-') as LogFields<'command'>['command'],
    exitCode,
    milliseconds: Math.round(performance.now() - from),
  });
  return exitCode;
}

async function runCommand(command: Command, words: readonly string[], options: CommandLineOptions): Promise<number> {
  const { host, print } = options;
  try {
    const given = readArguments(command, words);
    const { output, text, exitCode } = await command.run(given, host, { ...options.surroundings, print });
    if (!given.given('json')) print(`${text}\n`);
    else if (output !== null) print(`${JSON.stringify(v.parse(cliOutputs[command.name], output))}\n`);
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) {
      host.note(`countersign: ${error.message}`);
      host.note(`Try: countersign ${command.name} --help`);
      return usageCode;
    }
    if (host.signal.aborted) {
      host.note('countersign: broken off.');
      return interruptedCode;
    }
    host.note(`countersign: ${messageOf(error)}`);
    return command.failureCode ?? 1;
  }
}

/** An error's own words; one that nobody meant for people also says where it came from, so that it can be reported. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const unexpected = ['TypeError', 'ReferenceError', 'RangeError', 'ValiError'].includes(error.name);
  return unexpected ? `something went wrong inside Countersign.\n${error.stack ?? error.message}` : error.message;
}

function unknownCommand(words: readonly string[], commands: readonly Command[]): string {
  const [first = '', second] = words;
  const inGroup = commands
    .filter(({ name }) => name.startsWith(`${first} `))
    .map(({ name }) => name.slice(first.length + 1));
  if (inGroup.length === 0) return `countersign: there is no command "${first}".\nTry: countersign --help`;
  const which = second === undefined ? `"${first}" needs one of` : `there is no "${first} ${second}"; there are`;
  return `countersign: ${which} ${inGroup.join(', ')}.\nTry: countersign --help`;
}

/** The help that lists all commands. */
function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Countersign checks the signature on a scanned cheque against the specimens on file.',
    '',
    'Usage: countersign COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'countersign COMMAND --help tells more. The passphrase comes from COUNTERSIGN_PASSPHRASE or a prompt.',
    '',
  ].join('\n');
}
