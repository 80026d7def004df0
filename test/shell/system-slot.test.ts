import { expect, test, vi } from 'vitest';
import { systemSlot } from '../../src-main/shell/system-slot.ts';
import { safeStorage } from './electron-stand-in.ts';

type Storage = Parameters<typeof systemSlot>[0];
const storage = (changes: object = {}): Storage => ({ ...safeStorage, ...changes }) as unknown as Storage;
const key = Uint8Array.from({ length: 32 }, (_, at) => at * 7);

test('a key goes in and comes out as it was', async () => {
  const slot = systemSlot(storage(), 'linux');
  expect(await slot.available()).toBe(true);
  const sealed = await slot.seal(key);
  expect(sealed).not.toEqual(key);
  expect(await slot.open(sealed)).toEqual(key);
});

test.each(['basic_text', 'unknown'])('the %s back end counts as none', async (backend) => {
  const encryptStringAsync = vi.fn();
  const slot = systemSlot(storage({ getSelectedStorageBackend: () => backend, encryptStringAsync }), 'linux');
  expect(await slot.available()).toBe(false);
  await expect(slot.seal(key)).rejects.toThrow('no key store');
  await expect(slot.open(key)).rejects.toThrow('no key store');
  expect(encryptStringAsync).not.toHaveBeenCalled();
});

test('Windows and macOS are asked nothing about back ends', async () => {
  const getSelectedStorageBackend = () => {
    throw new Error('Only Linux has back ends.');
  };
  for (const platform of ['win32', 'darwin'] as const) {
    expect(await systemSlot(storage({ getSelectedStorageBackend }), platform).available()).toBe(true);
    const none = storage({ getSelectedStorageBackend, isAsyncEncryptionAvailable: () => Promise.resolve(false) });
    expect(await systemSlot(none, platform).available()).toBe(false);
  }
});
