import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { DoctorReport } from '../../src-main/contract/doctor.ts';
import { bundleOf, doctorText } from '../../src-main/shell/commands/doctor.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report: DoctorReport = {
  version: '1.2.3',
  node: 'v24.21.0',
  platform: 'linux-x64',
  shell: 'command-line',
  decoders: [{ name: 'sharp', works: false, why: 'the library /home/kim/app/sharp.node is missing' }],
  providers: {
    compiledIn: ['cpu'],
    tried: [{ provider: 'cpu', taken: true, why: 'golden vectors agree', goldenError: 0 }],
    inUse: 'cpu',
  },
  model: null,
  store: {
    directory: '/srv/bank/Kim Smith/store',
    state: 'closed',
    schemaVersion: 1,
    accounts: null,
    specimens: null,
    records: 4,
  },
  policyFile: null,
  problems: ['KIM may not read /srv/bank/Kim Smith/store/reference.sqlite', 'The kimono is fine.'],
};

test('the bundle holds report and log, without the folder of the store, the home folder or the name of the user', async () => {
  const log = join(folder, 'window.log');
  writeFileSync(log, '{"event":"store-created"}\n{"event":"store-locked","why":"idle"}\n');
  const text = await bundleOf(report, [log, join(folder, 'gone.log')], { home: '/home/kim', name: 'kim' });
  const bundle = JSON.parse(text) as { report: DoctorReport; log: Record<string, string[]> };
  expect(bundle.log).toEqual({
    'window.log': ['{"event":"store-created"}', '{"event":"store-locked","why":"idle"}'],
    'gone.log': [],
  });
  expect(bundle.report.store).toEqual({ ...report.store, directory: '(store)' });
  expect(bundle.report.decoders[0]?.why).toBe('the library (home)/app/sharp.node is missing');
  expect(bundle.report.problems).toEqual(['(user) may not read (store)/reference.sqlite', 'The kimono is fine.']);
  expect(text).not.toMatch(/Smith|\bkim\b/i);
});

test('the text names decoders, providers and problems', () => {
  const text = doctorText(report);
  expect(text).toContain('sharp: does not work, the library');
  expect(text).toContain('cpu: taken, golden vectors agree');
  expect(text).toContain('Problems\n  KIM may not read');
  expect(text).toContain('accounts unknown, specimens unknown, records 4');
});
