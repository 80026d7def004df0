import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from '../../src-main/shell/find-browser.ts';
import type { LocalWindow } from '../../src-main/shell/local-window.ts';
import { packagedBrowser } from './packaged-browser.ts';
import { startLocalWindow } from '../../src-main/shell/start-local-window.ts';

export const passphrase = 'correct horse';

/** The whole app with its real store, engine and model, open in a real browser, in a home of its own. */
export interface AppWindow {
  readonly page: Page;
  readonly app: LocalWindow;
  readonly home: string;
  /** Addresses other than the app's own that the page asked for. */
  readonly foreign: string[];
  /** Errors on the page's console. */
  readonly errors: string[];
  close(): Promise<void>;
}

/** An installed Chromium, Chrome or Edge; on Linux x64 without one, the Chromium of a development package. */
export async function launchBrowser(): Promise<Browser> {
  const installed = findBrowser()?.path;
  const executablePath = installed ?? (await packagedBrowser());
  if (!executablePath) {
    throw new Error('No Chromium, Chrome or Edge is installed; browser tests need one on this platform.');
  }
  // The packaged one comes without the helper that a sandbox needs; nobody but this test talks to it.
  const unboxed = process.getuid?.() === 0 || installed === undefined;
  return chromium.launch({
    executablePath,
    args: [
      ...(unboxed ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Starts the app and opens its launch page, as the clerk's browser would. */
export async function openAppWindow(
  browser: Browser,
  options: { width?: number; height?: number; dark?: boolean; home?: string } = {},
): Promise<AppWindow> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'countersign-e2e-')));
  process.env['COUNTERSIGN_HOME'] = home;
  const app = await startLocalWindow({ browser: null });
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    const own = request.url().startsWith(app.origin) || ['file:', 'blob:', 'data:'].includes(address.protocol);
    if (!own && !request.url().startsWith(app.origin.replace('http', 'ws'))) foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pathToFileURL(app.launchFile).href);
  await page.waitForURL(`${app.origin}/**`);
  return {
    page,
    app,
    home,
    foreign,
    errors,
    async close() {
      await context.close();
      await app.close('finished');
      if (!options.home) await rm(home, { recursive: true, force: true });
    },
  };
}

/** Sets the store up from the window, as on the first start. Returns the recovery key. */
export async function setUpStore(page: Page): Promise<string> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase again').fill(passphrase);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Your recovery key' }).waitFor();
  const groups = await page.getByRole('list', { name: 'Recovery key' }).getByRole('listitem').allInnerTexts();
  const recoveryKey = groups.map((group) => group.trim()).join('-');
  await page.getByRole('button', { name: 'I have it on paper' }).click();
  await page.getByRole('textbox', { name: 'Recovery key' }).fill(recoveryKey);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Drop a scanned cheque anywhere' }).waitFor();
  return recoveryKey;
}

/** What axe finds wrong on the page, one line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run: () => Promise<{ violations: AxeViolation[] }> } }).axe;
    interface AxeViolation {
      id: string;
      help: string;
      nodes: { target: unknown[]; failureSummary?: string }[];
    }
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
  });
}
