import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { appVersion } from '../../src-main/shell/directories.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'scripts', 'countersign.js');
const home = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  COUNTERSIGN_PASSPHRASE: '',
  COUNTERSIGN_HOME: home,
  ...more,
});

function countersign(words: string[], more: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: home,
    env: environment(more),
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
}

test('the program runs from any folder, with nothing built, and passes on what it prints', () => {
  expect(countersign(['--version'])).toEqual({ status: 0, stdout: `${appVersion(root)}\n`, stderr: '' });
  const help = countersign(['verify', '--help']);
  expect(help).toMatchObject({ status: 0, stderr: '' });
  expect(help.stdout).toContain('Usage: countersign verify');
});

test('wrong usage: exit code 64, the option named on stderr, nothing on stdout, also with --json', () => {
  const { status, stdout, stderr } = countersign(['verify', '--json', '--store', 'x', '--acount', '1', 'a.png']);
  expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
  expect(stderr).toContain('verify has no option --acount.');
});

test('what cannot be judged: exit code 2, the file named on stderr, nothing on stdout', () => {
  const more = { COUNTERSIGN_PASSPHRASE: 'long enough' };
  const missing = join(home, 'no-such-scan.png');
  const { status, stdout, stderr } = countersign(
    ['verify', '--json', '--store', join(home, 'no-such-store'), '--account', '1', missing],
    more,
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^countersign: .*no-such-(store|scan)/m);
  expect(stderr).not.toContain('    at ');
});

test('without a passphrase and without a terminal the variable is named', () => {
  const { status, stderr } = countersign([
    'enrol',
    '--store',
    join(home, 'new'),
    '--account',
    '1',
    '--signatory',
    'S',
    program,
  ]);
  expect(status).toBe(1);
  expect(stderr).toContain('COUNTERSIGN_PASSPHRASE');
});

/** Starts the program with a command line behind it that does this instead of its work. */
function holding(code: string) {
  const file = join(home, 'instead.mjs');
  writeFileSync(file, `if (/cli\\.ts$/.test(process.argv[1] ?? '')) { ${code} }`);
  return spawn(process.execPath, [program, 'doctor'], {
    env: environment({ NODE_OPTIONS: `--import ${pathToFileURL(file).href}` }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test.runIf(process.platform !== 'win32')(
  'signals reach the command line, and what it ends with is passed on',
  async () => {
    const child = holding(`
    process.on('SIGTERM', () => process.exit(77));
    process.stdout.write('ready');
    await new Promise(() => setInterval(() => undefined, 1000));`);
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(77);
  },
);

test.runIf(process.platform !== 'win32')('a command line that was killed is told as a shell would', async () => {
  const child = holding(`process.kill(process.pid, 'SIGKILL');`);
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(137);
});
