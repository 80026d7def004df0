// Takes the screenshots of README and operator's guide from the real app, over sample cheques (synthetic signers), light and dark:
//   node scripts/screenshots.ts [FOLDER] [1280x800] [desk|folders]
// Needs the window built (npm run build) and a Chromium; writes docs/screenshots/ unless a folder is named. Both parts unless
// one is named: the desk with its settings, or a folder's check with its queue.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { GeneratedCheque } from '../src-main/sample/cheques/generate.ts';
import { launchBrowser, openAppWindow, setUpStore } from '../test/e2e/app-window.ts';
import { shootFolders } from './screenshots/folder-shots.ts';
import { enrol, frontAndBack, specimensOf, straightCheque } from '../test/e2e/whole-cheques.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const [width = 1280, height = 800] = (process.argv[3] ?? '1280x800').split('x').map(Number);
const only = process.argv[4];

/** Which sample shows which state; see src-main/sample/samples.ts. */
const samples = {
  match: '4100-3391-cheque-0003.jpg',
  review: '4100-2278-cheque-0002.jpg',
  mismatch: '5207-1185-cheque-0006.jpg',
  'cannot-be-judged': '4100-3391-cheque-0090-not-signed.jpg',
};

async function openSample(page: Page, file: string, first: boolean): Promise<void> {
  if (!first) await page.getByRole('button', { name: 'Samples' }).click();
  await page
    .getByRole('button', { name: new RegExp(`^${file.replaceAll('.', '\\.')}`) })
    .last()
    .click();
  await page.getByRole('heading', { name: file, exact: true }).waitFor();
  await page
    .getByRole('heading', { name: /^(Match|Review|Mismatch|No signature|Can't be judged)$/ })
    .first()
    .waitFor();
  await page.waitForTimeout(700);
}

/** Drops a whole cheque and waits until it stands there, judged or not. */
async function dropWhole(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.locator('body').drop({ files: [{ name, mimeType: '', buffer: Buffer.from(bytes) }] });
  await page.getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '\\.')}`) }).click();
  await page
    .getByRole('region', { name: 'Result' })
    .getByText(/Match|Review|Mismatch|There is no verdict|the account above/)
    .first()
    .waitFor();
  await page.waitForTimeout(700);
}

/** A cheque with two signatures, its account read and mended, its back, and its layout drawn. */
async function shootWhole(page: Page, shoot: (name: string) => Promise<void>, two: GeneratedCheque): Promise<void> {
  const [only] = two.cheques;
  const [first, second] = only?.signatures ?? [];
  if (!only || !first || !second) throw new Error('the cheque has two signatures');
  // One digit beside the account on file first: it is offered, not taken.
  const last = only.account.slice(-1);
  const beside = `${only.account.slice(0, -1)}${last === '1' ? '7' : '1'}`;
  await enrol(page, beside, 'Clara Voss', await specimensOf('somebody else', 5));
  await dropWhole(page, 'front.jpg', two.bytes);
  await shoot('near-accounts');
  await page.keyboard.press('m');
  await page.waitForTimeout(300);
  await shoot('mend');
  await page.keyboard.press('Escape');
  await enrol(page, only.account, 'Agnes Porter', await specimensOf(first.signer, 5));
  await enrol(page, only.account, 'Basil Yates', await specimensOf(second.signer, 5));
  await dropWhole(page, 'cheque.tif', await frontAndBack(two, 'endorser'));
  await shoot('whole-cheque');
  await page.keyboard.press('v');
  await page.getByText(/The check is about page/).waitFor();
  await page.waitForTimeout(300);
  await shoot('back');
  await page.keyboard.press('v');
  await page.getByRole('button', { name: 'Layout', exact: true }).click();
  await page.waitForTimeout(300);
  await shoot('layout');
  await page.keyboard.press('Escape');
}

/** Samples of each verdict, whole cheques and the settings. */
async function shootDesk(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  for (const [at, [name, file]] of Object.entries(samples).entries()) {
    await openSample(page, file, at === 0);
    await shoot(name);
    if (name === 'review') {
      await page.keyboard.press('o');
      await page.waitForTimeout(500);
      await shoot('overlay');
      await page.keyboard.press('o');
    }
    // A model whose metric says nothing of places draws no map.
    const map = page.getByRole('button', { name: 'Where it differs' });
    if (name === 'mismatch' && (await map.isVisible())) {
      await map.click();
      await page.waitForTimeout(300);
      await shoot('where-it-differs');
    }
  }
  await shootWhole(page, shoot, await straightCheque('end to end', 2, 54));
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.waitForTimeout(500);
  await shoot('settings');
  await page.locator('#settings-thresholds').evaluate((section) => section.scrollIntoView({ block: 'start' }));
  await page.waitForTimeout(300);
  await shoot('borders');
}

await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
for (const dark of [false, true]) {
  const theme = dark ? 'dark' : 'light';
  const { page, close } = await openAppWindow(browser, { width, height, dark });
  // A machine that is busy with other work may take its time.
  page.setDefaultTimeout(180_000);
  const shoot = async (name: string) => {
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
  };
  await setUpStore(page);
  if (only !== 'folders') await shoot('empty');
  await page.getByRole('button', { name: 'Try it with sample cheques' }).click();
  await page
    .getByRole('button', { name: /cheque-0001/ })
    .first()
    .waitFor();
  if (only !== 'folders') await shootDesk(page, shoot);
  if (only !== 'desk') {
    await page.keyboard.press('Escape');
    await shootFolders(page, shoot);
  }
  await close();
}
await browser.close();
