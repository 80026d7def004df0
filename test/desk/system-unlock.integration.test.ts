import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { SystemSlot } from '../../src-main/desk/desk.ts';
import { openTestDesk, passphrase, setUp } from './open-test-desk.ts';

/** A key store that keeps what it is given, as an operating system's does; `working` false: it is there no longer. */
function keyStore(): SystemSlot & { working: boolean } {
  const mask = 0x5a;
  return {
    working: true,
    available() {
      return Promise.resolve(this.working);
    },
    seal: (key) => Promise.resolve(key.map((byte) => byte ^ mask)),
    open: (sealed) => Promise.resolve(sealed.map((byte) => byte ^ mask)),
  };
}

it('opens the store by the operating system’s key store where the operator wants it, and never after it was taken away', async () => {
  const systemSlot = keyStore();
  const first = await openTestDesk({ systemSlot });
  await setUp(first);
  const view = await first.client.settings({});
  expect(view.systemUnlockAvailable).toBe(true);
  await first.client.saveSettings({ ...view.settings, unlockWithSystem: true });
  await first.close({ keepFolder: true });

  const second = await openTestDesk({ systemSlot }, first.folder);
  expect((await second.client.appState({})).store.state).toBe('open');
  // A lock is a lock: from then on the passphrase is asked for.
  expect((await second.client.lockStore({})).store.state).toBe('locked');
  await second.client.unlockStore({ key: passphrase, recovery: false });
  await second.close({ keepFolder: true });

  systemSlot.working = false;
  const third = await openTestDesk({ systemSlot }, first.folder);
  expect((await third.client.appState({})).store.state).toBe('locked');
  systemSlot.working = true;
  await third.client.unlockStore({ key: passphrase, recovery: false });
  const { settings } = await third.client.settings({});
  await third.client.saveSettings({ ...settings, unlockWithSystem: false });
  expect(existsSync(`${third.storeDirectory}.system-key`)).toBe(false);
  await third.close({ keepFolder: true });

  const fourth = await openTestDesk({ systemSlot }, first.folder);
  expect((await fourth.client.appState({})).store.state).toBe('locked');
  await fourth.close();
});
