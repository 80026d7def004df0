import { describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { askedAbout } from '../../src-renderer/features/identify/asked-about.ts';
import { Identify } from '../../src-renderer/features/identify/identify.svelte.ts';
import { scorePlace } from '../../src-renderer/features/identify/score-place.ts';
import { StandInApp } from './stand-in/app.ts';
import { standInHand } from './stand-in/identify.ts';
import { workspaceOf } from './stand-in/helpers.ts';
import { button, drop, press, settle, show, text, windowTests } from './stand-in/show.ts';

windowTests();

const dialog = () => document.querySelector('dialog');
const list = () => document.querySelector<HTMLElement>('[role="listbox"][aria-label^="Signatories"]');
const chosen = () => list()?.querySelector('[aria-selected="true"]')?.textContent.replaceAll(/\s+/g, ' ').trim();

describe('who else could have signed', () => {
  it('is offered on a mismatch, and not where the signature matches', async () => {
    const { app } = await show();
    await drop(['0042137711_match.png']);
    expect(button('Who else could have signed?')).toBeUndefined();
    press('i');
    await settle();
    expect(app.count('identifyCheck')).toBe(0);
    await drop(['0042137711_mismatch.png']);
    press('n');
    await settle(10);
    expect(button('Who else could have signed?')).toBeDefined();
  });

  it('ranks the signatories on file beside the signature, by the keyboard alone', async () => {
    const { app, session } = await show();
    await drop(['0042137711_mismatch.png']);
    press('i');
    await settle(10);
    expect(app.log.at(-1)).toMatchObject({ name: 'identifyCheck', request: { signature: 0 } });
    expect(dialog()?.textContent).toContain(
      'Of 83 signatories on file, Iris Croft (account 0042137724) comes nearest.',
    );
    expect(document.querySelector('[data-announcer]')?.textContent).toContain('Iris Croft');
    expect(document.activeElement).toBe(list());
    expect(chosen()).toContain('Iris Croft');
    press('ArrowDown', list()!);
    expect(chosen()).toContain('Tom Bell');
    press('3', list()!);
    expect(chosen()).toContain('Margaret Marsh');
    expect(chosen()).toContain("this cheque's account");
    expect(dialog()?.textContent).toContain('score \u22124.8');
    press('Home', list()!);
    button('Open account 0042137724')?.click();
    await settle(10);
    expect(dialog()).toBeNull();
    expect(workspaceOf(session).navigation.view).toBe('accounts');
  });

  it('says that nobody on file is likely as an answer of its own, with the nearest ones below', async () => {
    const { app } = await show();
    app.identify.candidates = [['Tom Bell', '0042137724', 1.2]];
    await drop(['0042137711_mismatch.png']);
    button('Who else could have signed?')?.click();
    await settle(10);
    expect(dialog()?.textContent).toContain('Nobody on file.');
    expect(dialog()?.textContent).toContain('The nearest ones are below all the same.');
    expect(chosen()).toContain('not likely');
  });

  it('says what is wrong where the app has no answer, and asks again', async () => {
    const { app } = await show();
    const { candidates } = app.identify;
    app.identify.candidates = [];
    await drop(['0042137711_mismatch.png']);
    press('i');
    await settle(10);
    expect(dialog()?.querySelector('[role="alert"]')?.textContent).toContain('Nobody is on file yet.');
    app.identify.candidates = candidates;
    button('Try again')?.click();
    await settle(10);
    expect(chosen()).toContain('Iris Croft');
  });

  it('shows that it looks, and drops an answer that comes after the question was closed', async () => {
    const { app } = await show();
    await drop(['0042137711_mismatch.png']);
    let open = () => {};
    app.gate = (name) => (name === 'identifyCheck' ? new Promise<void>((go) => (open = go)) : Promise.resolve());
    press('i');
    await settle();
    expect(dialog()?.querySelector('[role="status"]')?.textContent).toContain('Comparing with everybody on file');
    button('Back to the cheque')?.click();
    await settle();
    open();
    await settle(10);
    expect(dialog()).toBeNull();
    expect(text()).not.toContain('comes nearest');
  });

  it('keeps the answer to the question that was asked last', async () => {
    const app = new StandInApp();
    const { session } = await show(app);
    const releases: (() => void)[] = [];
    app.gate = () => new Promise<void>((go) => releases.push(go));
    const identify = new Identify(session.client, () => {});
    const about = { check: 'check-1', account: '1', signature: 0, title: 'one' };
    const first = identify.ask(about);
    const second = identify.ask({ ...about, check: 'check-2' });
    releases[1]?.();
    await second;
    app.identify.border = -99;
    releases[0]?.();
    await first;
    expect(identify.answer?.border).toBe(3.5);
    expect(identify.key('x')).toBe(false);
    expect(identify.key('9')).toBe(false);
  });

  it('names a signature as the check put it on record: the deciding one first', () => {
    const signatures = [{ decides: false }, { decides: false }, { decides: true }];
    const result = { check: 'c', account: 'a', scanName: 's', signatures } as unknown as Parameters<
      typeof askedAbout
    >[0];
    expect([0, 1, 2].map((place) => askedAbout(result, place).signature)).toEqual([1, 2, 0]);
  });

  it('draws scores and their border on one bar', () => {
    const answer = { border: 2, candidates: [{ score: 6 }, { score: -4 }] } as unknown as Parameters<
      typeof scorePlace
    >[1];
    const places = [-4, 2, 6].map((score) => scorePlace(score, answer));
    expect(places[0]).toBeGreaterThan(0);
    expect(places[2]).toBeLessThan(1);
    expect(places[1]).toBeCloseTo(places[0]! + 0.6 * (places[2]! - places[0]!));
    expect(scorePlace(99, answer)).toBe(1);
  });
});

describe('one hand on several accounts of a folder', () => {
  async function inQueue(app: StandInApp) {
    const { session } = await show(app);
    const workspace = workspaceOf(session);
    workspace.navigation.go('batches');
    await settle(5);
    button('2026-11-25')?.click();
    await settle(30);
    return workspace;
  }

  it('stands over the queue, side by side with what it rests on, and leads to each cheque', async () => {
    const app = new StandInApp({ cheques: 30 });
    app.identify.hands = [standInHand([24, 21, 3]), standInHand([1, 2])];
    const workspace = await inQueue(app);
    expect(text()).toContain('2 hands on several accounts');
    expect(workspace.batches.queue?.current?.item).toBe('item-24');
    expect(text()).toContain('This hand seems to sign for 2 other accounts of the folder too.');
    press('g');
    await settle(20);
    expect(dialog()?.querySelector('h2')?.textContent).toBe('One hand on 3 accounts');
    expect(dialog()?.querySelectorAll('figure')).toHaveLength(3);
    expect(dialog()?.textContent).toContain('up to 0.420 counts as one hand');
    app.faults.set('batchItem', new CallFailure({ fault: 'gone', message: 'The file is gone.' }));
    button('The next group')?.click();
    await settle(20);
    expect(dialog()?.querySelector('figure')?.textContent).toContain('The file is gone.');
    expect(dialog()?.querySelectorAll('figure')).toHaveLength(2);
    const goTo = [...dialog()!.querySelectorAll('button')].filter((one) =>
      one.textContent.trim().startsWith('Go to it'),
    );
    goTo[1]?.click();
    await settle(20);
    expect(dialog()).toBeNull();
    expect(workspace.batches.queue?.current?.item).toBe('item-2');
  });

  it('says nothing where there is no such hand', async () => {
    await inQueue(new StandInApp({ cheques: 10 }));
    expect(text()).not.toContain('several accounts');
    press('g');
    await settle();
    expect(dialog()).toBeNull();
  });

  it('says where the signatures could not be compared, and tries again', async () => {
    const app = new StandInApp({ cheques: 10 });
    app.identify.hands = [standInHand([1, 2])];
    app.faults.set('batchHands', new CallFailure({ fault: 'engine', message: 'The engine stopped.' }));
    await inQueue(app);
    expect(text()).toContain("The signatures couldn't be compared with each other. The engine stopped.");
    button('Try again')?.click();
    await settle(10);
    expect(text()).toContain('One hand on several accounts');
  });
});
