import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { deriveKeys, indexValue } from '../../src-main/store/derived-keys.ts';
import { KeyRing } from '../../src-main/store/key-ring.ts';
import { makePassphraseSlot, makeRecoverySlot, makeSystemSlot, openSlot } from '../../src-main/store/key-slots.ts';
import type { KeySlot } from '../../src-main/store/key-slots.ts';
import { newRowId } from '../../src-main/store/row-ids.ts';
import { faultOf } from './store-helpers.ts';

describe('keys', () => {
  test('each purpose and each store has its own key', () => {
    const dataKey = new Uint8Array(32).fill(1);
    const all = ['store-a', 'store-b'].flatMap((store) => Object.values(deriveKeys(dataKey, store)) as Buffer[]);
    expect(new Set(all.map((key) => key.toString('hex'))).size).toBe(6);
    expect(all.every((key) => key.length === 32)).toBe(true);
    const [key = Buffer.alloc(0)] = all;
    expect(indexValue(key, 'a', 'b', 'c').equals(indexValue(key, 'a', 'bc'))).toBe(false);
    expect(indexValue(key, 'a', 'b').equals(indexValue(key, 'b', 'a'))).toBe(false);
  });

  test('a wiped ring holds nothing but zeros and gives nothing', () => {
    const ring = new KeyRing('store', randomBytes(32));
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE sealed_key (id TEXT, account TEXT, purpose TEXT, sealed BLOB)');
    const { sealed } = ring.makeSealedKey('k');
    database.prepare("INSERT INTO sealed_key VALUES ('k', 'account', 'rows', ?)").run(sealed);
    const held = [
      ring.derived('sealing'),
      ring.derived('index'),
      ring.derived('record'),
      ring.accountKey(database, 'account'),
    ];
    ring.withDataKey((dataKey) => held.push(dataKey as Buffer));
    const copy = ring.copy();
    ring.wipe();
    for (const key of held) expect(key.every((byte) => byte === 0)).toBe(true);
    expect(() => ring.derived('sealing')).toThrow('The store is locked');
    expect(() => ring.withDataKey(() => 0)).toThrow('The store is locked');
    expect(() => ring.accountKey(database, 'account')).toThrow('The store is locked');
    expect(copy.accountKey(database, 'account')).toHaveLength(32);
    database.close();
  });
});

describe('key slots', () => {
  const dataKey = randomBytes(32);

  test('open by their own key only, in their own store', async () => {
    const systemKey = randomBytes(32);
    const { slot: recovery, recoveryKey } = makeRecoverySlot('store', dataKey);
    const slots = [
      await makePassphraseSlot('store', dataKey, 'Ann', 'ann passphrase', 1024),
      await makePassphraseSlot('store', dataKey, 'Ben', 'ben passphrase', 1024),
      recovery,
      makeSystemSlot('store', dataKey, systemKey),
    ];
    const keys = [
      { passphrase: 'ann passphrase' },
      { passphrase: 'ben passphrase', operator: 'Ben' },
      { recoveryKey },
      { systemKey },
    ];
    for (const [index, key] of keys.entries()) {
      const opened = await openSlot('store', slots, key, 'here');
      expect(opened.slot).toBe(slots[index]);
      expect(opened.dataKey.equals(dataKey)).toBe(true);
      expect((await faultOf(openSlot('other store', slots, key, 'here'))).fault).toBe('wrong-passphrase');
      const others = slots.filter((_, other) => other !== index);
      expect((await faultOf(openSlot('store', others, key, 'here'))).fault).toBe('wrong-passphrase');
    }
  });

  test('that were weakened or made endless are damaged, not tried', async () => {
    const slot = await makePassphraseSlot('store', dataKey, 'Ann', 'ann passphrase', 1024);
    for (const cost of [1, 512, 2 ** 30, -1, 1024.5]) {
      const parameters = JSON.stringify({ ...(JSON.parse(slot.parameters) as object), cost });
      const changed: KeySlot = { ...slot, parameters };
      const error = await faultOf(openSlot('store', [changed], { passphrase: 'ann passphrase' }, 'here'));
      expect(error.fault).toBe('damaged');
    }
  });
});

test('row ids sort by the time they were made, even when the clock is set back', () => {
  const now = Date.now();
  const ids = [...Array.from({ length: 5000 }, () => newRowId(now)), newRowId(now - 60_000), newRowId(now + 60_000)];
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
