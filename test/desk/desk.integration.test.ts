import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';

describe('the desk, from an empty folder to a decision', () => {
  let desk: TestDesk;
  let recoveryKey = '';

  beforeAll(async () => {
    desk = await openTestDesk();
  });
  afterAll(async () => {
    await desk.close();
  });

  it('begins without a store and answers nothing that needs one', async () => {
    expect((await desk.client.appState({})).store.state).toBe('none');
    await expect(desk.client.recentChecks({ limit: 10 })).rejects.toMatchObject({ fault: 'locked' });
    await expect(desk.client.openScan({ name: 'a.png', bytes: Uint8Array.of(1), page: 0 })).rejects.toMatchObject({
      fault: 'locked',
    });
  });

  it('refuses a passphrase under 8 characters', async () => {
    await expect(desk.client.createStore({ passphrase: 'short' })).rejects.toMatchObject({ field: 'passphrase' });
  });

  it('makes a store that is in use only once its recovery key was typed back', async () => {
    ({ recoveryKey } = await desk.client.createStore({ passphrase }));
    expect((await desk.client.appState({})).store.state).toBe('unconfirmed');
    expect(existsSync(desk.storeDirectory)).toBe(false);
    const wrong = recoveryKey.replace(/[0-9A-Z](?=[^0-9A-Z]*$)/, (last) => (last === '7' ? '8' : '7'));
    await expect(desk.client.confirmRecoveryKey({ recoveryKey: wrong })).rejects.toThrow();
    const state = await desk.client.confirmRecoveryKey({ recoveryKey: recoveryKey.toLowerCase() });
    expect(state.store.state).toBe('open');
    expect(await readdir(desk.folder)).toEqual(['store']);
  });

  it('enrols the sample accounts', async () => {
    const { accounts, specimens } = await desk.client.loadSamples({});
    expect({ accounts, specimens }).toEqual({ accounts: 6, specimens: 30 });
    const again = await desk.client.loadSamples({});
    expect(again.specimens).toBe(0);
    const { accounts: completed } = await desk.client.completeAccount({ prefix: '4100', limit: 10 });
    expect(completed.map(({ account, specimens }) => [account, specimens])).toEqual([
      ['4100-2278', 5],
      ['4100-3391', 5],
    ]);
  });

  it('checks a cheque: account by its name, region by the bank layout, five distances, a verdict, reasons', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    const [sample] = cheques;
    const opened = await desk.client.openScan({ name: sample!.name, bytes: sample!.bytes, page: 0 });
    expect(opened).toMatchObject({ account: '4100-2278', accountKnown: true, width: 1600, height: 720, pages: 1 });
    expect(opened.region).not.toBeNull();
    const result = await desk.client.checkCheque({ scan: opened.scan, account: opened.account!, region: null });
    expect(result.region).toEqual(opened.region);
    expect(result.specimens).toHaveLength(5);
    expect(result.specimens.map(({ distance }) => distance)).toEqual(
      result.specimens.map(({ distance }) => distance).sort((a, b) => a - b),
    );
    expect(['match', 'review']).toContain(result.verdict);
    expect(result.reasons.length).toBeGreaterThan(0);
    expect(result.questioned.clean.png.length).toBeGreaterThan(100);
    const { map, reasons } = result.why;
    expect(reasons.length).toBeLessThanOrEqual(3);
    expect(result.reasons.some((reason) => reason.startsWith('No measured difference'))).toBe(reasons.length === 0);
    if (map) {
      expect(map.values).toHaveLength(map.rows * map.columns);
      // The ink lies within the map's box.
      expect(map.box.x).toBeLessThan(2);
      expect(map.box.x + map.box.width).toBeGreaterThan(result.questioned.clean.width - 2);
    } else {
      expect(result.verdict).toBe('match');
    }

    const byBox = await desk.client.checkCheque({ scan: opened.scan, account: '4100 2278', region: opened.region });
    expect(byBox.score).toBe(result.score);

    const decision = await desk.client.decide({ check: result.check, decision: 'accept', reason: '' });
    const { checks } = await desk.client.recentChecks({ limit: 10 });
    expect(checks[1]).toMatchObject({
      check: result.check,
      verdict: result.verdict,
      score: result.score,
      decision: { id: decision.decision, kind: 'accept', operator: 'clerk' },
    });
    await desk.client.undoDecision({ decision: decision.decision });
    expect((await desk.client.recentChecks({ limit: 10 })).checks[1]?.decision).toBeNull();
  });

  it('gives the same score for the same scan', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    const sample = cheques[2]!;
    const opened = await desk.client.openScan({ name: sample.name, bytes: sample.bytes, page: 0 });
    const scores = new Set<number>();
    for (let time = 0; time < 3; time++) {
      const result = await desk.client.checkCheque({ scan: opened.scan, account: sample.account, region: null });
      scores.add(result.score);
    }
    expect(scores.size).toBe(1);
  });

  it('asks for a reason to return or refer', async () => {
    const { checks } = await desk.client.recentChecks({ limit: 1 });
    await expect(
      desk.client.decide({ check: checks[0]!.check, decision: 'return', reason: ' ' }),
    ).rejects.toMatchObject({ fault: 'no-reason', field: 'reason' });
  });

  it('gives no verdict for what nobody signed, and says what to do', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    for (const sample of cheques.slice(-2)) {
      const opened = await desk.client.openScan({ name: sample.name, bytes: sample.bytes, page: 0 });
      const failure = desk.client.checkCheque({ scan: opened.scan, account: sample.account, region: null });
      await expect(failure, sample.shows).rejects.toMatchObject({
        fault: expect.stringMatching(/no-ink|not-a-signature/),
      });
    }
  });

  it('names an account that is not on file, with near misses, and one without specimens', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    const opened = await desk.client.openScan({ name: cheques[0]!.name, bytes: cheques[0]!.bytes, page: 0 });
    await expect(
      desk.client.checkCheque({ scan: opened.scan, account: '4100-2279', region: null }),
    ).rejects.toMatchObject({ fault: 'no-account', message: expect.stringContaining('Did you mean 4100-2278?') });
    const details = await desk.client.accountDetails({ account: '5207-0046' });
    const ids = details.signatories.flatMap(({ specimens }) => specimens.map(({ id }) => id));
    for (const specimen of ids) await desk.client.retireSpecimen({ specimen, retired: true });
    await expect(
      desk.client.checkCheque({ scan: opened.scan, account: '5207-0046', region: null }),
    ).rejects.toMatchObject({ fault: 'no-specimens' });
    for (const specimen of ids) await desk.client.retireSpecimen({ specimen, retired: false });
  });

  it('refuses the same signature twice, whatever the file, and says where it is on file', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    const cheque = cheques[0]!;
    const opened = await desk.client.openScan({ name: cheque.name, bytes: cheque.bytes, page: 0 });
    const enrolment = {
      account: '9999-0001',
      holder: 'Elena Castellan',
      signatory: 'Elena Castellan',
      scans: [{ scan: opened.scan, region: opened.region, capturedOn: null, source: 'cheque' }],
    };
    const { specimens } = await desk.client.enrol(enrolment);
    expect(specimens).toHaveLength(1);
    const preview = await desk.client.previewEnrolment(enrolment);
    expect(preview.specimens[0]?.problem).toContain('on file already');
    await expect(desk.client.enrol(enrolment)).rejects.toMatchObject({ fault: 'cannot-enrol' });
  });

  it('warns where two hands seem to be under one signatory, with the distances', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    const other = cheques.find(({ shows }) => shows === 'Signed by somebody else')!;
    const opened = await desk.client.openScan({ name: other.name, bytes: other.bytes, page: 0 });
    const preview = await desk.client.previewEnrolment({
      account: '4100-2278',
      holder: null,
      signatory: 'Elena Castellan',
      scans: [{ scan: opened.scan, region: opened.region, capturedOn: null, source: '' }],
    });
    expect(preview.specimens[0]?.problem).toBeNull();
    expect(preview.warnings[0]).toMatch(/looks like another hand.*distance \d/);
  });

  it('keeps settings, refuses a pattern that finds nothing, and shows the thresholds', async () => {
    const { settings, thresholds, packageThresholds } = await desk.client.settings({});
    expect(thresholds).toEqual(packageThresholds);
    await expect(desk.client.saveSettings({ ...settings, accountPattern: '\\d+' })).rejects.toMatchObject({
      fault: 'bad-pattern',
      field: 'accountPattern',
    });
    const strict = { matchAbove: 9, mismatchBelow: 8 };
    const next = { ...settings, appearance: 'dark' as const, thresholds: { one: strict, two: strict, many: strict } };
    expect((await desk.client.saveSettings(next)).thresholds.many).toEqual(strict);
    await desk.client.saveSettings(settings);
    expect((await desk.client.settings({})).thresholds).toEqual(packageThresholds);
  });

  it('locks: scans are gone, nothing is answered, and a wrong passphrase opens nothing', async () => {
    const { cheques } = await desk.client.sampleCheques({});
    const opened = await desk.client.openScan({ name: cheques[0]!.name, bytes: cheques[0]!.bytes, page: 0 });
    expect((await desk.client.lockStore({})).store.state).toBe('locked');
    await expect(desk.client.recentChecks({ limit: 1 })).rejects.toMatchObject({ fault: 'locked' });
    await expect(desk.client.unlockStore({ key: 'wrong passphrase', recovery: false })).rejects.toMatchObject({
      fault: 'wrong-passphrase',
    });
    expect((await desk.client.unlockStore({ key: passphrase, recovery: false })).store).toMatchObject({
      state: 'open',
      accounts: 7,
      samples: true,
    });
    await expect(
      desk.client.checkCheque({ scan: opened.scan, account: '4100-2278', region: null }),
    ).rejects.toMatchObject({ fault: 'no-such-scan' });
  });

  it('opens with the recovery key, and changes the passphrase', async () => {
    await desk.client.lockStore({});
    await desk.client.unlockStore({ key: recoveryKey, recovery: true });
    await desk.client.changePassphrase({ current: '', next: 'another horse' });
    await desk.client.lockStore({});
    await expect(desk.client.unlockStore({ key: passphrase, recovery: false })).rejects.toMatchObject({
      fault: 'wrong-passphrase',
    });
    await desk.client.unlockStore({ key: 'another horse', recovery: false });
  });

  it('finds its store as it was recorded, and reports without an account or a name', async () => {
    expect((await desk.client.verifyStore({})).problems).toEqual([]);
    const report = await desk.client.doctor({});
    expect(report.problems).toEqual([]);
    expect(report.store).toMatchObject({ state: 'open', accounts: 7, specimens: 31 });
    expect(report.model?.goldenError).toBeLessThanOrEqual(report.model?.goldenTolerance ?? 0);
    const told = JSON.stringify([report, desk.logged]);
    expect(told).not.toMatch(/4100|Castellan|cheque-0001/);
  });

  it('never failed inside', () => {
    expect(desk.reported).toEqual([]);
  });
});

describe('a desk opened again', () => {
  it('finds a locked store, and nothing of one that was never confirmed', async () => {
    const first = await openTestDesk();
    await setUp(first);
    await first.close({ keepFolder: true });
    const second = await openTestDesk({}, first.folder);
    expect((await second.client.appState({})).store.state).toBe('locked');
    await second.close();

    const third = await openTestDesk();
    await third.client.createStore({ passphrase });
    await third.close({ keepFolder: true });
    expect(await readdir(third.folder)).toEqual([]);
    const fourth = await openTestDesk({}, third.folder);
    expect((await fourth.client.appState({})).store.state).toBe('none');
    await fourth.close();
  });
});
