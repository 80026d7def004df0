import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { StoreError } from './store-error.ts';

/** The files of a store. */
export const databaseFile = 'store.sqlite';
export const descriptionFile = 'store.json';
export const headFile = 'head.json';

/** File systems of other machines, as Linux names them; SQLite's locks can't be trusted there. */
const networkFileSystem =
  /^(nfs\d?|cifs|smb\d?|smbfs|smbnetfs|afs|afpfs|ncpfs|coda|ceph|glusterfs|lustre|beegfs|davfs|fuse\.(sshfs|davfs2?|smbnetfs|glusterfs|rclone|s3fs|ceph.*|curlftpfs))$/;

/** The nearest folder above (or at) `path` that exists, with links followed. */
function existingAncestor(path: string): string {
  for (let current = resolve(path); ; current = dirname(current)) {
    try {
      // The native call follows mapped drive letters to their share on Windows.
      return realpathSync.native(current);
    } catch {
      if (dirname(current) === current) return current;
    }
  }
}

/** The file system type of the mount that holds `path`, from the text of /proc/self/mounts; null where unknown. */
export function mountedType(path: string, mounts: string): string | null {
  let best: { point: string; type: string } | null = null;
  for (const line of mounts.split('\n')) {
    const [, rawPoint, type] = line.split(' ');
    if (!rawPoint || !type) continue;
    const point = rawPoint.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    const holds = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (holds && point.length >= (best?.point.length ?? 0)) best = { point, type };
  }
  return best?.type ?? null;
}

function systemMounts(): string {
  try {
    return readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    return '';
  }
}

/**
 * Refuses a store on another machine's disk: UNC paths, mapped drives, and on Linux network mounts.
 * @param mounts text of /proc/self/mounts
 * @throws StoreError `network-path`
 */
export function refuseNetworkPath(directory: string, mounts: string = systemMounts()): void {
  const unc = /^(\\\\|\/\/)(?![?.][\\/](?!UNC))/i;
  const real = existingAncestor(directory);
  const type = mountedType(real, mounts);
  if (unc.test(directory) || unc.test(real) || (type !== null && networkFileSystem.test(type))) {
    throw new StoreError(
      'network-path',
      `${directory} is on a network drive. A store needs a disk of this machine: choose another folder.`,
    );
  }
}

/**
 * Refuses a folder that can't be written.
 * @throws StoreError `read-only`
 */
export function refuseReadOnly(directory: string): void {
  for (const path of [directory, join(directory, databaseFile)]) {
    try {
      accessSync(path, constants.W_OK);
    } catch (error) {
      throw new StoreError(
        'read-only',
        `${path} can't be written to. Give the user of this program the right to write there; nothing was changed.`,
        error,
      );
    }
  }
}

/** Makes a rename in this folder lasting. Windows can't open folders and doesn't need it. */
export function syncFolder(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Writes a file whole or not at all: to a temporary name, flushed, renamed, the folder flushed. Mode 0600. */
export function writeFileWhole(path: string, content: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** What `store.json` holds: enough to know a store by, nothing personal. */
export interface StoreDescription {
  readonly format: 'countersign-store';
  readonly id: string;
  readonly schemaVersion: number;
}

/** Writes `store.json`. */
export function writeDescription(directory: string, id: string, schemaVersion: number): void {
  const description: StoreDescription = { format: 'countersign-store', id, schemaVersion };
  writeFileWhole(join(directory, descriptionFile), `${JSON.stringify(description, null, 2)}\n`);
}

/** Reads `store.json`; null where it's missing or not what this program writes. */
export function readDescription(directory: string): StoreDescription | null {
  try {
    const parsed = JSON.parse(
      readFileSync(join(directory, descriptionFile), 'utf8'),
    ) as Partial<StoreDescription> | null;
    if (parsed?.format !== 'countersign-store') return null;
    if (typeof parsed.id !== 'string' || !Number.isInteger(parsed.schemaVersion)) return null;
    return parsed as StoreDescription;
  } catch {
    return null;
  }
}
