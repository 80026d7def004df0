import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineError } from '../../engine/engine-error.ts';
import { tooLarge } from '../../engine/engine-messages.ts';
import type { BatchFile } from '../../store/batches.ts';

/** A file's bytes, or what is in the way of them. `changed`: it isn't the file that was listed any more. */
export type SteadyBytes =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'gone' | 'changed' }
  | { readonly kind: 'locked'; readonly why: string }
  | { readonly kind: 'refused'; readonly error: EngineError };

const goneCodes = new Set(['ENOENT', 'ENOTDIR', 'ESTALE']);

/** Reads a file as it was listed: not one that was written to since, nor one that is being written to. */
export async function readSteady(folder: string, listed: BatchFile): Promise<SteadyBytes> {
  const refused = tooLarge(listed.file, listed.size);
  if (refused) return { kind: 'refused', error: refused };
  try {
    const handle = await open(join(folder, listed.file), 'r');
    try {
      const asListed = async (): Promise<boolean> => {
        const { size, mtimeNs } = await handle.stat({ bigint: true });
        return Number(size) === listed.size && Number(mtimeNs / 1_000_000n) === listed.modified;
      };
      if (!(await asListed())) return { kind: 'changed' };
      const bytes = await handle.readFile();
      return bytes.byteLength === listed.size && (await asListed()) ? { kind: 'bytes', bytes } : { kind: 'changed' };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    return goneCodes.has(code) ? { kind: 'gone' } : { kind: 'locked', why: reasonOf(code) };
  }
}

function reasonOf(code: string): string {
  if (code === 'EBUSY') return 'another program holds it';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it, or another program holds it';
  return code;
}
