// The first file that `npm start` and `npm test` run: plain JavaScript for whatever Node the machine has (20 or later).
// It installs what package-lock.json names when that has changed, then goes on under the Node that the project brings.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.countersign-install');
const onWindows = process.platform === 'win32';

/** Runs a command in the project, its output on stderr when `quiet` is asked for, and ends with its exit code if it fails. */
function run(command, args, { outputToStderr = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', outputToStderr ? 2 : 'inherit', 'inherit'],
    shell: onWindows && command === 'npm',
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (result.error) {
    console.error(`Can't run ${command}: ${result.error.message}`);
    process.exit(1);
  }
  return result.status ?? 1;
}

/** What the installed tree must match: the lock, the platform and what an install script may have chosen by Node's own. */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** The path of the Node binary that the devDependency `node` brings. */
export function projectNode() {
  return join(modules, 'node', 'bin', onWindows ? 'node.exe' : 'node');
}

/** Installs the dependencies unless what is installed already matches the lock. */
export function ensureInstalled() {
  const stamp = wantedStamp();
  const found = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (found === stamp && existsSync(projectNode())) return;
  console.error('Installing what package-lock.json names (npm ci) …');
  const code = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { outputToStderr: true });
  if (code !== 0) {
    console.error('npm ci failed; what it said is above. Nothing else was changed.');
    process.exit(code);
  }
  if (!existsSync(projectNode())) {
    console.error(
      `The package "node" didn't bring its binary (${projectNode()}). Its install script must be allowed: see allowScripts in package.json.`,
    );
    process.exit(1);
  }
  writeFileSync(stampFile, stamp);
}

/** Whether this file is the program that was started, and not a module that another imports. */
function isProgram() {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(import.meta.url));
}

const [task, ...rest] = process.argv.slice(2);
if (task && isProgram()) {
  ensureInstalled();
  process.exit(run(projectNode(), [join(root, 'scripts', `${task}.ts`), ...rest]));
}
