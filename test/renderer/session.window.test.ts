import { describe, expect, it } from 'vitest';
import { connectionOver } from '../../src-renderer/api.ts';
import { IdleLock, type Clock } from '../../src-renderer/features/lock/idle-lock.svelte.ts';
import { Unlock } from '../../src-renderer/features/lock/unlock.svelte.ts';
import { Session } from '../../src-renderer/features/session/session.svelte.ts';
import { SetUp } from '../../src-renderer/features/setup/setup.svelte.ts';
import { keepPage, takeSessionSecret } from '../../src-renderer/local-transport.ts';
import { StandInApp, standInKey, standInPassphrase } from './stand-in/app.ts';
import { openSession, workspaceOf } from './stand-in/helpers.ts';

async function sessionOver(app: StandInApp): Promise<Session> {
  const session = new Session(connectionOver(app));
  await session.start();
  return session;
}

describe('setting up', () => {
  it('refuses short and differing passphrases, shows the key, and opens when it is typed back', async () => {
    const app = new StandInApp({ store: 'none' });
    const session = await sessionOver(app);
    const setUp = new SetUp(session);
    setUp.passphrase = 'short';
    setUp.repeated = 'short';
    await setUp.create();
    setUp.passphrase = standInPassphrase;
    await setUp.create();
    expect(setUp.repeatProblem).toContain('differ');
    expect(app.count('createStore')).toBe(0);
    setUp.repeated = standInPassphrase;
    await setUp.create();
    expect(session.screen).toBe('confirm-key');
    expect(session.recoveryKey).toBe(standInKey);
    expect(setUp.passphrase).toBe('');
    setUp.typedKey = 'WRONG';
    await setUp.confirm();
    expect(setUp.failure?.message).toContain('not the recovery key');
    setUp.typedKey = standInKey.toLowerCase().replaceAll('-', ' ');
    await setUp.confirm();
    expect(session.screen).toBe('open');
    expect(session.recoveryKey).toBeNull();
  });
});

describe('unlocking', () => {
  it('says that a passphrase is wrong, and opens with the right one or the recovery key', async () => {
    const app = new StandInApp({ store: 'locked' });
    const session = await sessionOver(app);
    const unlock = new Unlock(session);
    expect(await unlock.unlock()).toBe(false);
    expect(app.count('unlockStore')).toBe(0);
    unlock.key = 'wrong';
    expect(await unlock.unlock()).toBe(false);
    expect(unlock.failure?.message).toContain('does not open');
    expect(unlock.key).toBe('');
    unlock.key = standInPassphrase;
    expect(await unlock.unlock()).toBe(true);
    await session.lock();
    unlock.use(true);
    unlock.key = standInKey;
    expect(await unlock.unlock()).toBe(true);
    expect(session.screen).toBe('open');
  });
});

describe('the window', () => {
  it('drops all it holds when the app says that the store is locked', async () => {
    const { app, session } = await openSession();
    app.tell('stateChanged', { ...app.state, store: { ...app.state.store, state: 'locked' } });
    expect(session.workspace).toBeNull();
    expect(session.screen).toBe('locked');
  });

  it('shows that the app has closed, and nothing else', async () => {
    const { app, session } = await openSession();
    app.tell('closing', { why: 'Opened in another window.' });
    expect(session.screen).toBe('closed');
    expect(session.closed).toBe('Opened in another window.');
    expect(session.workspace).toBeNull();
  });

  it('turns an unreachable app into a failure in plain words', async () => {
    const connection = connectionOver({
      call: () => Promise.reject(new TypeError('fetch failed')),
      listen: () => undefined,
    });
    await expect(connection.client.appState({})).rejects.toMatchObject({
      fault: 'no-answer',
      message: expect.stringContaining('does not answer') as string,
    });
  });

  it('takes the session secret out of the page', () => {
    document.head.innerHTML = '<meta name="countersign-session" content="abc">';
    expect(takeSessionSecret(document)).toBe('abc');
    expect(document.querySelector('meta')).toBeNull();
    expect(takeSessionSecret(document)).toBeNull();
  });

  it('saves a setting, and keeps the old one with the reason when it is refused', async () => {
    const { app, session } = await openSession();
    const { settings } = workspaceOf(session);
    await settings.load();
    expect(await settings.save('appearance', 'dark')).toBe(true);
    expect(session.appearance.theme).toBe('dark');
    expect(await settings.save('idleLockSeconds', -5)).toBe(false);
    expect(settings.failure?.field).toBe('idleLockSeconds');
    expect(app.view.settings.idleLockSeconds).toBe(300);
    const signature = { x: 0.05, y: 0.05, width: 0.25, height: 0.25 };
    await settings.saveLayout({ name: 'My bank', accountPrefix: '0042', signature });
    expect(app.view.layouts.at(-1)).toEqual({ name: 'My bank', accountPrefix: '0042', signature });
    expect(settings.view?.layouts).toHaveLength(3);
  });
});

describe('the idle lock', () => {
  function idle(seconds: number) {
    let now = 1_000_000;
    let locked = 0;
    const clock: Clock = { now: () => now, every: () => () => undefined };
    const lock = new IdleLock(
      () => seconds,
      () => locked++,
      clock,
    );
    const pass = (more: number) => {
      now += more * 1000;
      lock.tick();
    };
    return { lock, pass, locked: () => locked };
  }

  it('warns in the last twenty seconds, and locks once', () => {
    const { lock, pass, locked } = idle(60);
    lock.input();
    pass(39);
    expect(lock.remaining).toBeNull();
    pass(2);
    expect(lock.remaining).toBe(19);
    pass(19);
    expect(locked()).toBe(1);
    expect(lock.remaining).toBeNull();
    pass(1);
    expect(locked()).toBe(1);
  });

  it('starts again with any input', () => {
    const { lock, pass, locked } = idle(60);
    const stop = lock.watch(window);
    pass(50);
    expect(lock.remaining).toBe(10);
    window.dispatchEvent(new Event('keydown'));
    expect(lock.remaining).toBeNull();
    pass(50);
    expect(locked()).toBe(0);
    stop();
  });

  it('locks at once after a long sleep, and never where it is turned off', () => {
    const sleeper = idle(60);
    sleeper.lock.input();
    sleeper.pass(9000);
    expect(sleeper.locked()).toBe(1);
    const never = idle(0);
    never.lock.input();
    never.pass(90_000);
    expect(never.locked()).toBe(0);
  });
});

describe('keepPage', () => {
  it('takes the keys that would load the page again, and lets every other through', () => {
    keepPage(window);
    const taken = (init: KeyboardEventInit) => {
      const event = new KeyboardEvent('keydown', { ...init, cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(taken({ key: 'F5' })).toBe(true);
    expect(taken({ key: 'r', ctrlKey: true })).toBe(true);
    expect(taken({ key: 'R', ctrlKey: true, shiftKey: true })).toBe(true);
    expect(taken({ key: 'r' })).toBe(false);
    expect(taken({ key: 'F6' })).toBe(false);
    expect(window.location.pathname).toBe('/');
  });
});
