import sharp from 'sharp';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GeneratedCheque } from '../../src-main/sample/cheques/generate.ts';
import { accessibilityProblems, launchBrowser, openAppWindow, setUpStore, type AppWindow } from './app-window.ts';
import { enrol, frontAndBack, sharedArea, specimensOf, straightCheque } from './whole-cheques.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** Drops bytes on the window as a file, and waits until it stands in front with or without a verdict. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.locator('body').drop({ files: [{ name, mimeType: '', buffer: Buffer.from(bytes) }] });
  await page.getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
  await page
    .getByRole('region', { name: 'Result' })
    .getByText(/Match|Review|Mismatch|There is no verdict|Type the account|Choose the account/)
    .first()
    .waitFor();
  await expect
    .poll(() => page.getByRole('region', { name: 'Result' }).getAttribute('aria-busy'), { timeout: 20_000 })
    .not.toBe('true');
}

/** Where the window draws marks of one kind, in pixels of the scan. */
async function markedBoxes(page: Page, kind: string, size: { width: number; height: number }) {
  return page.evaluate(
    ({ kind, size }) => {
      const scan = document.querySelector('[aria-label="Scan"] .sheet')!.getBoundingClientRect();
      return [...document.querySelectorAll(`[data-mark^="${kind}"]`)].map((mark) => {
        const at = mark.getBoundingClientRect();
        const scale = size.width / scan.width;
        return {
          x: (at.left - scan.left) * scale,
          y: (at.top - scan.top) * scale,
          width: at.width * scale,
          height: at.height * scale,
        };
      });
    },
    { kind, size },
  );
}

const verdictOf = (page: Page) =>
  page.getByRole('region', { name: 'Result' }).getByRole('heading', { level: 2 }).first().innerText();
const accountOf = (page: Page) => page.locator('#account-field').inputValue();

/** The places of the MICR line that are shown as in doubt. */
const placesInDoubt = (page: Page) =>
  page
    .locator('[data-micr-line] .character')
    .evaluateAll((all) => all.flatMap((one, place) => (one.classList.contains('doubtful') ? [place] : [])));

/** The same scan with one character of its MICR line covered by a blot. */
async function blotted(page: Page, cheque: GeneratedCheque, place: number): Promise<Uint8Array> {
  const [line] = await markedBoxes(page, 'micr', cheque);
  const length = [...cheque.cheques[0]!.micr.text].length;
  const pitch = line!.width / length;
  const blot = `<svg xmlns="http://www.w3.org/2000/svg" width="${cheque.width}" height="${cheque.height}">
    <ellipse cx="${line!.x + (place + 0.5) * pitch}" cy="${line!.y + line!.height / 2}" rx="${pitch * 0.42}" ry="${line!.height * 0.55}" fill="#111"/></svg>`;
  return sharp(cheque.bytes)
    .composite([{ input: Buffer.from(blot) }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

describe('a whole cheque, dropped', () => {
  let app: AppWindow;
  let page: Page;
  let two: GeneratedCheque;
  let stranger: GeneratedCheque;
  let account = '';

  beforeAll(async () => {
    two = await straightCheque('end to end', 2, 54);
    stranger = await straightCheque('end to end', 1, 13);
    account = two.cheques[0]!.account;
    app = await openAppWindow(browser);
    page = app.page;
    await setUpStore(page);
    const [first, second] = two.cheques[0]!.signatures;
    await enrol(page, account, 'Agnes Porter', await specimensOf(first!.signer, 5));
    await enrol(page, account, 'Basil Yates', await specimensOf(second!.signer, 5));
  });
  afterAll(async () => {
    await app.close();
  });

  it('shows account, both signatures’ boxes and the verdict, and no key was pressed', async () => {
    await drop(page, 'two.jpg', two.bytes);
    expect(await accountOf(page)).toBe(account);
    await page.getByText('Read from the MICR line.').waitFor();
    const drawn = await markedBoxes(page, 'signature', two);
    expect(drawn).toHaveLength(2);
    for (const { box } of two.cheques[0]!.signatures) {
      // The line is drawn with some air round the ink.
      expect(Math.max(...drawn.map((one) => sharedArea(one, box)))).toBeGreaterThan(0.5);
    }
    expect(await verdictOf(page)).toMatch(/^(Match|Review|Mismatch)$/);
    const tabs = page.getByRole('tab');
    expect(await tabs.count()).toBe(2);
    for (const tab of await tabs.allInnerTexts()) expect(tab).toMatch(/Match|Review|Mismatch/);
    expect(await page.locator('[data-announcer]').innerText()).toContain('2 signatures');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('brings the other signature to the front by a key, with a verdict of its own', async () => {
    const before = await page.getByRole('tab', { selected: true }).innerText();
    await page.keyboard.press('s');
    await expect.poll(() => page.getByRole('tab', { selected: true }).innerText()).not.toBe(before);
    expect(await page.locator('[data-announcer]').innerText()).toMatch(/^Signature \d of 2\. (Match|Review|Mismatch)/);
  });

  it('with a digit that can’t be read says which, takes nothing by itself, and is mended by the keyboard', async () => {
    const text = [...two.cheques[0]!.micr.text];
    const at = two.cheques[0]!.micr.text.lastIndexOf(account) + Math.floor(account.length / 2);
    expect(at).toBeGreaterThan(0);
    await drop(page, 'blot.jpg', await blotted(page, two, at));
    expect(await accountOf(page)).toBe('');
    await page
      .getByText(/characters? in doubt/)
      .first()
      .waitFor();
    // The account that fits is offered, not taken.
    await page.getByRole('region', { name: 'Accounts like this one' }).getByRole('button').waitFor();
    await page.keyboard.press('m');
    const line = page.getByRole('application', { name: /^MICR line/ });
    expect(await line.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    // The blot may have covered the next digit as much: the right one for each place in doubt is typed.
    for (const place of await placesInDoubt(page)) await page.keyboard.press(text[place]!);
    await page.keyboard.press('Enter');
    await page.getByText('From the MICR line, as mended.').waitFor();
    expect(await accountOf(page)).toBe(account);
    await page
      .getByRole('region', { name: 'Result' })
      .getByRole('heading', { name: /^(Match|Review|Mismatch)$/ })
      .waitFor();
  });

  it('of an account that isn’t on file offers to enrol it, its number filled in', async () => {
    await drop(page, 'stranger.jpg', stranger.bytes);
    expect(await accountOf(page)).toBe(stranger.cheques[0]!.account);
    expect(await verdictOf(page)).toBe('Not on file');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.locator('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('e');
    expect(await page.locator('#enrol-account').inputValue()).toBe(stranger.cheques[0]!.account);
    await page.getByRole('button', { name: 'Desk' }).first().click();
  });

  it('shows its back by a key, keeps the verdict, and shows the front again', async () => {
    await drop(page, 'sides.tif', await frontAndBack(two, 'endorser'));
    expect(await accountOf(page)).toBe(account);
    const verdict = await verdictOf(page);
    expect(verdict).toMatch(/^(Match|Review|Mismatch)$/);
    await page.locator('main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('v');
    await page.getByText('page 2 of 2. The check is about page 1.').waitFor();
    expect(await verdictOf(page)).toBe(verdict);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('v');
    await page.getByRole('application', { name: /^MICR line/ }).waitFor();
    expect(await verdictOf(page)).toBe(verdict);
  });

  it('takes a box drawn by hand before what was found, and goes back to that', async () => {
    await page.getByRole('button', { name: 'New box' }).click();
    const scan = (await page.locator('[aria-label="Scan"] .sheet').boundingBox())!;
    const { box } = two.cheques[0]!.signatures[0]!;
    const scale = scan.width / two.width;
    await page.mouse.move(scan.x + (box.x - 10) * scale, scan.y + (box.y - 10) * scale);
    await page.mouse.down();
    await page.mouse.move(scan.x + (box.x + box.width + 10) * scale, scan.y + (box.y + box.height + 10) * scale, {
      steps: 4,
    });
    await page.mouse.up();
    await expect.poll(() => page.getByRole('tab').count(), { timeout: 20_000 }).toBe(0);
    expect(await verdictOf(page)).toMatch(/^(Match|Review|Mismatch)$/);
    await page.getByRole('button', { name: 'As found', exact: true }).click();
    await expect.poll(() => page.getByRole('tab').count(), { timeout: 20_000 }).toBe(2);
  });

  it('sets up a bank’s layout by drawing on it', async () => {
    await page.getByRole('button', { name: 'Layout', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Cheque layout' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Drawn here');
    await dialog.getByRole('radio', { name: 'Date' }).check();
    const sheet = (await dialog.locator('.sheet').boundingBox())!;
    await page.mouse.move(sheet.x + sheet.width * 0.7, sheet.y + sheet.height * 0.1);
    await page.mouse.down();
    await page.mouse.move(sheet.x + sheet.width * 0.95, sheet.y + sheet.height * 0.25, { steps: 4 });
    await page.mouse.up();
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save layout' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByText(/Signature, date, MICR line/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('made no request beyond this machine and no error on the console', () => {
    expect(app.foreign).toEqual([]);
    expect(app.errors).toEqual([]);
  });
});
