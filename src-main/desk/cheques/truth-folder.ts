import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { CallFailure } from '../../contract/calls.ts';
import { chequeTruthSchema, type ChequeTruth } from '../../contract/cheque-truth.ts';

/** One picture of a folder of cheques, with what is known of it. */
export interface TruePicture {
  /** Absolute. */
  readonly path: string;
  readonly folder: string;
  readonly truth: ChequeTruth;
}

/** What lies beside the pictures and tells about them. */
export const truthFile = 'truth.jsonl';

/**
 * Reads a folder's truth.jsonl; the pictures themselves aren't opened yet.
 *
 * @throws CallFailure `bad-index`, naming the file, the line and the field
 */
export async function readTruthFolder(directory: string): Promise<TruePicture[]> {
  const folder = resolve(directory);
  const file = join(folder, truthFile);
  const bad = (message: string) => new CallFailure({ fault: 'bad-index', message });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw bad(
      `Can't read ${file} (${why}). The folder needs a ${truthFile}; docs/cheque-truth.md says what stands in it.`,
    );
  }
  const pictures: TruePicture[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const where = `${file}, line ${at + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw bad(`${where}: this isn't JSON.`);
    }
    const parsed = v.safeParse(chequeTruthSchema, value);
    if (!parsed.success) {
      const issue = parsed.issues[0];
      throw bad(`${where}: ${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`);
    }
    const path = inside(folder, parsed.output.file);
    if (path === null) throw bad(`${where}: ${parsed.output.file} doesn't lie in the folder.`);
    pictures.push({ path, folder, truth: parsed.output });
  }
  if (pictures.length === 0) throw bad(`${file} has no pictures.`);
  return pictures;
}

/** A file beside the truth, absolute; null where it would lie outside of the folder. */
export function inside(folder: string, file: string): string | null {
  const path = resolve(folder, file);
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? path : null;
}
