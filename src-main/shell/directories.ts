import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this user's and this machine's files of Countersign lie. */
export interface Directories {
  /** The reference store, unless another is named. */
  readonly store: string;
  readonly log: string;
  /** The policy that an IT department places; a user can't write there. */
  readonly policyFile: string;
}

/** What the directories depend on; taken from the process unless a test says otherwise. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The platform's own places: `%LOCALAPPDATA%` (it doesn't roam: a store belongs to one machine), `~/Library`, the XDG
 * folders. COUNTERSIGN_HOME puts store and log under one folder instead; the policy file stays where it is.
 */
export function directories(surroundings: Partial<Surroundings> = {}): Directories {
  const platform = surroundings.platform ?? process.platform;
  const home = surroundings.home ?? homedir();
  const environment = surroundings.environment ?? process.env;
  const path = platform === 'win32' ? win32 : posix;
  const set = (name: string) => environment[name] || undefined;
  const policyFile =
    platform === 'win32'
      ? path.join(set('ProgramData') ?? set('PROGRAMDATA') ?? 'C:\\ProgramData', 'Countersign', 'policy.json')
      : platform === 'darwin'
        ? '/Library/Application Support/Countersign/policy.json'
        : '/etc/countersign/policy.json';
  const own = set('COUNTERSIGN_HOME');
  if (own) return { store: path.join(own, 'store'), log: path.join(own, 'log'), policyFile };
  if (platform === 'win32') {
    const local = path.join(set('LOCALAPPDATA') ?? path.join(home, 'AppData', 'Local'), 'Countersign');
    return { store: path.join(local, 'store'), log: path.join(local, 'log'), policyFile };
  }
  if (platform === 'darwin') {
    return {
      store: path.join(home, 'Library', 'Application Support', 'Countersign', 'store'),
      log: path.join(home, 'Library', 'Logs', 'Countersign'),
      policyFile,
    };
  }
  return {
    store: path.join(set('XDG_DATA_HOME') ?? path.join(home, '.local', 'share'), 'countersign', 'store'),
    log: path.join(set('XDG_STATE_HOME') ?? path.join(home, '.local', 'state'), 'countersign', 'log'),
    policyFile,
  };
}

/** The app's own folder: the one whose package.json is Countersign's, above this file, built or not. */
export function appFolder(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && packageOf(file).name === 'countersign') return folder;
    if (dirname(folder) === folder) throw new Error(`Countersign's own folder wasn't found above ${from}.`);
  }
}

/** The version in the app's package.json. */
export function appVersion(folder: string): string {
  return packageOf(join(folder, 'package.json')).version ?? '0.0.0';
}

function packageOf(file: string): { name?: string; version?: string } {
  return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
}
