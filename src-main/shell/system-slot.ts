import type { SafeStorage } from 'electron';
import type { SystemSlot } from '../desk/desk.ts';

/**
 * The key store through Electron's `safeStorage`. Where Linux has none, Electron would fall back to a password that is
 * written in its own source (`basic_text`): that counts as none.
 */
export function systemSlot(
  safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >,
  platform: NodeJS.Platform = process.platform,
): SystemSlot {
  const isReal = () =>
    platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
  const demandReal = () => {
    if (!isReal()) throw new Error('This computer has no key store that Countersign could use.');
  };
  return {
    available: async () => isReal() && (await safeStorage.isAsyncEncryptionAvailable()),
    async seal(key) {
      demandReal();
      return new Uint8Array(await safeStorage.encryptStringAsync(Buffer.from(key).toString('base64')));
    },
    async open(sealed) {
      demandReal();
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return new Uint8Array(Buffer.from(result, 'base64'));
    },
  };
}
