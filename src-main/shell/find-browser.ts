import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, posix, win32 } from 'node:path';

export type BrowserKind = 'chromium' | 'chrome' | 'edge';

/** An installed browser that can show an app window. */
export interface Browser {
  readonly kind: BrowserKind;
  readonly path: string;
}

/** What finding depends on; taken from the process unless a test says otherwise. */
export interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isProgram: (path: string) => boolean;
}

const windowsPlaces: readonly (readonly [BrowserKind, string])[] = [
  ['chrome', 'Google\\Chrome\\Application\\chrome.exe'],
  ['edge', 'Microsoft\\Edge\\Application\\msedge.exe'],
  ['chromium', 'Chromium\\Application\\chrome.exe'],
];

const macPlaces: readonly (readonly [BrowserKind, string])[] = [
  ['chrome', 'Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['chromium', 'Chromium.app/Contents/MacOS/Chromium'],
  ['edge', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
];

const linuxNames: readonly (readonly [BrowserKind, string])[] = [
  ['chromium', 'chromium'],
  ['chrome', 'google-chrome-stable'],
  ['chrome', 'google-chrome'],
  ['edge', 'microsoft-edge-stable'],
  ['edge', 'microsoft-edge'],
  ['chromium', 'chromium-browser'],
];

/**
 * Finds an installed Chromium, Chrome or Edge. COUNTERSIGN_BROWSER names one to take instead.
 * @returns null where there is none, or where the one that was named isn't there
 */
export function findBrowser(search: Partial<BrowserSearch> = {}): Browser | null {
  const isThere = search.isProgram ?? isProgram;
  const named = (search.environment ?? process.env)['COUNTERSIGN_BROWSER'];
  if (named) {
    const kind = /edge/i.test(named) ? 'edge' : /google|chrome(?!.*chromium)/i.test(named) ? 'chrome' : 'chromium';
    return isThere(named) ? { kind, path: named } : null;
  }
  return candidates(search).find((browser) => isThere(browser.path)) ?? null;
}

/** Every place a browser could be, in the order they are tried. */
function candidates(search: Partial<BrowserSearch>): Browser[] {
  const platform = search.platform ?? process.platform;
  const home = search.home ?? homedir();
  const environment = search.environment ?? process.env;
  if (platform === 'win32') {
    const bases = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    return windowsPlaces.flatMap(([kind, place]) => bases.map((base) => ({ kind, path: win32.join(base, place) })));
  }
  if (platform === 'darwin') {
    const bases = ['/Applications', posix.join(home, 'Applications')];
    return macPlaces.flatMap(([kind, place]) => bases.map((base) => ({ kind, path: posix.join(base, place) })));
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return linuxNames.flatMap(([kind, name]) => folders.map((folder) => ({ kind, path: posix.join(folder, name) })));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
