import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankMetricView } from '../../src-main/contract/bank-metric.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { contrastive, fillStore } from '../desk/adapt/metric-store.ts';
import {
  accessibilityProblems,
  launchBrowser,
  openAppWindow,
  passphrase,
  setUpStore,
  type AppWindow,
} from './app-window.ts';
import { pageCalls } from './page-calls.ts';

/** A machine that is busy with other work may take its time. */
const patient = { timeout: 120_000 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe("the bank's own metric, in the window", () => {
  let app: AppWindow;
  let page: Page;
  let call: ReturnType<typeof pageCalls>;
  const bankMetric = async () => (await call('bankMetric', {})).value as BankMetricView;
  const section = () => page.getByRole('region', { name: "A metric of the bank's own" });

  beforeAll(async () => {
    app = await openAppWindow(browser);
    page = app.page;
    call = pageCalls(page);
    await setUpStore(page);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Settings' }).click();
    await section().getByText('The model package alone judges.').waitFor(patient);
  }, 180_000);
  afterAll(async () => {
    await app.close();
  });

  it('is declined with its reason where too few are on file', async () => {
    await section().getByRole('button', { name: 'Fit a metric' }).click();
    await section().getByText('No metric is proposed.').waitFor(patient);
    expect(await section().innerText()).toMatch(/A metric needs \d+ signatories with three specimens each/);
    expect(await section().getByRole('button', { name: 'Adopt it' }).count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
  }, 180_000);

  it('is proposed with what it changes, adopted after a confirmation, and undone in one step', async () => {
    // Closed distances: signatories can be put on file as templates alone, in no time.
    await page.getByLabel('Model in use').selectOption('contrastive');
    await page.getByText('Saved').first().waitFor(patient);
    const store = await openStore(join(app.home, 'store'), { passphrase, operator: userInfo().username });
    await fillStore(store, await contrastive(), { signatories: 40, specimens: 3, unlike: 2.5 });
    await store.close();

    // The fit takes the app's own time, and the click waits for its answer.
    await section().getByRole('button', { name: 'Fit a metric' }).click({ timeout: 240_000 });
    const proposed = section().getByRole('region', { name: 'Proposed metric' });
    await proposed.waitFor({ timeout: 240_000 });
    expect(await proposed.innerText()).toMatch(/falls from \d+\.\d % to \d+\.\d %/);
    const [before = 0, after = 0] = [
      ...(await proposed.getByRole('img', { name: /^DET curves/ }).getAttribute('aria-label'))!.matchAll(/([\d.]+) %/g),
    ].map(([, share]) => Number(share));
    expect(after).toBeLessThan(before);
    expect(await proposed.getByRole('row', { name: /^Genuine signatures before/ }).count()).toBe(1);
    await proposed.getByText('No recent check could be judged again.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);

    await proposed.getByRole('button', { name: 'Adopt it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Adopt this metric?' });
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    expect((await bankMetric()).inForce).toBeNull();
    await proposed.getByRole('button', { name: 'Adopt it' }).click();
    await dialog.getByRole('button', { name: 'Adopt metric' }).click();
    await section()
      .getByText(/^In force since/)
      .waitFor(patient);
    expect(await bankMetric()).toMatchObject({ judges: true, proposed: null });

    await section().getByRole('button', { name: 'Undo it' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo metric' }).click();
    await section().getByText('The model package alone judges.').waitFor(patient);
    expect((await bankMetric()).history.map(({ what }) => what)).toEqual(['adopted', 'undone']);
  }, 600_000);

  it('made no request beyond this machine and no error on the console', () => {
    expect(app.foreign).toEqual([]);
    expect(app.errors).toEqual([]);
  });
});
