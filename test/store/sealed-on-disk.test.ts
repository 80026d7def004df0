import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { newCheck, passphrase, quick, specimen, withStore } from './store-helpers.ts';

/** Everything in a folder, as one run of bytes. */
const allBytes = (folder: string): Buffer =>
  Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

/** A text as it may lie in a file. */
const forms = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  Buffer.from(text.toUpperCase()),
];

test('no number, name, picture, template, result or passphrase lies on disk in clear', () =>
  withStore(async ({ store, directory, recoveryKey }) => {
    const vector = Float32Array.from({ length: 8 }, (_, index) => index + 0.123);
    const marked = specimen(1, {
      imageBytes: Buffer.from('IMAGE-AS-SCANNED-MARK'.repeat(9)),
      cleanPng: Buffer.from('CLEAN-CROP-MARK'.repeat(9)),
      source: 'source-mark.png',
      capturedOn: '1999-12-31',
      template: { ...specimen(1).template, vector },
    });
    await store.enrol({
      account: '4711-0815-42',
      holder: 'Holder & Partners',
      signatory: 'Wilhelmina Murray',
      specimens: [marked],
    });
    await store.renameSignatory((await store.signatoriesOf('4711081542'))[0]?.id ?? '', 'Wilhelmina Harker');
    await store.addPassphraseSlot({ operator: 'Quincey Morris', passphrase: 'lone star passphrase' });
    const check = await store.recordCheck(
      newCheck('4711081542', {
        scanName: 'scan-name-mark.png',
        result: { verdict: 'verdict-mark' },
        questionedPng: Buffer.from('QUESTIONED-MARK'),
      }),
    );
    await store.recordDecision({ check, decision: 'return', reason: 'reason-mark' });
    const batch = await store.batches.open(
      { folder: '/folder-mark', manifest: '/manifest-mark.csv', watch: false },
      'Olga Operator',
    );
    const plain = { size: 1, modified: 2, identity: null, account: '4711081542', amount: 98765.25, date: '1998-12-31' };
    const files = ['file-mark-a.png', 'file-mark-b.png'].map((file) => ({ file, ...plain }));
    await store.batches.add(batch.id, files, 'Olga Operator');
    const [item] = await store.batches.items(batch.id, { after: null, limit: 1 });
    const outcome = {
      verdict: 'match',
      amount: null,
      score: 1.5,
      fault: null,
      scanHash: '1',
      line: 'line-mark',
      further: 0,
    } as const;
    const flags = ['flag-mark'];
    await store.batches.judged(
      item?.id ?? '',
      newCheck('4711081542'),
      { ...outcome, account: '4711-0815-42', reasons: ['batch-reason-mark'], flags },
      'Olga Operator',
    );
    await store.setSetting('key', 'setting-mark');
    await store.setLayout('4711-08', { name: 'layout-mark' });
    await store.setPolicy({ policy: 'policy-mark' });
    const secrets = [
      ...[
        '4711-0815-42',
        '4711081542',
        '4711-08',
        'Holder & Partners',
        'Wilhelmina',
        'Murray',
        'Harker',
        'source-mark',
        '1999-12-31',
      ],
      ...[
        'IMAGE-AS-SCANNED',
        'CLEAN-CROP',
        'QUESTIONED-MARK',
        'scan-name-mark',
        'verdict-mark',
        'reason-mark',
        'setting-mark',
        'folder-mark',
        'manifest-mark',
        'flag-mark',
        'file-mark',
        '98765',
        '1998-12-31',
        'line-mark',
        'batch-reason-mark',
      ],
      ...[
        'layout-mark',
        'policy-mark',
        'Olga Operator',
        'Quincey',
        'lone star',
        passphrase,
        recoveryKey,
        specimen(1).fingerprint,
      ],
    ];
    const needles = [...secrets.flatMap(forms), Buffer.from(vector.buffer)];
    // While in use, with the write-ahead log beside it, and after closing.
    expect(statSync(join(directory, 'store.sqlite-wal')).size).toBeGreaterThan(0);
    for (const stage of ['open', 'closed']) {
      if (stage === 'closed') await store.close();
      const bytes = allBytes(directory);
      expect(bytes.includes('countersign-store')).toBe(true);
      for (const needle of needles) expect(bytes.includes(needle), `${stage}: ${needle.toString()}`).toBe(false);
    }
    const again = await openStore(directory, { passphrase }, quick);
    expect((await again.specimensOf('4711081542'))[0]?.signatoryName).toBe('Wilhelmina Harker');
    await again.close();
  }));

test('what a rekey replaced is gone from the files', () =>
  withStore(async ({ store, directory }) => {
    await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
    const before = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
    const sealed = Buffer.concat(before);
    await store.rekey({ passphrase: 'passphrase after rekey' });
    await store.close();
    const after = allBytes(directory);
    // Any 24 bytes of old ciphertext outside the record would do to find it; sample many windows of the old pictures.
    const entries = Buffer.concat(windowsOf(sealed, Buffer.from('/scan')));
    expect(entries.length).toBeGreaterThan(200);
    for (let start = 0; start + 24 <= entries.length; start += 24) {
      expect(after.includes(entries.subarray(start, start + 24))).toBe(false);
    }
  }));

/** The ciphertext that follows a picture's id in its row: the account id and then the envelope. */
function windowsOf(bytes: Buffer, mark: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
    const start = at + mark.length + 36;
    if (bytes[start] === 1) found.push(bytes.subarray(start + 1, start + 300));
  }
  return found;
}

test('the files are for their owner only', ({ skip }) => {
  if (process.platform === 'win32') skip('Windows has no file modes');
  return withStore(async ({ store, directory }) => {
    await store.setSetting('a', 1);
    for (const name of ['.', ...readdirSync(directory)]) {
      expect(statSync(join(directory, name)).mode & 0o077, name).toBe(0);
    }
  });
});
