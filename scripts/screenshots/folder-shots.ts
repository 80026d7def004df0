import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { writeSampleFolder } from '../../test/e2e/sample-folder.ts';

type Shoot = (name: string) => Promise<void>;

/** Picks the folder, starts its check and waits until every scan is checked. */
async function checkFolder(page: Page, shoot: Shoot, scans: string, count: number): Promise<void> {
  await page.getByRole('button', { name: 'Check a folder' }).click();
  const dialog = page.getByRole('dialog', { name: 'Check a folder' });
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(scans);
  await dialog.getByRole('button', { name: 'Look into it' }).click();
  await dialog.getByText(`${count} scans`).waitFor();
  await dialog.getByLabel('Manifest').selectOption({ index: 1 });
  await shoot('folder-pick');
  await dialog.getByRole('button', { name: 'Check this folder' }).click();
  await page.locator('[data-item-picture]').waitFor({ timeout: 180_000 });
  await shoot('folder-running');
  await page.getByText(`${count} of ${count}`).waitFor({ timeout: 600_000 });
  // What the table and the groups of hands are made of comes after the last scan.
  await page.waitForTimeout(4000);
}

async function askWhoElse(page: Page, shoot: Shoot, name: string): Promise<void> {
  await page.keyboard.press('i');
  await page.getByRole('listbox', { name: /^Signatories/ }).waitFor();
  await page.waitForTimeout(500);
  await shoot(name);
  await page.keyboard.press('Escape');
}

/** A folder from the first click to its queue, a reason, the hands and who else could have signed. Needs the samples on file. */
export async function shootFolders(page: Page, shoot: Shoot): Promise<void> {
  const home = join(tmpdir(), 'Scans');
  // Not one that is there already: it is removed afterwards.
  await mkdir(home);
  const scans = join(home, '2026-11-25');
  try {
    const written = await writeSampleFolder(scans);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Folders' }).click();
    await checkFolder(page, shoot, scans, written.scans);
    // As a clerk finds it who opens the folder now: the riskiest in front.
    await page.getByRole('button', { name: 'All folders' }).click();
    await page.getByRole('button', { name: '2026-11-25' }).click();
    await page.locator('[data-item-picture]').waitFor();
    await page.waitForTimeout(2500);
    await shoot('queue');
    await page.keyboard.press('r');
    await page.waitForTimeout(300);
    await shoot('queue-reason');
    await page.keyboard.press('Escape');
    await askWhoElse(page, shoot, 'nobody-on-file');
    await page.locator('button', { hasText: 'cheque-0040.jpg' }).first().click();
    await page.waitForTimeout(1500);
    await shoot('queue-one-hand');
    await askWhoElse(page, shoot, 'who-else');
    if (await page.getByRole('button', { name: /on several accounts$/ }).isVisible()) {
      await page.keyboard.press('g');
      await page
        .getByRole('button', { name: /^Go to it/, disabled: false })
        .nth(2)
        .waitFor();
      await page.waitForTimeout(1500);
      await shoot('one-hand');
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'All folders' }).click();
    await page.waitForTimeout(300);
    await shoot('folders');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
