import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { RecordHead } from './reference-store.ts';
import { headFile, writeFileWhole } from './store-folder.ts';

const schema = v.strictObject({
  format: v.literal('countersign-head'),
  store: v.string(),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  at: v.string(),
  publicKey: v.pipe(v.string(), v.base64()),
  signature: v.pipe(v.string(), v.base64()),
});

/** Writes `head.json`: the signed end of the record, for whoever keeps a copy elsewhere. */
export function writeHeadFile(directory: string, head: RecordHead): void {
  writeFileWhole(join(directory, headFile), `${JSON.stringify({ format: 'countersign-head', ...head }, null, 2)}\n`);
}

/** What `head.json` says: the head, or that it's `missing` or `unreadable`. Its signature isn't checked here. */
export function readHeadFile(directory: string): RecordHead | 'missing' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(join(directory, headFile), 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
  return readHeadJson(text) ?? 'unreadable';
}

/** The head that the text of a `head.json` says; null where it's something else. Its signature isn't checked here. */
export function readHeadJson(text: string): RecordHead | null {
  try {
    const { store, sequence, hash, at, publicKey, signature } = v.parse(schema, JSON.parse(text));
    return { store, sequence, hash, at, publicKey, signature };
  } catch {
    return null;
  }
}
