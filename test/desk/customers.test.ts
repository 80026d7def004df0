import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { customerFile, eraseCustomer, expireChecks, exportCustomer } from '../../src-main/desk/customers.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { newCheck, operator, passphrase, quick, specimen, withStore } from '../store/store-helpers.ts';
import { quietHost } from './quiet-host.ts';

const hostWith = (policyFile = '/nowhere/policy.json') =>
  quietHost({ policyFile, passphrase: () => Promise.resolve(passphrase) });

test('a customer is exported whole, on record, and only then erased; the policy keeps them for its time', () =>
  withStore(async ({ store, directory, folder }) => {
    await store.enrol({ account: '12-34', holder: 'Firm', signatory: 'Ada', specimens: [specimen(1), specimen(2)] });
    await store.retireSpecimen((await store.specimensOf('1234'))[0]?.id ?? '', 'old');
    const check = await store.recordCheck(newCheck('1234'));
    await store.recordDecision({ check, decision: 'accept', reason: 'fits' });
    await store.operators.add({ name: 'ben', role: 'clerk', passphrase: 'ben has his own' }, operator);
    await store.close();
    const asked = { store: directory, account: '1234' };
    const policyFile = join(folder, 'policy.json');
    writeFileSync(policyFile, JSON.stringify({ format: 'countersign-policy/1', retentionDays: 30 }));
    const host = hostWith(policyFile);
    const ben = quietHost({ passphrase: () => Promise.resolve('ben has his own') });

    const out = join(folder, 'customer');
    await expect(exportCustomer(ben, { ...asked, out })).rejects.toMatchObject({ fault: 'forbidden' });
    expect(await exportCustomer(host, { ...asked, out })).toMatchObject({ account: '1234', pictures: 6 });
    const said = JSON.parse(readFileSync(join(out, 'customer.json'), 'utf8')) as Record<string, unknown[]>;
    expect(said).toMatchObject({
      account: { number: '12-34', holder: 'Firm' },
      signatories: [{ name: 'Ada' }],
      specimens: [{ source: 'card-1.png', retiredOn: expect.any(String) }, { source: 'card-2.png' }],
      checks: [{ id: check, decisions: [{ decision: 'accept', operator }] }],
    });
    expect(said['record']).toMatchObject([
      { kind: 'enrolled' },
      { kind: 'specimen-retired' },
      { kind: 'checked' },
      { kind: 'decided', details: { reason: 'fits' } },
    ]);
    const scans = readdirSync(out).filter((name) => name.endsWith('.scan'));
    expect(scans.map((name) => readFileSync(join(out, name), 'utf8')).sort()).toEqual(
      [1, 2].map((seed) => Buffer.from(specimen(seed).imageBytes).toString()),
    );
    await expect(exportCustomer(host, { ...asked, out })).rejects.toMatchObject({ fault: 'exists' });

    const opened = await openStore(directory, { passphrase }, quick);
    const { bytes, name, sha256 } = await customerFile(opened, '12-34', operator);
    const inOne = JSON.parse(Buffer.from(bytes).toString()) as { specimens: { scan: string }[]; record: unknown[] };
    expect(name).toBe('customer-1234.json');
    expect(Buffer.from(inOne.specimens[0]?.scan ?? '', 'base64')).toEqual(specimen(1).imageBytes);
    expect((await opened.record.entries()).at(-1)).toMatchObject({ kind: 'exported', details: { sha256 } });
    await opened.close();

    const erasing = { ...asked, reason: 'they asked for it', despiteRetention: false };
    await expect(eraseCustomer(ben, erasing)).rejects.toMatchObject({ fault: 'forbidden' });
    await expect(eraseCustomer(host, erasing)).rejects.toMatchObject({ fault: 'retained' });
    await expect(eraseCustomer(host, { ...erasing, account: '77' })).rejects.toMatchObject({ fault: 'no-account' });
    expect(await eraseCustomer(host, { ...erasing, despiteRetention: true })).toMatchObject({
      specimens: 2,
      checks: 1,
    });
    const again = await openStore(directory, { passphrase }, quick);
    const entries = await again.record.entries();
    expect(entries.find(({ kind }) => kind === 'customer-erased')?.details).toMatchObject({
      reason: 'they asked for it (despite the retention period)',
    });
    expect(entries.find(({ kind }) => kind === 'exported')?.details).toBeNull();
    expect((await again.verify()).problems).toEqual([]);
    await again.close();
  }));

test('checks go when the policy keeps them no longer, and without a period none does', () =>
  withStore(async ({ store, directory, folder }) => {
    await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
    const check = await store.recordCheck(newCheck('1'));
    await store.close();
    await expect(expireChecks(hostWith(), { store: directory, dryRun: false })).rejects.toMatchObject({
      fault: 'no-retention',
    });
    const policyFile = join(folder, 'policy.json');
    writeFileSync(policyFile, JSON.stringify({ format: 'countersign-policy/1', retentionDays: 1 }));
    const host = hostWith(policyFile);
    expect(await expireChecks(host, { store: directory, dryRun: false })).toMatchObject({ found: 0, erased: 0 });
    const again = await openStore(directory, { passphrase }, quick);
    expect((await again.checkById(check)).id).toBe(check);
    await again.close();
  }));
