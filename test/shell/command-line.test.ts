import { describe, expect, test } from 'vitest';
import type { Command } from '../../src-main/shell/command.ts';
import { UsageError } from '../../src-main/shell/command.ts';
import { runCommandLine } from '../../src-main/shell/command-line.ts';
import { commands } from '../../src-main/shell/commands/all.ts';
import { readNumbers } from '../../src-main/shell/commands/evaluate.ts';
import { readSize } from '../../src-main/shell/commands/prepare.ts';
import { readRegion } from '../../src-main/shell/commands/verify.ts';
import { notingHost } from './stand-in-host.ts';

async function run(words: string[], table: readonly Command[] = commands) {
  const host = notingHost();
  let printed = '';
  const exitCode = await runCommandLine(words, {
    commands: table,
    host,
    surroundings: { ownStore: '/nowhere/store', logFolder: '/nowhere/log' },
    print: (text) => (printed += text),
  });
  return { exitCode, printed, notes: host.notes.join('\n'), logged: host.logged };
}

describe('wrong usage', () => {
  test.each([
    [['fly'], 'there is no command "fly"'],
    [['store'], '"store" needs one of verify, backup, restore, rekey'],
    [['store', 'eat'], 'there is no "store eat"; there are verify, backup, restore, rekey'],
    [['verify', '--store', 'x', '--acount', '1', 'a.png'], 'verify has no option --acount.'],
    [['verify', '-x', 'a.png'], 'verify has no option -x.'],
    [['verify', '--store', 'x'], 'verify needs a SCAN.'],
    [['verify', '--account', '1', 'a.png'], 'verify needs --store DIR.'],
    [['verify', '--store', 'x', '--account', '1'], 'verify needs a SCAN.'],
    [['verify', '--store', 'x', '--account', '1', 'a', 'b'], 'doesn\'t know what to do with "b"'],
    [['verify', '--store', 'x', '--account'], '--account needs a value: --account ID'],
    [['verify', '--store', '--json', '--account', '1', 'a'], '--store needs a value: --store DIR'],
    [['verify', '--store=', '--account', '1', 'a'], '--store needs a value'],
    [['verify', '--store', 'x', '--store', 'y', '--account', '1', 'a'], '--store is given twice'],
    [['verify', '--store', 'x', '--account', '1', '--json=yes', 'a'], '--json takes no value'],
    [['verify', '--store', 'x', '--account', '1', '--region', '1,2,3', 'a'], '"1,2,3" isn\'t that'],
    [['enrol', '--store', 'x'], 'enrol needs --account ID, or --index FILE.'],
    [['enrol', '--store', 'x', '--account', '1', 'a'], 'enrol needs --signatory NAME.'],
    [['enrol', '--store', 'x', '--account', '1', '--signatory', 'S'], 'enrol needs at least one SCAN.'],
    [['enrol', '--store', 'x', '--account', '1', '--index', 'f'], '--index and --account exclude each other'],
    [['enrol', '--store', 'x', '--index', 'f', '--signatory', 'S'], '--index and --signatory exclude each other'],
    [['enrol', '--store', 'x', '--index', 'f', 'a'], 'With --index no scans are named'],
    [['evaluate'], 'evaluate needs --index FILE or --cheques DIR.'],
    [['evaluate', '--index', 'f', '--details', 'd'], '--details goes with --cheques.'],
    [['evaluate', '--cheques', 'd', '--conditions'], '--conditions goes with --index alone'],
    [['evaluate', '--cheques', 'd', '--split', 'train'], '--split goes with --index.'],
    [['evaluate', '--index', 'f', '--specimens', '1,x'], '"1,x" isn\'t that'],
    [['prepare', '--index', 'f'], 'prepare needs --out DIR.'],
    [['prepare', '--index', 'f', '--out', 'd', '--size', '10'], '"10" isn\'t that'],
    [['evaluate', '--index', 'f', '--conditions', 'rain'], '--conditions knows no "rain"; there are tinted-paper,'],
    [['prepare', '--index', 'f', '--out', 'd', '--copies', '2'], '--seed and --copies go with --degrade cheque'],
    [['prepare', '--index', 'f', '--out', 'd', '--degrade', 'tea'], '--degrade takes cheque'],
    [['prepare', '--index', 'f', '--out', 'd', '--degrade', 'cheque'], '--degrade needs --seed'],
    [
      ['prepare', '--index', 'f', '--out', 'd', '--degrade', 'cheque', '--seed', '1', '--copies', '0'],
      '"0" isn\'t that',
    ],
    [['doctor', '--bundle'], '--bundle needs a value: --bundle FILE'],
    [['store', 'backup', '--store', 'x'], 'store backup needs --to DIR.'],
    [['store', 'restore', '--store', 'x'], 'store restore needs --from DIR.'],
    [['store', 'rekey'], 'store rekey needs --store DIR.'],
  ])('%j: %s', async (words, message) => {
    const { exitCode, printed, notes } = await run(words);
    expect(notes).toContain(message);
    expect(notes).toContain('--help');
    expect(printed).toBe('');
    expect(exitCode).toBe(64);
  });

  test('nothing at all prints the help on stderr', async () => {
    const { exitCode, printed, notes } = await run([]);
    expect(exitCode).toBe(64);
    expect(printed).toBe('');
    expect(notes).toContain('Usage: countersign COMMAND');
  });
});

describe('help', () => {
  test('lists every command', async () => {
    const { exitCode, printed } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const command of commands) expect(printed).toContain(`  ${command.name} `);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s tells every option',
    async (name, command) => {
      const { exitCode, printed, notes } = await run([...name.split(' '), '--help']);
      expect(exitCode).toBe(0);
      expect(notes).toBe('');
      expect(printed).toContain(`Usage: countersign ${name} `);
      for (const option of command.options) expect(printed).toContain(`--${option.name}`);
    },
  );

  test('--version', async () => {
    expect(await run(['--version'])).toMatchObject({ exitCode: 0, printed: '1.2.3\n' });
  });
});

describe('running a command', () => {
  const output = { out: 'd', written: 3, refused: [] };
  const standIn = (run: Command['run'], more: Partial<Command> = {}): Command[] => [
    {
      name: 'prepare',
      summary: 'Stands in.',
      usage: ['[--json]'],
      options: [{ name: 'json', help: 'JSON' }],
      run,
      ...more,
    },
  ];

  test('--json prints one object, with documented fields only; without it, text', async () => {
    const table = standIn(() =>
      Promise.resolve({ output: { ...output, secret: 'undocumented' }, text: 'three written', exitCode: 0 }),
    );
    const json = await run(['prepare', '--json'], table);
    expect(JSON.parse(json.printed)).toEqual(output);
    expect(json.printed.trimEnd().split('\n')).toHaveLength(1);
    expect((await run(['prepare'], table)).printed).toBe('three written\n');
  });

  test('an output that breaks its own documentation is a failure, not an answer', async () => {
    const table = standIn(() => Promise.resolve({ output: { written: -1 }, text: '', exitCode: 0 }));
    const { exitCode, printed, notes } = await run(['prepare', '--json'], table);
    expect(exitCode).toBe(1);
    expect(printed).toBe('');
    expect(notes).toContain('something went wrong inside Countersign');
  });

  test('an error goes to stderr in its own words, with the exit code the command has for that', async () => {
    const fail = () => Promise.reject(new Error('The file a.png is empty.'));
    const failed = await run(['prepare', '--json'], standIn(fail, { failureCode: 2 }));
    expect(failed).toMatchObject({ exitCode: 2, printed: '', notes: 'countersign: The file a.png is empty.' });
    expect((await run(['prepare'], standIn(fail))).exitCode).toBe(1);
    const wrong = standIn(() => Promise.reject(new UsageError('Not so.')));
    expect((await run(['prepare'], wrong)).exitCode).toBe(64);
  });

  test('the exit code is passed on, and the log hears command and code and nothing else', async () => {
    const table = standIn(() => Promise.resolve({ output, text: '', exitCode: 11 }));
    const { exitCode, logged } = await run(['prepare'], table);
    expect(exitCode).toBe(11);
    expect(logged).toEqual([
      { event: 'command', command: 'prepare', exitCode: 11, milliseconds: expect.any(Number) as number },
    ]);
  });
});

test('regions, numbers of specimens and sizes', () => {
  expect(readRegion('1, 2,30,40')).toEqual({ x: 1, y: 2, width: 30, height: 40 });
  for (const wrong of ['', '1,2,3', '1,2,3,0', '-1,2,3,4', '1.5,2,3,4', '1,2,3,4,5', 'a,b,c,d']) {
    expect(() => readRegion(wrong)).toThrow(UsageError);
  }
  expect(readNumbers('5,1,3,1')).toEqual([1, 3, 5]);
  for (const wrong of ['', '0', '1,,2', '51', '1.5']) expect(() => readNumbers(wrong)).toThrow(UsageError);
  expect(readSize('176x96')).toEqual({ width: 176, height: 96 });
  for (const wrong of ['', '176', '176x', '0x96', '9999x96', '7x96']) expect(() => readSize(wrong)).toThrow(UsageError);
});
