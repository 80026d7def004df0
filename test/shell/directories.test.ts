import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appFolder, appVersion, directories } from '../../src-main/shell/directories.ts';

test.each([
  [
    'win32',
    'C:\\Users\\kim',
    { LOCALAPPDATA: 'C:\\Users\\kim\\AppData\\Local', ProgramData: 'D:\\ProgramData' },
    {
      store: 'C:\\Users\\kim\\AppData\\Local\\Countersign\\store',
      log: 'C:\\Users\\kim\\AppData\\Local\\Countersign\\log',
      policyFile: 'D:\\ProgramData\\Countersign\\policy.json',
    },
  ],
  [
    'darwin',
    '/Users/kim',
    {},
    {
      store: '/Users/kim/Library/Application Support/Countersign/store',
      log: '/Users/kim/Library/Logs/Countersign',
      policyFile: '/Library/Application Support/Countersign/policy.json',
    },
  ],
  [
    'linux',
    '/home/kim',
    {},
    {
      store: '/home/kim/.local/share/countersign/store',
      log: '/home/kim/.local/state/countersign/log',
      policyFile: '/etc/countersign/policy.json',
    },
  ],
  [
    'linux',
    '/home/kim',
    { XDG_DATA_HOME: '/data', XDG_STATE_HOME: '/state' },
    { store: '/data/countersign/store', log: '/state/countersign/log', policyFile: '/etc/countersign/policy.json' },
  ],
] as const)('%s, %s, %j', (platform, home, environment, expected) => {
  expect(directories({ platform, home, environment })).toEqual(expected);
});

test('COUNTERSIGN_HOME moves store and log, never the policy', () => {
  const found = directories({ platform: 'linux', home: '/home/kim', environment: { COUNTERSIGN_HOME: '/elsewhere' } });
  expect(found).toEqual({
    store: '/elsewhere/store',
    log: '/elsewhere/log',
    policyFile: '/etc/countersign/policy.json',
  });
});

test("the app's folder is found from the source and from a bundle", () => {
  const folder = appFolder();
  expect(appVersion(folder)).toMatch(/^\d+\.\d+\.\d+/);
  expect(appFolder(join(folder, 'out', 'main', 'electron.js'))).toBe(folder);
  const elsewhere = mkdtempSync(join(tmpdir(), 'countersign-folder-'));
  writeFileSync(join(elsewhere, 'package.json'), '{"name":"another"}');
  expect(() => appFolder(join(elsewhere, 'file.js'))).toThrow("wasn't found");
  rmSync(elsewhere, { recursive: true });
});
