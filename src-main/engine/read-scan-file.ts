import { open } from 'node:fs/promises';
import { EngineError, engineError } from './engine-error.ts';
import { tooLarge } from './engine-messages.ts';

/**
 * Reads a scan from the disk. One over 64 MB is refused by its size, before it is read.
 * @throws EngineError: `scan`/`too-large`, or `file-unreadable` naming the file and the reason.
 */
export async function readScanFile(path: string): Promise<Uint8Array> {
  const unreadable = (why: string) => engineError('file-unreadable', `${path} can't be read: ${why}.`);
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(reasonOf(error));
  });
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw unreadable("it isn't a file");
    const refused = tooLarge(path, facts.size);
    if (refused) throw refused;
    return await handle.readFile();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(reasonOf(error as NodeJS.ErrnoException));
  } finally {
    await handle.close();
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return "it isn't there";
    case 'EACCES':
    case 'EPERM':
      return 'this user may not read it';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENAMETOOLONG':
      return 'its name is too long for this system';
    default:
      return error.code ?? error.message;
  }
}
