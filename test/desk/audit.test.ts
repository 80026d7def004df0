import { readFileSync, writeFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditKey, checkAudit, exportAudit, verifyAudit } from '../../src-main/desk/audit.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { newCheck, operator, passphrase, quick, specimen, withStore } from '../store/store-helpers.ts';
import { quietHost } from './quiet-host.ts';

const host = quietHost({ passphrase: () => Promise.resolve(passphrase), passphraseIfGiven: () => passphrase });
const auditor = quietHost();

async function work(store: ReferenceStore): Promise<void> {
  await store.enrol({ account: '12-34', holder: 'Firm', signatory: 'Ada', specimens: [specimen(1), specimen(2)] });
  const check = await store.recordCheck(newCheck('1234'));
  await store.recordDecision({ check, decision: 'accept', reason: 'fits' });
}

test('a record is whole against its head and key, and an older copy is told by a head printed after it', () =>
  withStore(async ({ store, directory, folder }) => {
    await work(store);
    await store.backup(join(folder, 'older'));
    await store.setSetting('a', 1);
    await store.close();
    const { head, publicKey } = await auditKey({ store: directory });
    const key = join(folder, 'key.pem');
    writeFileSync(key, publicKey);
    const sound = await verifyAudit(auditor, { store: directory, head, key });
    expect(sound).toMatchObject({ ok: true, problems: [], head, envelopesOpened: false });
    expect(sound.heldAgainst).toEqual(['head-beside-store', 'head-given', 'key-given']);
    const kept = join(folder, 'kept-head.json');
    copyFileSync(join(directory, 'head.json'), kept);
    expect((await verifyAudit(host, { store: directory, head: kept, key: null })).ok).toBe(true);

    for (const name of ['store.sqlite', 'head.json']) copyFileSync(join(folder, 'older', name), join(directory, name));
    expect((await verifyAudit(auditor, { store: directory, head: null, key })).ok).toBe(true);
    for (const given of [head, kept]) {
      const replaced = await verifyAudit(auditor, { store: directory, head: given, key });
      expect(replaced.problems).toEqual([
        { where: 'the head that was given', what: expect.stringMatching(/^is of entry \d+, but the record ends with/) },
      ]);
    }
    await expect(verifyAudit(auditor, { store: directory, head: '12-0000', key })).rejects.toMatchObject({
      fault: 'invalid',
    });
  }));

test('an export is checked with the public key alone, and its details open only where their keys came with it', () =>
  withStore(async ({ store, directory, folder }) => {
    await work(store);
    await store.rekey({ passphrase, operator });
    await work2(store);
    await store.close();
    const key = join(folder, 'key.pem');
    writeFileSync(key, (await auditKey({ store: directory })).publicKey);
    const sealed = join(folder, 'sealed.jsonl');
    const exported = await exportAudit(host, { store: directory, out: sealed, details: false });
    const checked = await checkAudit({ file: sealed, key, head: exported.head, read: null });
    expect(checked).toMatchObject({ ok: true, problems: [], opened: null, entries: exported.entries });
    expect(readFileSync(sealed, 'utf8')).not.toContain('Ada');

    const opened = join(folder, 'opened.jsonl');
    const { entries } = await exportAudit(host, { store: directory, out: opened, details: true });
    const read = join(folder, 'read.jsonl');
    expect(await checkAudit({ file: opened, key, head: exported.head, read })).toMatchObject({
      ok: true,
      opened: entries,
    });
    const lines = readFileSync(read, 'utf8').trimEnd().split('\n');
    const said = lines.map((line) => JSON.parse(line) as { kind: string; details: { sha256?: string } });
    expect(said.find(({ kind }) => kind === 'enrolled')?.details).toMatchObject({ signatory: 'Ada', operator });
    // The first export is on record in the second.
    expect(said.find(({ kind }) => kind === 'exported')?.details).toMatchObject({
      what: 'audit',
      sha256: exported.sha256,
    });
    await expect(exportAudit(host, { store: directory, out: opened, details: true })).rejects.toMatchObject({
      fault: 'exists',
    });
  }));

async function work2(store: ReferenceStore): Promise<void> {
  await store.setSetting('a', 2);
}

test('an export that was tampered with is found', () =>
  withStore(async ({ store, directory, folder }) => {
    await work(store);
    await store.close();
    const key = join(folder, 'key.pem');
    writeFileSync(key, (await auditKey({ store: directory })).publicKey);
    const file = join(folder, 'record.jsonl');
    await exportAudit(host, { store: directory, out: file, details: true });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const [first = '', second = '', third = ''] = lines;
    const changes: Record<string, string[]> = {
      'an entry gone': lines.toSpliced(2, 1),
      'entries swapped': lines.with(1, third).with(2, second),
      'an entry twice': lines.toSpliced(2, 0, second),
      'cut off': lines.slice(0, -2).concat(lines.at(-1) ?? ''),
      'no head': lines.slice(0, -1),
      'another time': lines.with(2, third.replace(/"at":"2/, '"at":"1')),
      'another store': lines.with(0, first.replace(/"store":"./, '"store":"x')),
      'not JSON': lines.with(2, 'x'),
      'nothing at all': [''],
    };
    for (const [what, changed] of Object.entries(changes)) {
      writeFileSync(file, `${changed.join('\n')}\n`);
      expect((await checkAudit({ file, key, head: null, read: null })).ok, what).toBe(false);
    }
    writeFileSync(file, `${lines.join('\n')}\n`);
    expect((await checkAudit({ file, key, head: null, read: null })).ok).toBe(true);
    const other = await withStore(async (made) => made.store.record.publicKey());
    writeFileSync(key, other);
    expect((await checkAudit({ file, key, head: null, read: null })).problems).toEqual([
      { where: 'signing_key', what: "the public key that was given isn't one of this store's" },
    ]);
  }));

test('who has no right to export gets no record, and the refusal says whom to ask', () =>
  withStore(async ({ store, directory, folder }) => {
    await store.operators.add({ name: 'ben', role: 'clerk', passphrase: 'ben has his own' }, operator);
    await store.close();
    const ben = quietHost({ passphrase: () => Promise.resolve('ben has his own') });
    const out = join(folder, 'record.jsonl');
    await expect(exportAudit(ben, { store: directory, out, details: false })).rejects.toMatchObject({
      fault: 'forbidden',
      message: expect.stringContaining('"export"'),
    });
    const again = await openStore(directory, { passphrase }, quick);
    expect((await again.record.entries()).map(({ kind }) => kind)).not.toContain('exported');
    await again.close();
  }));
