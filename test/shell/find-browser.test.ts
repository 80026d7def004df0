import { expect, test } from 'vitest';
import { folderFor, windowArguments } from '../../src-main/shell/app-window.ts';
import { findBrowser } from '../../src-main/shell/find-browser.ts';
import { findElectron } from '../../scripts/find-electron.ts';

const having =
  (...programs: string[]) =>
  (path: string) =>
    programs.includes(path);

test.each([
  ['linux', { PATH: '/usr/local/bin:/usr/bin' }, '/usr/bin/google-chrome', 'chrome'],
  ['linux', { PATH: '/usr/bin:relative' }, '/usr/bin/chromium', 'chromium'],
  ['linux', { PATH: '/usr/bin' }, '/usr/bin/microsoft-edge-stable', 'edge'],
  ['darwin', {}, '/Users/kim/Applications/Chromium.app/Contents/MacOS/Chromium', 'chromium'],
  [
    'win32',
    { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'edge',
  ],
  ['win32', { LOCALAPPDATA: 'C:\\L' }, 'C:\\L\\Google\\Chrome\\Application\\chrome.exe', 'chrome'],
] as const)('on %s, with %j, %s is found', (platform, environment, path, kind) => {
  const search = { platform, home: '/Users/kim', environment, isProgram: having(path) };
  expect(findBrowser(search)).toEqual({ kind, path });
});

test('none is found where there is none, and COUNTERSIGN_BROWSER goes before all', () => {
  const search = { platform: 'linux' as const, home: '/h', isProgram: having('/usr/bin/chromium', '/opt/edge') };
  expect(findBrowser({ ...search, environment: { PATH: '/bin' } })).toBeNull();
  const named = { PATH: '/usr/bin', COUNTERSIGN_BROWSER: '/opt/edge' };
  expect(findBrowser({ ...search, environment: named })).toEqual({ kind: 'edge', path: '/opt/edge' });
  expect(findBrowser({ ...search, environment: { ...named, COUNTERSIGN_BROWSER: '/opt/gone' } })).toBeNull();
});

test('the window opens the launch page in a profile of its own, with nothing that talks to others', () => {
  const words = windowArguments('/tmp/x/launch.html', '/tmp/x/profile', {}, true);
  expect(words).toContain('--app=file:///tmp/x/launch.html');
  expect(words).toContain('--user-data-dir=/tmp/x/profile');
  for (const word of ['--disable-extensions', '--disable-sync', '--disable-background-networking']) {
    expect(words).toContain(word);
  }
  expect(words).toContain('--proxy-server=http://127.0.0.1:9');
});

test("the browser's sandbox goes off only for root, and only when a test asks", () => {
  const off = (environment: Record<string, string>, isRoot: boolean) =>
    windowArguments('/l', '/p', environment, isRoot).includes('--no-sandbox');
  expect(off({ COUNTERSIGN_NO_SANDBOX: '1' }, true)).toBe(true);
  expect(off({ COUNTERSIGN_NO_SANDBOX: '1' }, false)).toBe(false);
  expect(off({ COUNTERSIGN_NO_SANDBOX: 'yes' }, true)).toBe(false);
  expect(off({}, true)).toBe(false);
});

test("a snap's files lie where it can see them", () => {
  expect(folderFor({ kind: 'chromium', path: '/snap/bin/chromium' }, '/home/kim')).toBe(
    '/home/kim/snap/chromium/common',
  );
  expect(folderFor({ kind: 'chrome', path: '/opt/google/chrome' }, '/home/kim')).toBeUndefined();
});

test('Electron is not found where its binary is not', () => {
  expect(findElectron('/nowhere', {})).toBeNull();
  expect(findElectron('/nowhere', { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere/dist' })).toBeNull();
});
