// `npm start`: builds the window if its sources changed, then opens the app: in Electron where its binary is, else in an
// installed Chromium, Chrome or Edge; without a display it checks sample cheques here and waits for a browser.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runSampleCheck } from '../src-main/desk/sample-check.ts';
import { forkPorts } from '../src-main/engine/fork-port.ts';
import { appVersion } from '../src-main/shell/directories.ts';
import { findBrowser } from '../src-main/shell/find-browser.ts';
import { startLocalWindow } from '../src-main/shell/start-local-window.ts';
import type { LocalWindow } from '../src-main/shell/local-window.ts';
import { buildIfChanged } from './build-if-changed.ts';
import { findElectron } from './find-electron.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/** Ends the app on Ctrl+C; a second one doesn't wait. */
function closeOnSignal(window: LocalWindow): void {
  let asked = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked > 0 && performance.now() - asked > 500) process.exit(130);
      if (asked === 0) asked = performance.now();
      void window.close('signal');
    });
  }
}

function openInElectron(electron: string): void {
  const child = spawn(electron, [root], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Electron can't be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}

async function openInBrowser(browser: NonNullable<ReturnType<typeof findBrowser>>): Promise<number> {
  const window = await startLocalWindow({ browser });
  closeOnSignal(window);
  console.log(`Countersign is open in a window of ${browser.path}. Close the window to end it.`);
  const ending = await window.ended;
  if (ending.why === 'failed') {
    console.error(`${browser.path} ended without showing the window.`);
    if (ending.said.trim() !== '') console.error(ending.said.trim());
    return 1;
  }
  if (ending.why === 'replayed-secret') {
    console.error('The key that opened the window was used a second time. Countersign has closed; start it again.');
    return 1;
  }
  return 0;
}

async function waitForBrowser(why: string): Promise<number> {
  console.log(why);
  const window = await startLocalWindow({ browser: null });
  closeOnSignal(window);
  console.log('Meanwhile, sample cheques are checked here: signatures of made-up signers, in a store of their own.\n');
  const controller = new AbortController();
  void window.ended.then(() => controller.abort());
  const check = runSampleCheck({
    log: () => undefined,
    startEngine: forkPorts(),
    modelsDirectory: fileURLToPath(new URL('../models', import.meta.url)),
    version: appVersion(root),
    print: (line) => console.log(line),
  }).catch((error: unknown) => {
    console.error(`The sample check failed: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  const first = await Promise.race([check, window.ended]);
  if (first === null || !('why' in first)) {
    console.log(`\nThe window is served at ${window.origin}, on this machine only, until Ctrl+C.`);
    console.log(`To see it, open this file in a browser here (once): ${window.launchFile}`);
  }
  const ending = await window.ended;
  if (ending.why === 'replayed-secret') {
    console.error('The launch file was used a second time. Countersign has closed; start it again.');
    return 1;
  }
  return 0;
}

async function start(): Promise<number> {
  buildIfChanged(root);
  if (!hasDisplay) return waitForBrowser('There is no display here, so no window can be opened.');
  const browser = findBrowser();
  if (browser) return openInBrowser(browser);
  return waitForBrowser('No Electron, Chromium, Chrome or Edge was found, so no window can be opened.');
}

try {
  const electron = hasDisplay ? findElectron(root) : null;
  if (electron) {
    buildIfChanged(root);
    openInElectron(electron);
  } else {
    process.exit(await start());
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
