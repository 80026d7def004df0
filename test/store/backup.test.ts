import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { restoreStore } from '../../src-main/store/restore.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import { faultOf, passphrase, quick, specimen, withStore } from './store-helpers.ts';

describe('backup and restore', () => {
  test('a backup made while the store is written to is one moment of it, and the recovery key restores it', () =>
    withStore(async ({ store, directory, folder, recoveryKey }) => {
      const other = await openStore(directory, { passphrase }, quick);
      await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(0)] });
      let running = true;
      const writing = (async () => {
        for (let seed = 1; running || seed < 5; seed++) {
          await other.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(seed)] });
        }
      })();
      await store.backup(join(folder, 'backup'));
      running = false;
      await writing;
      await other.close();
      expect(readdirSync(join(folder, 'backup')).sort()).toEqual(['head.json', 'store.json', 'store.sqlite']);
      expect((await verifyStore(join(folder, 'backup'), { passphrase })).problems).toEqual([]);
      const before = readFileSync(join(folder, 'backup', 'store.sqlite'));

      const restored = await restoreStore(join(folder, 'backup'), join(folder, 'restored'), { recoveryKey }, quick);
      const found = await restored.specimensOf('1');
      expect(found.length).toBeGreaterThan(0);
      for (const [seed, one] of found.entries()) {
        expect(Buffer.from(await one.imageBytes())).toEqual(specimen(seed).imageBytes);
      }
      expect((await restored.record.entries()).at(-1)).toMatchObject({
        kind: 'restored',
        details: { from: join(folder, 'backup') },
      });
      expect((await restored.verify()).problems).toEqual([]);
      await restored.close();
      expect(readFileSync(join(folder, 'backup', 'store.sqlite')).equals(before)).toBe(true);
    }));

  test('neither goes where something is', () =>
    withStore(async ({ store, directory, folder }) => {
      expect((await faultOf(store.backup(directory))).fault).toBe('exists');
      mkdirSync(join(folder, 'empty'));
      await store.backup(join(folder, 'empty'));
      expect((await faultOf(store.backup(join(folder, 'empty')))).fault).toBe('exists');
      const over = restoreStore(join(folder, 'empty'), directory, { passphrase }, quick);
      expect((await faultOf(over)).fault).toBe('exists');
      const nothing = restoreStore(join(folder, 'none'), join(folder, 'new'), { passphrase }, quick);
      expect(await faultOf(nothing)).toMatchObject({
        fault: 'no-store',
        message: expect.stringContaining('There is no backup in'),
      });
    }));

  test('a damaged backup, or a wrong key, restores nothing', () =>
    withStore(async ({ store, folder }) => {
      await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
      const from = join(folder, 'backup');
      const to = join(folder, 'to');
      await store.backup(from);
      const wrong = restoreStore(from, to, { passphrase: 'not this one' }, quick);
      expect((await faultOf(wrong)).fault).toBe('wrong-passphrase');
      const whole = readFileSync(join(from, 'store.sqlite'));
      const bytes = Buffer.from(whole);
      const at = bytes.indexOf('/clean') + 100;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(from, 'store.sqlite'), bytes);
      const error = await faultOf(restoreStore(from, to, { passphrase }, quick));
      expect(error).toMatchObject({ fault: 'damaged', message: expect.stringContaining('Use another backup.') });
      writeFileSync(join(from, 'store.sqlite'), whole);
      rmSync(join(from, 'head.json'));
      expect((await faultOf(restoreStore(from, to, { passphrase }, quick))).message).toContain('head.json is missing');
      expect(readdirSync(folder).sort()).toEqual(['backup', 'store']);
    }));
});
