import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { CallFailure } from '../../contract/calls.ts';

/** A file that may be a scan, as it lies in the folder now. */
export interface FoundFile {
  /** Its path below the folder, with `/` between the parts. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in whole milliseconds since 1970. */
  readonly modified: number;
  /** What stays the same when it is renamed; null: the file system has no such thing. */
  readonly identity: string | null;
}

/** What a folder holds. */
export interface FolderListing {
  /** In order of their paths, folder by folder. */
  readonly files: readonly FoundFile[];
  /** Folders below it that can't be read. */
  readonly unreadable: readonly string[];
}

// What scanners and systems put beside scans. Anything else is taken, so that no cheque is passed over for its name.
const besideScans = new Set(
  '.csv .tsv .json .jsonl .xml .txt .log .md .ini .db .lnk .md5 .sha1 .sha256 .idx .tmp .part .partial .crdownload .lock'.split(
    ' ',
  ),
);

/** Whether a batch takes a file of this name: hidden ones and what isn't a scan by its ending are left alone. */
export function isScanName(name: string): boolean {
  return !name.startsWith('.') && !name.startsWith('~$') && !besideScans.has(extname(name).toLowerCase());
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Lists a folder and all below it. Links are not followed.
 *
 * @param leaveOut absolute paths of files and folders that don't count, such as the store's own
 * @throws CallFailure `no-folder` where the folder itself can't be read
 */
export async function listFolder(folder: string, leaveOut: ReadonlySet<string>): Promise<FolderListing> {
  const files: FoundFile[] = [];
  const unreadable: string[] = [];
  const enter = async (below: string): Promise<void> => {
    const here = join(folder, below);
    const entries = await readdir(here, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (below === '') throw noFolder(folder, error);
      unreadable.push(below);
      return [];
    });
    for (const entry of entries.sort((a, b) => inOrder(a.name, b.name))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.') || leaveOut.has(resolve(folder, path))) continue;
      if (entry.isDirectory()) await enter(path);
      else if (entry.isFile() && isScanName(entry.name)) {
        const found = await factsOf(folder, path);
        if (found) files.push(found);
      }
    }
  };
  await enter('');
  return { files, unreadable };
}

/** A file's facts; null where it has gone. */
export async function factsOf(folder: string, file: string): Promise<FoundFile | null> {
  const facts = await stat(join(folder, file), { bigint: true }).catch(() => null);
  if (!facts?.isFile()) return null;
  return {
    file,
    size: Number(facts.size),
    modified: Number(facts.mtimeNs / 1_000_000n),
    identity: facts.ino === 0n ? null : `${facts.dev}:${facts.ino}`,
  };
}

function noFolder(folder: string, { code }: NodeJS.ErrnoException): CallFailure {
  const why =
    code === 'ENOENT' ? "it isn't there" : code === 'ENOTDIR' ? "it isn't a folder" : (code ?? 'it is unreadable');
  return new CallFailure({ fault: 'no-folder', field: 'folder', message: `${folder} can't be checked: ${why}.` });
}
