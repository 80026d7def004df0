import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { createStore } from '../../src-main/store/create-store.ts';
import { inspectStore } from '../../src-main/store/inspect.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { latestVersion } from '../../src-main/store/schema/migrations.ts';
import { mountedType, refuseNetworkPath } from '../../src-main/store/store-folder.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import { faultOf, inTemporaryFolder, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

const create = (directory: string) => createStore(directory, { passphrase, operator }, quick);

describe('a store that can not be made', () => {
  test('where there is one, or anything else', () =>
    withStore(async ({ directory, folder }) => {
      const there = await faultOf(create(directory));
      expect(there).toMatchObject({ fault: 'exists', message: `There is a store in ${directory} already.` });
      const full = await faultOf(create(folder));
      expect(full).toMatchObject({ fault: 'exists', message: expect.stringContaining("isn't empty") });
      const file = join(folder, 'file');
      writeFileSync(file, '');
      expect(await faultOf(create(file))).toMatchObject({
        fault: 'exists',
        message: expect.stringContaining('is a file'),
      });
    }));

  test('with a short passphrase or a nameless operator; and nothing is left behind', () =>
    inTemporaryFolder(async (folder) => {
      const directory = join(folder, 'store');
      const short = createStore(directory, { passphrase: 'seven c', operator }, quick);
      expect((await faultOf(short)).fault).toBe('weak-passphrase');
      expect((await faultOf(createStore(directory, { passphrase, operator: ' ' }, quick))).fault).toBe('invalid');
      const tiny = createStore(directory, { passphrase, operator }, { ...quick, maximumPages: 4 });
      expect((await faultOf(tiny)).fault).toBe('disk-full');
      expect(readdirSync(folder)).toEqual([]);
    }));

  test('but an empty folder will do, with emoji in its name, and at a long path', () =>
    inTemporaryFolder(async (folder) => {
      const directory = join(folder, '🖋️ Prüfung'.padEnd(60, '…'), 'x'.repeat(200));
      mkdirSync(directory, { recursive: true });
      const { store } = await create(directory);
      await store.enrol({ account: '1', signatory: 'Ä', specimens: [specimen(1)] });
      expect((await store.verify()).problems).toEqual([]);
      await store.close();
    }));
});

describe('a store that can not be opened', () => {
  test('where there is none', () =>
    inTemporaryFolder(async (folder) => {
      const message = `There is no store in ${folder}. Create one, or choose another folder.`;
      expect(await faultOf(openStore(folder, { passphrase }, quick))).toMatchObject({ fault: 'no-store', message });
      expect((await faultOf(verifyStore(join(folder, 'none'), null))).fault).toBe('no-store');
      expect(inspectStore(folder)).toMatchObject({ exists: false, problems: [] });
      expect(readdirSync(folder)).toEqual([]);
    }));

  test('because a newer version made it', () =>
    withStore(async ({ store, directory }) => {
      await store.close();
      const database = new DatabaseSync(join(directory, 'store.sqlite'));
      database.exec('PRAGMA user_version = 7');
      database.close();
      const before = readFileSync(join(directory, 'store.sqlite'));
      const message = `The store in ${directory} was made by a newer Countersign (store version 7; this one knows ${latestVersion()}). Update Countersign to open it.`;
      expect(await faultOf(openStore(directory, { passphrase }, quick))).toMatchObject({
        fault: 'newer-version',
        message,
      });
      expect((await faultOf(verifyStore(directory, { passphrase }))).fault).toBe('newer-version');
      expect(inspectStore(directory)).toMatchObject({
        schemaVersion: 7,
        problems: [expect.stringContaining('newer Countersign')],
      });
      expect(readFileSync(join(directory, 'store.sqlite')).equals(before)).toBe(true);
    }));

  test('because it is another kind of file', () =>
    withStore(async ({ store, directory }) => {
      await store.close();
      writeFileSync(join(directory, 'store.sqlite'), 'this is a text');
      expect(await faultOf(openStore(directory, { passphrase }, quick))).toMatchObject({
        fault: 'damaged',
        message: expect.stringContaining("isn't a Countersign store"),
      });
      expect(await verifyStore(directory, null)).toMatchObject({ ok: false });
      expect(inspectStore(directory).problems).toEqual([expect.stringContaining('damaged')]);
      rmSync(join(directory, 'store.sqlite'));
      new DatabaseSync(join(directory, 'store.sqlite')).exec('CREATE TABLE other (a)');
      expect((await faultOf(openStore(directory, { passphrase }, quick))).fault).toBe('damaged');
    }));

  test('because it was closed', () =>
    withStore(async ({ store }) => {
      await store.close();
      await store.close();
      const calls = [
        () => store.listAccounts(),
        () => store.setSetting('a', 1),
        () => store.rekey({ passphrase }),
        () => store.verify(),
        () => store.backup('x'),
      ];
      for (const call of calls) expect((await faultOf(call())).fault).toBe('locked');
    }));

  test('because it lies on a network drive', () => {
    const mounts =
      'rootfs / ext4 rw 0 0\nnas:/x /mnt/bank\\040share nfs4 rw 0 0\n//s/c /srv cifs rw 0 0\ntmpfs /srv/local tmpfs rw 0 0\n';
    expect(mountedType('/mnt/bank share/a', mounts)).toBe('nfs4');
    expect(mountedType('/mnt/bank share2', mounts)).toBe('ext4');
    expect(mountedType('/srv/local/a', mounts)).toBe('tmpfs');
    for (const path of ['\\\\server\\share\\store', '//server/share/store', '\\\\?\\UNC\\server\\share']) {
      expect(() => refuseNetworkPath(path, '')).toThrow(/is on a network drive\. A store needs a disk of this machine/);
    }
    for (const type of ['nfs', 'nfs4', 'cifs', 'smb3', 'fuse.sshfs', 'davfs', 'ceph']) {
      expect(() => refuseNetworkPath('/no/such/folder', `x / ${type} rw 0 0\n`)).toThrow(/network drive/);
    }
    for (const type of ['ext4', 'btrfs', 'overlay', '9p', 'tmpfs', 'fuseblk'])
      refuseNetworkPath('/no/such', `x / ${type} rw 0 0\n`);
    refuseNetworkPath('\\\\?\\C:\\store', '');
  });
});

test('what doctor can tell without a key', () =>
  withStore(async ({ store, directory }) => {
    await store.enrol({ account: '1', signatory: 'A', specimens: [specimen(1), specimen(2)] });
    const inspected = inspectStore(directory);
    expect(inspected).toMatchObject({
      directory,
      exists: true,
      id: store.id,
      schemaVersion: latestVersion(),
      journalMode: 'wal',
    });
    expect(inspected).toMatchObject({ recordEntries: 2, accounts: 1, specimens: 2, problems: [] });
    expect(inspected.sizeBytes).toBeGreaterThan(4096);
    rmSync(join(directory, 'store.json'));
    rmSync(join(directory, 'head.json'));
    expect(inspectStore(directory)).toMatchObject({
      id: store.id,
      problems: [expect.stringContaining('store.json is missing'), 'head.json is missing.'],
    });
  }));

describe('a store in use', () => {
  test('is waited for while another program writes, then named', () =>
    withStore(async ({ store, directory }) => {
      const other = new DatabaseSync(join(directory, 'store.sqlite'));
      other.exec('BEGIN IMMEDIATE');
      expect(await store.listAccounts()).toEqual([]);
      const error = await faultOf(store.enrol({ account: '1', signatory: 'A', specimens: [specimen(1)] }));
      expect(error).toMatchObject({
        fault: 'busy',
        message: expect.stringContaining(`using the store in ${directory}`),
      });
      const patient = await openStore(directory, { passphrase }, { ...quick, busyTimeoutMs: 60_000 });
      const waiting = patient.enrol({ account: '1', signatory: 'A', specimens: [specimen(1)] });
      const first = await Promise.race([
        waiting.then(() => 'saved'),
        new Promise((resolve) => setTimeout(resolve, 150, 'waiting')),
      ]);
      expect(first).toBe('waiting');
      other.exec('COMMIT');
      await waiting;
      expect(await store.listAccounts()).toHaveLength(1);
      other.close();
      await patient.close();
    }));

  test('a full disk loses nothing that was saved, and saves nothing by half', () =>
    withStore(
      async ({ store, directory }) => {
        let saved = 0;
        let fault: string | null = null;
        while (fault === null) {
          const big = specimen(saved, { imageBytes: Buffer.alloc(30_000, saved) });
          try {
            await store.enrol({ account: '1', signatory: 'A', specimens: [big] });
            saved++;
          } catch (error) {
            ({ fault } = error as { fault: string });
            expect((error as Error).message).toBe(
              `There is no room left for the store in ${directory}. Make room and try again; nothing was lost, and nothing of this was saved.`,
            );
          }
        }
        expect(fault).toBe('disk-full');
        expect(saved).toBeGreaterThan(0);
        expect((await store.specimensOf('1')).map(({ fingerprint }) => fingerprint)).toHaveLength(saved);
        expect((await store.verify()).problems).toEqual([]);
        await store.close();
        const roomy = await openStore(directory, { passphrase }, quick);
        await roomy.enrol({ account: '1', signatory: 'A', specimens: [specimen(saved)] });
        expect(await roomy.specimensOf('1')).toHaveLength(saved + 1);
        expect((await roomy.verify()).problems).toEqual([]);
        await roomy.close();
      },
      { maximumPages: 120 },
    ));

  test('head.json that can not be written is a warning, and the next opening makes up for it', () =>
    withStore(async ({ store, directory }) => {
      const head = join(directory, 'head.json');
      rmSync(head);
      mkdirSync(head);
      await store.setSetting('a', 1);
      expect(store.warnings).toEqual([expect.stringContaining("The copy of the record's head wasn't updated")]);
      rmSync(head, { recursive: true });
      await store.close();
      const again = await openStore(directory, { passphrase }, quick);
      expect(again.warnings).toEqual(['head.json is missing; it was written anew from the record.']);
      expect((await again.record.entries()).at(-1)?.kind).toBe('head-file-replaced');
      expect((await again.verify()).problems).toEqual([]);
      await again.close();
    }));

  test('head.json may lag behind: killed between commit and write', () =>
    withStore(async ({ store, directory }) => {
      copyFileSync(join(directory, 'head.json'), join(directory, 'old-head'));
      await store.setSetting('a', 1);
      const current = readFileSync(join(directory, 'head.json'), 'utf8');
      await store.close();
      copyFileSync(join(directory, 'old-head'), join(directory, 'head.json'));
      expect((await verifyStore(directory, null)).ok).toBe(true);
      const again = await openStore(directory, { passphrase }, quick);
      expect(again.warnings).toEqual([]);
      expect(readFileSync(join(directory, 'head.json'), 'utf8')).toBe(current);
      await again.close();
    }));
});
