import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from './find-browser.ts';

/** A browser that shows the app as a window of its own. */
export interface AppWindow {
  readonly pid: number | undefined;
  /** Resolves when the browser has ended, with what it last said on stderr if it ended at once. */
  readonly ended: Promise<{ code: number | null; said: string }>;
  close(): void;
}

// Everything by which a browser would talk to anybody but the app, and everything that would get between it and a clerk.
const switches = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-translate',
  '--no-pings',
  // Whatever isn't this machine goes to a proxy that isn't there: no name is looked up, nothing gets out. (Resolver rules
  // would do as much, but the browser warns of them in the window.)
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=127.0.0.1',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,CertificateTransparencyComponentUpdater,DialMediaRouteProvider,InterestFeedContentSuggestions',
  '--password-store=basic',
  '--use-mock-keychain',
  '--window-size=1440,960',
];

const preferences = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  translate: { enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
  spellcheck: { use_spelling_service: false },
};

/**
 * Where the launch page and the profile must lie for this browser: a snap sees nothing but its own folder, everything
 * else takes the system's folder for temporary files (undefined).
 */
export function folderFor(browser: Browser, home: string = homedir()): string | undefined {
  let real = browser.path;
  try {
    real = realpathSync(browser.path);
  } catch {
    // A path that can't be followed is taken as it is.
  }
  return /^\/snap\//.test(browser.path) || real === '/usr/bin/snap'
    ? join(home, 'snap', 'chromium', 'common')
    : undefined;
}

/**
 * The command line of the app window.
 * @param environment COUNTERSIGN_NO_SANDBOX=1 turns the browser's sandbox off, for tests that run as root, and nobody else
 */
export function windowArguments(
  launchFile: string,
  profile: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  isRoot: boolean = process.getuid?.() === 0,
): string[] {
  const sandbox = isRoot && environment['COUNTERSIGN_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  return [`--app=${pathToFileURL(launchFile).href}`, `--user-data-dir=${profile}`, ...switches, ...sandbox];
}

/**
 * Opens the launch page in a browser with a fresh profile that only this user can read.
 * @param folder the launch page's own folder, mode 0700
 */
export function openAppWindow(
  browser: Browser,
  folder: string,
  launchFile: string,
  extra: readonly string[] = [],
): AppWindow {
  const profile = join(folder, 'profile');
  mkdirSync(join(profile, 'Default'), { recursive: true, mode: 0o700 });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences), { mode: 0o600 });
  const child = spawn(browser.path, [...windowArguments(launchFile, profile), ...extra], {
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: false,
  });
  return { pid: child.pid, ended: endOf(child), close: () => child.kill() };
}

function endOf(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }));
    child.once('close', (code) => resolve({ code, said }));
  });
}
