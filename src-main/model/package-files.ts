/** The files of a package: read once, and held against the sizes and hashes that its manifest tells. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ModelError } from './model-error.ts';

/** @throws ModelError (hash-mismatch) where a file isn't the one its manifest tells */
export function checkFile(name: string, bytes: Uint8Array, told: { sha256: string; bytes: number }): void {
  if (bytes.byteLength !== told.bytes) throw wrongSize(name, bytes.byteLength, told.bytes);
  if (sha256(bytes) !== told.sha256) {
    throw new ModelError(
      'hash-mismatch',
      `The model file ${name} isn't the one its manifest describes: its SHA-256 differs. Install the package again.`,
      { file: name, field: `files.${name}.sha256` },
    );
  }
}

/** Reads a regular file through one handle, so that what was measured is what is read. Null where there is none. */
export async function readWhole(path: string, checkSize: (size: number) => void): Promise<Uint8Array | null> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new ModelError('no-package', `The model file ${path} can't be opened (${error.code ?? error.message}).`);
  });
  if (!handle) return null;
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new ModelError('no-package', `The model file ${path} isn't a file.`);
    checkSize(facts.size);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

export function missingFile(name: string): ModelError {
  return new ModelError('missing-file', `The model file ${name}, named in the package's manifest, isn't there.`, {
    file: name,
  });
}

export function wrongSize(name: string, found: number, told: number): ModelError {
  return new ModelError(
    'hash-mismatch',
    `The model file ${name} isn't the one its manifest describes: it has ${found} bytes, not ${told}. ` +
      'Install the package again.',
    { file: name, field: `files.${name}.bytes` },
  );
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
