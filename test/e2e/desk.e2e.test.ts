import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifyOutput } from '../../src-main/contract/cli.ts';
import { writeSampleIndex } from '../../src-main/sample/sample-index.ts';
import {
  accessibilityProblems,
  launchBrowser,
  openAppWindow,
  passphrase,
  setUpStore,
  type AppWindow,
} from './app-window.ts';

/** The research signatures, where they are; COUNTERSIGN_SIGNATURES names another folder, or none. */
const real =
  process.env['COUNTERSIGN_SIGNATURES'] ?? fileURLToPath(new URL('../../../shared/signatures/', import.meta.url));
const command = fileURLToPath(new URL('../../scripts/countersign.js', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** The verdict, score and distances as a screen reader finds them. */
async function readResult(page: Page) {
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByRole('heading', { name: /^(Match|Review|Mismatch)$/ }).waitFor();
  await expect.poll(() => result.getAttribute('aria-busy'), { timeout: 20_000 }).not.toBe('true');
  const verdict = await result.getByRole('heading', { level: 2 }).innerText();
  const written = /Score\s*([−-]?\d+\.\d)/.exec(await result.innerText())?.[1] ?? '';
  const score = Number(written.replace('−', '-'));
  const cells = await result.getByRole('table').getByRole('row').getByRole('cell').allInnerTexts();
  const distances = cells.map(Number).filter((value) => !Number.isNaN(value));
  return { verdict: verdict.toLowerCase(), score, distances };
}

async function drop(page: Page, path: string, name = basename(path)): Promise<void> {
  await page.locator('body').drop({ files: [{ name, mimeType: '', buffer: await readFile(path) }] });
  await page.getByRole('heading', { name, exact: true }).waitFor();
}

function verify(
  store: string,
  account: string,
  scan: string,
  region: string,
): Promise<{ code: number | null; output: VerifyOutput }> {
  const child = spawn(
    process.execPath,
    [command, 'verify', '--store', store, '--account', account, scan, '--region', region, '--json'],
    { env: { ...process.env, COUNTERSIGN_PASSPHRASE: passphrase }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (text === '') reject(new Error(`verify printed nothing and ended with ${code}`));
      else resolve({ code, output: JSON.parse(text) as VerifyOutput });
    });
  });
}

describe('a clerk at the desk', () => {
  let app: AppWindow;
  let page: Page;
  let folder = '';
  let genuine: string[] = [];
  let forgery = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-scans-'));
    if (existsSync(join(real, 'index.tsv'))) {
      genuine = [1, 2, 3, 4, 5, 6].map((number) => join(real, `cedar/033/genuine-0${number}.jpg`));
      forgery = join(real, 'cedar/033/forgery-01.jpg');
    } else {
      console.log('The research signatures are not here: the end-to-end test runs on synthetic signers.');
      await writeSampleIndex(folder, { signers: 2, genuine: 6, forgeries: 2, seed: 'end to end' });
      const rows = (await readFile(join(folder, 'index.tsv'), 'utf8')).trim().split('\n').slice(1);
      const first = rows.map((row) => row.split('\t')).filter(([, , writer]) => writer === rows[0]!.split('\t')[2]);
      genuine = first.filter(([, , , kind]) => kind === 'genuine').map(([path]) => join(folder, path!));
      forgery = first.filter(([, , , kind]) => kind === 'forgery').map(([path]) => join(folder, path!))[0]!;
    }
    app = await openAppWindow(browser);
    page = app.page;
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('sets the store up, and is shown an empty desk', async () => {
    await setUpStore(page);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('enrols five specimens from the window', async () => {
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await page.locator('#enrol-account').fill('4711-0815');
    await page.getByRole('combobox', { name: 'Signatory' }).fill('Ada Byron');
    const files = await Promise.all(
      genuine.slice(0, 5).map(async (path) => ({ name: basename(path), mimeType: '', buffer: await readFile(path) })),
    );
    await page.locator('body').drop({ files });
    const button = page.getByRole('button', { name: 'Enrol 5 specimens' });
    await button.waitFor();
    await expect.poll(() => button.isEnabled(), { timeout: 20_000 }).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await button.click();
    await page.getByRole('heading', { name: /5 specimens of Ada Byron are on file/ }).waitFor();
    await page.getByRole('button', { name: 'To the desk' }).click();
  });

  it('drops a genuine signature and reads verdict, score and five distances from the accessible tree', async () => {
    const scan = genuine[5]!;
    await drop(page, scan, `4711-0815 ${basename(scan)}`);
    const shown = await readResult(page);
    expect(['match', 'review']).toContain(shown.verdict);
    expect(shown.distances).toHaveLength(5);
    expect(await page.locator('[data-announcer]').innerText()).toMatch(/^(Match|Review)\. Score .*Nearest specimen/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('moves the box by keyboard and is shown the same as `verify` says with that region', async () => {
    const box = page.getByRole('application', { name: 'Signature box' });
    await box.focus();
    const words = page.locator('[data-box-words]');
    const before = await words.innerText();
    // By single pixels, so that no ink is cut off.
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(() => words.innerText()).not.toBe(before);
    const [left, top, width, height] = (await words.innerText()).match(/\d+/g)!;
    // The re-check waits for the keys to rest.
    await page.waitForTimeout(1500);
    const shown = await readResult(page);
    const { code, output } = await verify(
      join(app.home, 'store'),
      '4711-0815',
      genuine[5]!,
      [left, top, width, height].join(','),
    );
    expect(code).toBe({ match: 0, review: 10, mismatch: 11 }[output.verdict]);
    expect(output.verdict).toBe(shown.verdict);
    expect(output.score).toBeCloseTo(shown.score, 1);
    // The window shows three figures of each.
    const gaps = output.distances.map(({ distance }, at) => Math.abs(distance - shown.distances[at]!));
    expect(gaps).toHaveLength(5);
    expect(Math.max(...gaps)).toBeLessThan(0.0051);
  });

  it('accepts it with one key, takes that back with another, and returns it with a reason', async () => {
    await page.locator('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('a');
    await page
      .getByText(/^Accepted/)
      .first()
      .waitFor();
    await page.keyboard.press('z');
    await page
      .getByText(/taken back|undone|Undone/i)
      .first()
      .waitFor();
    await page.keyboard.press('r');
    const form = page.getByRole('form', { name: 'Reason' });
    await form.getByRole('textbox', { name: 'Reason' }).fill('Looks traced');
    await form.getByRole('button', { name: 'Return cheque' }).click();
    await page
      .getByText(/^Returned/)
      .first()
      .waitFor();
  });

  it('drops a forgery: its score is lower, and it is no match', async () => {
    await drop(page, forgery, `4711-0815 ${basename(forgery)}`);
    const shown = await readResult(page);
    expect(['review', 'mismatch']).toContain(shown.verdict);
    expect(shown.distances).toHaveLength(5);
  });

  it('lists what differs, and lays the map over the signature by a key where the model draws one', async () => {
    const differences = await page.getByRole('region', { name: 'What differs' }).getByRole('listitem').count();
    expect(differences).toBeLessThanOrEqual(3);
    expect(await page.getByText('No measured difference stands out').count()).toBe(differences === 0 ? 1 : 0);
    const toggle = page.getByRole('button', { name: 'Where it differs' });
    const hasMap = (await toggle.count()) > 0;
    await page.keyboard.press('w');
    const words = page.locator('.questioned').getByText(/^(It differs most from the specimens|Nothing stands out)/);
    expect((await words.count()) > 0).toBe(hasMap);
    if (hasMap) expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('w');
  });

  it('says what is wrong with a file that is no picture, and gives no verdict', async () => {
    await page.locator('body').drop({
      files: [{ name: '4711-0815 letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear Sir or Madam') }],
    });
    await page.getByRole('button', { name: /^4711-0815 letter\.jpg/ }).click();
    await page.getByRole('heading', { name: "This scan can't be read" }).waitFor();
    expect(await page.locator('[data-fault="unknown-format"]').innerText()).toContain('Use JPEG, PNG, TIFF');
    expect(
      await page
        .getByRole('region', { name: 'Result' })
        .getByText(/^Score/)
        .count(),
    ).toBe(0);
  });

  it('finds checks and decisions in the list, accounts with their specimens, and its settings', async () => {
    await page.getByRole('button', { name: 'Recent checks', exact: true }).click();
    await page.getByText('Looks traced').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Accounts', exact: true }).click();
    await page.getByText('4711-0815').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('moves a border by keys, says what it costs, and puts the package’s own back', async () => {
    const section = page.getByRole('region', { name: 'Thresholds' });
    const field = section.getByRole('spinbutton', { name: 'Match from, 3 or more' });
    const own = Number(await field.inputValue());
    const border = section.getByRole('slider', { name: 'Match from' });
    if ((await border.count()) === 0) {
      // A package without curves says so, and its borders are typed.
      await section.getByText('this model package carries no error curves').waitFor();
      await field.fill(String(own + 1));
    } else {
      const words = section.locator('[data-cost-words]');
      const before = await words.innerText();
      expect(before).toMatch(/Of 100 skilled forgeries, .* would be a match \(at most \d+, at 95 % confidence\)/);
      await border.focus();
      await page.keyboard.press('PageUp');
      await expect.poll(() => words.innerText()).not.toBe(before);
      expect(Number(await field.inputValue())).toBeCloseTo(own + 1, 2);
    }
    const save = section.getByRole('button', { name: 'Save thresholds' });
    // Drawn as enabled, not only marked so: axe looks at the colours.
    await expect.poll(() => save.evaluate((button) => getComputedStyle(button).opacity)).toBe('1');
    expect(await accessibilityProblems(page)).toEqual([]);
    await save.click();
    await section.getByText('In force: thresholds of your own.').waitFor();
    await section.getByRole('button', { name: "Back to the package's" }).click();
    await section.getByText("In force: the package's own thresholds.").waitFor();
    expect(Number(await field.inputValue())).toBe(own);
  });

  it('locks with a key, shows nothing of a customer, and opens with the passphrase', async () => {
    await page.keyboard.press('Control+l');
    const field = page.getByLabel('Passphrase', { exact: true });
    await field.waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/4711|Ada Byron/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await field.fill('not the passphrase');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .filter({ hasText: /passphrase/i })
      .first()
      .waitFor();
    await field.fill(passphrase);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Recent checks', exact: true }).waitFor();
  });

  it('made no request beyond this machine and no error on the console', () => {
    expect(app.foreign).toEqual([]);
    expect(app.errors).toEqual([]);
  });
});

describe('trying it with sample cheques, in the dark', () => {
  it('shows match, review, mismatch and what can’t be judged, and axe finds nothing in any of them', async () => {
    const app = await openAppWindow(browser, { dark: true });
    const { page } = app;
    try {
      await setUpStore(page);
      await page.getByRole('button', { name: 'Try it with sample cheques' }).click();
      const seen = new Set<string>();
      const names = await page
        .getByRole('button', { name: /cheque-\d+/ })
        .first()
        .waitFor()
        .then(() => page.getByRole('button', { name: /cheque-\d+/ }).allInnerTexts());
      const files = names.map((name) => /\S+\.(png|jpg)/.exec(name)![0]);
      for (const [at, file] of files.entries()) {
        if (at > 0) await page.getByRole('button', { name: 'Samples' }).click();
        await page
          .getByRole('button', { name: new RegExp(`^${file.replaceAll('.', '\\.')}`) })
          .last()
          .click();
        await page.getByRole('heading', { name: file, exact: true }).waitFor();
        if (file.includes('not-signed')) {
          await page.getByRole('heading', { name: /^(No signature|Can't be judged)$/ }).waitFor();
          seen.add('none');
        } else {
          seen.add((await readResult(page)).verdict);
        }
        if (at < 2 || file.includes('not-signed')) expect(await accessibilityProblems(page)).toEqual([]);
      }
      expect([...seen].sort()).toEqual(['match', 'mismatch', 'none', 'review']);
      await page.keyboard.press('o');
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(app.errors).toEqual([]);
    } finally {
      await app.close();
    }
  });
});
