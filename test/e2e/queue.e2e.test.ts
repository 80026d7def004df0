import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallName } from '../../src-main/contract/calls.ts';
import { encode as encodePicture, renderTrace } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';
import {
  accessibilityProblems,
  launchBrowser,
  openAppWindow,
  passphrase,
  setUpStore,
  type AppWindow,
} from './app-window.ts';
import { pageCalls } from './page-calls.ts';
import { paints, quantile, watchPaints } from './painted.ts';
import { enrol, specimensOf } from './whole-cheques.ts';

/** As many are decided from the keyboard. COUNTERSIGN_QUEUE=200 is a clerk's hour; its check takes minutes. */
const decided = Number(process.env['COUNTERSIGN_QUEUE'] ?? 6);
/** Some more lie in the folder, so that the queue never ends under it. */
const inFolder = decided + 4;
const account = '4711081500';

/**
 * From key to next cheque painted, at the most: share of the decisions, and milliseconds. The full run is for a machine that has
 * nothing else to do. In a small one on a busy machine a single decision may be held up; half of them aren't.
 */
const bound = decided >= 200 ? { share: 0.95, milliseconds: 100 } : { share: 0.5, milliseconds: 500 };

/** A machine that is busy with other work may take its time; how long is told, not judged. */
const patient = { timeout: 20_000 };

/** Hands that aren't the account's. */
const strangers = Array.from({ length: 8 }, (_, number) => createSigner(`stranger ${number}`));

/** A signature by somebody else, as a cheque's signature is scanned by itself. */
async function strangerScan(number: number): Promise<Uint8Array> {
  const signature = await encodePicture(
    renderTrace(writeGenuine(strangers[number % strangers.length]!, `take ${number}`), { seed: number, dpi: 200 }),
    { type: 'png' },
    200,
  );
  const { width = 0, height = 0 } = await sharp(signature).metadata();
  return sharp({ create: { width: width + 300, height: height + 200, channels: 3, background: '#ffffff' } })
    .composite([{ input: Buffer.from(signature), left: 150, top: 100 }])
    .withMetadata({ density: 200 })
    .png()
    .toBuffer();
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe('the queue of a folder, from the keyboard', () => {
  let app: AppWindow;
  let page: Page;
  let folder = '';
  let call: ReturnType<typeof pageCalls>;

  async function signIn(key: string): Promise<void> {
    await page.keyboard.press('Control+l');
    const field = page.getByLabel('Passphrase', { exact: true });
    await field.fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  const tab = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name });
  const inFront = () => page.locator('[data-item-picture]').getAttribute('data-item-picture');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-tray-'));
    await mkdir(join(folder, 'tray'));
    for (let number = 0; number < inFolder; number++) {
      const name = `${account}_${String(number).padStart(4, '0')}.png`;
      await writeFile(join(folder, 'tray', name), await strangerScan(number));
    }
    app = await openAppWindow(browser);
    page = app.page;
    call = pageCalls(page);
    await setUpStore(page);
    await enrol(page, account, 'Agnes Porter', await specimensOf('queue keeper', 5));
  }, 600_000);
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('checks the folder, and puts before the clerk what needs eyes', async () => {
    await tab('Folders').click();
    await page.getByRole('button', { name: 'Check a folder' }).click();
    const dialog = page.getByRole('dialog', { name: 'Check a folder' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
    await dialog.getByRole('button', { name: 'Look into it' }).click();
    await dialog.getByRole('button', { name: 'tray' }).click();
    await dialog.getByText(`${inFolder} scans`).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Check this folder' }).click();
    // Somebody is there: a window left alone locks, which stops the check until it is unlocked.
    await expect
      .poll(
        async () => {
          await page.mouse.move(Math.random() * 100, 5);
          return page.getByText(`${inFolder} of ${inFolder}`).isVisible();
        },
        { timeout: 1_500_000, interval: 500 },
      )
      .toBe(true);
    await expect
      .poll(() => page.getByRole('option', { name: /^Needs eyes/ }).innerText(), { timeout: 20_000 })
      .toContain(String(inFolder));
    expect(await accessibilityProblems(page)).toEqual([]);
  }, 1_600_000);

  it('has cheques decided from the keyboard, each next one painted at once', async () => {
    await page.locator('[data-item-picture]').waitFor();
    await watchPaints(page);
    await page.locator('h1').first().click();
    for (let turn = 0; turn < decided; turn++) {
      const before = await inFront();
      await page.keyboard.press(['r', 'f', 'a'][turn % 3]!);
      // What couldn't be judged isn't accepted, and the window says so: it is returned.
      const decide = page.getByRole('region', { name: 'Decide' });
      if (await decide.getByText("It couldn't be judged: return or refer it.").isVisible())
        await page.keyboard.press('r');
      // A return, a referral and a mismatch that is accepted need a reason: a number gives it.
      if (await page.getByRole('form', { name: 'Reason' }).isVisible()) await page.keyboard.press('1');
      await expect.poll(async () => (await paints(page)).length, { timeout: 20_000, interval: 5 }).toBe(turn + 1);
      expect(await inFront()).not.toBe(before);
    }
    const times = await paints(page);
    const inMs = (share: number) => quantile(times, share).toFixed(0);
    console.log(
      `Key to next cheque painted, ${times.length} times: median ${inMs(0.5)} ms, 95th percentile ${inMs(0.95)} ms, longest ${inMs(1)} ms.`,
    );
    await expect
      .poll(() => page.getByRole('option', { name: /^Decided/ }).innerText(), patient)
      .toBe(`Decided (${decided})`);
    expect(quantile(times, bound.share)).toBeLessThanOrEqual(bound.milliseconds);
  }, 700_000);

  it('takes decisions back in turn, and puts a cheque off', async () => {
    const front = await inFront();
    await page.keyboard.press('z');
    await expect.poll(inFront, patient).not.toBe(front);
    const undone = await inFront();
    await expect
      .poll(() => page.getByRole('option', { name: /^Decided/ }).innerText(), patient)
      .toBe(`Decided (${decided - 1})`);
    await page.keyboard.press('s');
    await expect.poll(inFront, patient).not.toBe(undone);
    await page.keyboard.press('d');
    await expect.poll(inFront, patient).toBe(undone);
  });

  it('asks a second person, who confirms; nobody confirms their own, and the app refuses it itself', async () => {
    await tab('Settings').click();
    const eyes = page.getByRole('region', { name: 'Four eyes' });
    await eyes.getByLabel('Decisions about cheques above').fill('1,000');
    await eyes.getByRole('button', { name: 'Save four eyes' }).click();
    await eyes.getByText('Saved').waitFor();
    await page.getByRole('button', { name: 'Add operator' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an operator' });
    await dialog.getByLabel('Name').fill('Ravi Singh');
    await dialog.getByLabel('Role').selectOption('supervisor');
    await dialog.getByLabel('Passphrase', { exact: true }).fill('second pair of eyes');
    await dialog.getByLabel('Passphrase again').fill('second pair of eyes');
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add operator' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await accessibilityProblems(page)).toEqual([]);

    // An amount that nobody knows counts as one above the limit.
    await tab('Folders').click();
    await page.locator('[data-item-picture]').waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('1');
    await tab('To confirm').click();
    await page.getByText('It is your own: somebody else has to confirm it.').waitFor();
    expect(await page.getByRole('button', { name: 'Confirm', exact: true }).count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    const awaiting = (await call('awaiting', {})) as unknown as {
      value: { decisions: { decision: { id: string } }[] };
    };
    const decision = awaiting.value.decisions[0]!.decision.id;
    expect(await call('confirmDecision', { decision })).toMatchObject({ ok: false, error: { fault: 'forbidden' } });

    await signIn('second pair of eyes');
    await tab('To confirm').click();
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.getByText('Nothing waits').waitFor();
  });

  it('offers the second person nothing they may not do, and the app refuses each of it', async () => {
    expect(await tab('Enrol').count()).toBe(0);
    await tab('Settings').click();
    await page.getByText("You aren't allowed to manage operators", { exact: false }).waitFor();
    const settings = (await call('settings', {})) as unknown as { value: { settings: object } };
    const forbidden: [CallName, unknown][] = [
      ['saveSettings', settings.value.settings],
      ['operators', {}],
      ['addOperator', { name: 'Mallory', role: 'owner', passphrase: 'let me in please' }],
      ['saveRole', { name: 'supervisor', permissions: ['operators'] }],
      ['removeLayout', { name: 'any' }],
      ['setMandate', { account, mandate: { from: '2026-01-01', groups: [], rules: [] } }],
      ['loadSamples', {}],
    ];
    for (const [name, request] of forbidden) {
      expect([name, await call(name, request)]).toMatchObject([name, { ok: false, error: { fault: 'forbidden' } }]);
    }
    await signIn(passphrase);
  });

  it('lets nothing be taken back once the folder is closed', async () => {
    await tab('Folders').click();
    await page.getByRole('button', { name: 'tray' }).click();
    await page.locator('[data-item-picture]').waitFor();
    const ended = page.getByRole('heading', { name: 'Nothing needs eyes' });
    const picture = page.locator('[data-item-picture]');
    for (;;) {
      await picture.or(ended).waitFor();
      if (await ended.isVisible()) break;
      const before = await inFront();
      await page.keyboard.press('f');
      await page.keyboard.press('1');
      await picture.and(page.locator(`[data-item-picture="${before}"]`)).waitFor({ state: 'detached' });
    }
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close folder' }).click();
    await page.getByText('Closed').first().waitFor();
    const checks = (await call('recentChecks', { limit: 1 })) as unknown as {
      value: { checks: { decision: { id: string } }[] };
    };
    expect(await call('undoDecision', { decision: checks.value.checks[0]!.decision.id })).toMatchObject({ ok: false });
  });

  it('made no request beyond this machine and no error on the console', () => {
    expect(app.foreign).toEqual([]);
    expect(app.errors).toEqual([]);
  });
});
