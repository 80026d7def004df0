import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { StandInApp } from './stand-in/app.ts';
import { scanNamed, workspaceOf } from './stand-in/helpers.ts';
import { button, drop, press, settle, show, showSession, text, windowTests } from './stand-in/show.ts';

windowTests();

describe('the window', () => {
  it('takes a drop anywhere and shows verdict, score, distances and reasons', async () => {
    const { session } = await show();
    await drop(['0042137711_front.png']);
    const result = document.querySelector('section[aria-label="Result"]');
    expect(result?.querySelector('h2')?.textContent).toBe('Match');
    expect(result?.querySelectorAll('tbody tr')).toHaveLength(5);
    expect(result?.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toBe(
      'Match: score 4.2 on a scale from \u22128.0 to 8.0. Mismatch below \u22121.2, match at 2.3 or above, review between.',
    );
    expect(text()).toContain('Lies as close to the specimens as they lie to each other.');
    expect(document.querySelector('[data-announcer]')?.textContent).toContain('Match. Score 4.2.');
    session.workspace?.clear();
  });

  it('goes through cheques by single keys: return with a reason, undo', async () => {
    const { app } = await show();
    await drop(['0042137711_mismatch.png', '0042137724_review.png']);
    press('r');
    await settle();
    const form = document.querySelector('form[aria-label="Reason"]');
    press('1', form?.querySelector('button') ?? document.body);
    form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settle(5);
    expect(app.log.find((one) => one.name === 'decide')?.request).toMatchObject({
      decision: 'return',
      reason: 'Signature differs from specimen',
      code: 'R01',
    });
    expect(document.querySelector('section[aria-label="Scan"] h2')?.textContent).toBe('0042137724_review.png');
    press('z');
    await settle(5);
    expect(app.count('undoDecision')).toBe(1);
    expect(document.querySelector('section[aria-label="Scan"] h2')?.textContent).toBe('0042137711_mismatch.png');
  });

  it("offers the reasons of the bank's own list, without retired ones; typed words have no code", async () => {
    const app = new StandInApp();
    app.reasons = [
      { code: 'X7', words: 'Stopped by the drawer', for: ['return'], retired: false },
      { code: 'X8', words: 'Old words', for: ['return'], retired: true },
      { code: 'X9', words: 'Ask the branch', for: ['refer'], retired: false },
    ];
    await show(app);
    await drop(['0042137711_mismatch.png', '0042137724_review.png']);
    press('r');
    await settle();
    const form = () => document.querySelector('form[aria-label="Reason"]');
    expect([...form()!.querySelectorAll('.chip')].map(({ textContent }) => textContent)).toEqual([
      '1Stopped by the drawerX7',
    ]);
    press('1', form()!.querySelector('button')!);
    form()!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settle(5);
    press('r');
    await settle();
    const words = form()!.querySelector('textarea')!;
    words.value = 'Torn in two';
    words.dispatchEvent(new Event('input', { bubbles: true }));
    form()!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await settle(5);
    const asked = app.log.filter(({ name }) => name === 'decide').map(({ request }) => request);
    expect(asked).toMatchObject([
      { code: 'X7', reason: 'Stopped by the drawer' },
      { code: null, reason: 'Torn in two' },
    ]);
  });

  it('keeps single keys still inside a field', async () => {
    const { app } = await show();
    await drop(['0042137711.png']);
    const field = document.querySelector('#account-field');
    press('a', field ?? document.body);
    await settle(5);
    expect(app.count('decide')).toBe(0);
    press('a');
    await settle(5);
    expect(app.count('decide')).toBe(1);
  });

  it('moves the box by keys and checks again', async () => {
    const { app } = await show();
    await drop(['0042137711.png']);
    const box = document.querySelector('[data-signature-box]');
    press('ArrowLeft', box ?? document.body, { altKey: true });
    expect(document.querySelector('[data-box-words]')?.textContent).toContain('Left 927, top 418');
    await settle(520);
    expect(app.count('checkCheque')).toBe(2);
  });

  it('puts the focus into the account field where the account is not known', async () => {
    await show();
    await drop(['cheque.png']);
    await settle();
    expect(document.activeElement?.id).toBe('account-field');
    expect(text()).toContain('Which account is this cheque drawn on?');
  });

  it("says what to do where a signature can't be judged, and shows no verdict", async () => {
    await show();
    await drop(['0042137711_unjudged.png']);
    const result = document.querySelector('section[aria-label="Result"]');
    expect(result?.querySelector('h2')?.textContent).toBe("Can't be judged");
    expect(result?.textContent).toContain('When the box changes, the check runs again by itself.');
    expect(button('Accept')?.disabled).toBe(true);
  });

  it('offers to enrol an account that is not on file', async () => {
    await show();
    await drop(['0099999999.png']);
    button('Enrol this account')?.click();
    await settle();
    expect(document.querySelector<HTMLInputElement>('#enrol-account')?.value).toBe('0099999999');
  });

  it('has nothing of the cheque left in the page after locking', async () => {
    const { session } = await show();
    await drop(['0042137711.png']);
    expect(text()).toContain('0042137711');
    press('l', document.body, { ctrlKey: true });
    await settle(5);
    expect(session.screen).toBe('locked');
    expect(document.body.innerHTML).not.toContain('0042137711');
    expect(document.querySelector('img')).toBeNull();
  });

  it('opens samples as if they had been dropped', async () => {
    const app = new StandInApp();
    app.putAccount('0000000000', null, ['Nobody'], 1);
    app.accounts.clear();
    app.state = { ...app.state, store: { ...app.state.store, accounts: 0 } };
    const session = await (async () => {
      const { connectionOver } = await import('../../src-renderer/api.ts');
      const { Session } = await import('../../src-renderer/features/session/session.svelte.ts');
      const made = new Session(connectionOver(app));
      await made.start();
      return made;
    })();
    await showSession(session);
    button('Try it with sample cheques')?.click();
    await settle(10);
    button('9000000001_mismatch.png')?.click();
    await settle(20);
    expect(document.querySelector('section[aria-label="Result"] h2')?.textContent).toBe('Mismatch');
    workspaceOf(session).clear();
  });

  it('shows every page without a fault', async () => {
    const { session } = await show();
    const { navigation } = workspaceOf(session);
    for (const [view, words] of [
      ['enrol', 'Drop scans of the signature'],
      ['accounts', 'Bell & Croft Ltd'],
      ['recent', 'Nothing checked yet'],
      ['settings', 'Account from the file name'],
    ] as const) {
      navigation.go(view);
      flushSync();
      await settle(10);
      expect(text()).toContain(words);
    }
  });

  it('says that the app has closed', async () => {
    const { app } = await show();
    app.tell('closing', { why: '' });
    flushSync();
    expect(text()).toContain('Countersign has closed. You can close this window.');
  });

  it('keeps a scan that was dropped on the enrolment page there', async () => {
    const { session } = await show();
    workspaceOf(session).navigation.go('enrol');
    flushSync();
    await drop(['one.png']);
    expect(workspaceOf(session).enrolment.scans).toHaveLength(1);
    expect(workspaceOf(session).desk.cheques).toHaveLength(0);
    workspaceOf(session).enrolment.add([scanNamed('two.png')]);
    await settle(10);
    expect(text()).toContain('2 scans');
    workspaceOf(session).clear();
  });
});
