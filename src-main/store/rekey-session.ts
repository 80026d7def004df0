import { randomBytes, randomUUID } from 'node:crypto';
import { storeErrorFrom } from './database.ts';
import { KeyRing } from './key-ring.ts';
import { makeRecoverySlot, type KeySlot } from './key-slots.ts';
import { emptyWriteAheadLog, rekeyInto } from './rekey.ts';
import type { StoreSession } from './store-session.ts';

/**
 * Gives an unlocked store a new data key; see {@link rekeyInto}. The session goes on with it.
 * @param operator whose passphrase opens the store from now on
 * @param slotOf makes that operator's slot of the new keys
 * @returns the new recovery key, to be printed once
 */
export async function rekeySession(
  session: StoreSession,
  store: string,
  operator: string,
  slotOf: (keys: KeyRing, operator: string) => Promise<KeySlot>,
): Promise<{ recoveryKey: string }> {
  const dataKey = randomBytes(32);
  const keys = new KeyRing(store, dataKey);
  dataKey.fill(0);
  const epoch = randomUUID();
  try {
    const slot = await slotOf(keys, operator);
    const recovery = keys.withDataKey((key) => makeRecoverySlot(store, key));
    const made = [slot, recovery.slot].map((added) => ({ slot: added, operator }));
    await session.write((transaction) => rekeyInto(transaction, keys, made, epoch, session.operator));
    session.replaceKeys(keys, epoch);
    emptyWriteAheadLog(session.database);
    return { recoveryKey: recovery.recoveryKey };
  } catch (error) {
    if (session.isOpen && session.keys !== keys) keys.wipe();
    throw storeErrorFrom(error, session.directory);
  }
}
