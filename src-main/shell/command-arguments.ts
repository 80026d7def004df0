import { parseArgs } from 'node:util';
import { UsageError, type Command, type CommandOption, type GivenArguments } from './command.ts';

/**
 * Reads a command's arguments.
 * @throws UsageError naming the option or argument that is unknown, repeated, missing or without its value
 */
export function readArguments(command: Command, words: readonly string[]): GivenArguments {
  const known = new Map(command.options.map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: words.map((word, at) => withBareValue(command, word, words[at + 1])),
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      command.options.map((option) => [
        option.name,
        { type: option.value ? ('string' as const) : ('boolean' as const) },
      ]),
    ),
  });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known.get(token.name);
    if (!option) throw new UsageError(`${command.name} has no option ${token.rawName}.`);
    if (values.has(token.name)) throw new UsageError(`The option --${token.name} is given twice.`);
    const { value } = token;
    if (option.value === undefined) {
      if (value !== undefined) throw new UsageError(`The option --${token.name} takes no value.`);
      values.set(token.name, '');
    } else if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('-'))) {
      throw new UsageError(`The option --${token.name} needs a value: --${token.name} ${option.value}`);
    } else {
      values.set(token.name, value);
    }
  }
  for (const option of command.options) {
    if (option.required && !values.has(option.name)) {
      throw new UsageError(`${command.name} needs --${option.name} ${option.value ?? ''}`.trimEnd() + '.');
    }
  }
  const most = command.positionals?.most ?? 0;
  if (positionals.length > most) {
    throw new UsageError(`${command.name} doesn't know what to do with "${positionals[most] ?? ''}".`);
  }
  return {
    value: (name) => values.get(name) ?? null,
    required: (name) => values.get(name) ?? '',
    given: (name) => values.has(name),
    positionals,
  };
}

/** An option that may stand without a value gets the one that it then has. */
function withBareValue(command: Command, word: string, next: string | undefined): string {
  const option = command.options.find(({ name }) => word === `--${name}`);
  return option?.whenBare !== undefined && (next === undefined || next.startsWith('-'))
    ? `${word}=${option.whenBare}`
    : word;
}

const shownValue = ({ value, whenBare }: CommandOption): string =>
  value === undefined ? '' : whenBare === undefined ? ` ${value}` : ` [${value}]`;

/** The help text of a command. */
export function helpOf(command: Command): string {
  const names = command.options.map((option) => `--${option.name}${shownValue(option)}`);
  const width = Math.max(...names.map((name) => name.length), '--help'.length);
  const lines = command.options.map(
    (option, index) => `  ${(names[index] ?? '').padEnd(width)}  ${option.help}${option.required ? ' (needed)' : ''}`,
  );
  return [
    command.summary,
    '',
    ...command.usage.map((usage, index) => `${index === 0 ? 'Usage:' : '      '} countersign ${command.name} ${usage}`),
    '',
    ...lines,
    `  ${'--help'.padEnd(width)}  show this`,
    ...(command.notes ? ['', ...command.notes] : []),
    '',
  ].join('\n');
}
