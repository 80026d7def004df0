import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, launchBrowser, openAppWindow, setUpStore, type AppWindow } from './app-window.ts';
import { strayHand, strayOn, writeSampleFolder } from './sample-folder.ts';

/** A machine that is busy with other work may take its time. */
const patient = { timeout: 60_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe('who signed, in the queue of a folder', () => {
  let app: AppWindow;
  let page: Page;
  let home = '';

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'countersign-hands-'));
    const { scans } = await writeSampleFolder(join(home, 'tray'));
    app = await openAppWindow(browser);
    page = app.page;
    await setUpStore(page);
    await page.getByRole('button', { name: 'Try it with sample cheques' }).click();
    await page
      .getByRole('button', { name: /cheque-0001/ })
      .first()
      .waitFor(patient);
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Folders' }).click();
    await page.getByRole('button', { name: 'Check a folder' }).click();
    const dialog = page.getByRole('dialog', { name: 'Check a folder' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(home, 'tray'));
    await dialog.getByRole('button', { name: 'Look into it' }).click();
    await dialog.getByText(`${scans} scans`).waitFor();
    await dialog.getByRole('button', { name: 'Check this folder' }).click();
    // Somebody is there: a window left alone locks, which stops the check until it is unlocked.
    while (!(await page.getByText(`${scans} of ${scans}`).isVisible())) {
      await page.mouse.move(Math.random() * 100, 5);
      await page.waitForTimeout(500);
    }
  }, 1_000_000);
  afterAll(async () => {
    await app.close();
    await rm(home, { recursive: true, force: true });
  });

  it('shows one hand on several accounts as a group, side by side', async () => {
    await page.getByRole('button', { name: /several accounts$/ }).waitFor(patient);
    await page.keyboard.press('g');
    const dialog = page.getByRole('dialog', { name: /^One hand on/ });
    const tiles = dialog.getByRole('listitem');
    await expect
      .poll(() => dialog.getByRole('button', { name: /^Go to it/, disabled: false }).count(), patient)
      .toBe(await tiles.count());
    const accounts = await tiles.getByRole('strong').allInnerTexts();
    // The app may find the hand in two groups; at most one stranger is among its largest.
    const known = new Set([...strayOn, strayHand.account].map((account) => account.replaceAll('-', '')));
    const members = accounts.map((account) => account.replaceAll(/\D/g, ''));
    expect(members.filter((account) => known.has(account)).length).toBeGreaterThanOrEqual(
      Math.max(3, members.length - 1),
    );
    expect(await dialog.getByRole('img', { name: /^Signature on/ }).count()).toBe(members.length);
    expect(await accessibilityProblems(page)).toEqual([]);
  }, 120_000);

  it('leads from the group to a cheque, and there to whose hand it is', async () => {
    const dialog = page.getByRole('dialog', { name: /^One hand on/ });
    const stray = dialog.getByRole('listitem').filter({ hasText: 'Mismatch' });
    await stray
      .first()
      .getByRole('button', { name: /^Go to it/ })
      .click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Who else could have signed?' }).waitFor(patient);
    await page.keyboard.press('i');
    const asked = page.getByRole('dialog', { name: 'Who else could have signed?' });
    const options = asked.getByRole('option');
    await options.first().waitFor(patient);
    expect(await options.first().innerText()).toContain(strayHand.name);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    expect(await options.nth(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('1');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'hidden' });
  }, 180_000);

  it('made no request beyond this machine and no error on the console', () => {
    expect(app.foreign).toEqual([]);
    expect(app.errors).toEqual([]);
  });
});
