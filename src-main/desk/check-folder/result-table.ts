import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { CallFailure } from '../../contract/calls.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import { resultLine, tableHead, tableRows } from './result-line.ts';

/** Items that are in memory at once. */
const page = 500;

/** What a table is written to before it takes the place of the one before. */
export const unfinishedTable = (path: string): string => `${path}.part`;

/**
 * Writes the whole batch as CSV, and puts the export on record. A table that is there already is replaced in one step.
 * @throws CallFailure `not-written`; StoreError
 */
export async function writeTable(store: ReferenceStore, batch: string, path: string): Promise<void> {
  const unfinished = unfinishedTable(path);
  const hash = createHash('sha256');
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      const write = async (text: string): Promise<void> => {
        hash.update(text);
        await file.write(text);
      };
      await write(`${tableHead.join(',')}\n`);
      const twins = await store.batches.twins(batch);
      let after: string | null = null;
      for (;;) {
        const items = await store.batches.items(batch, { after, limit: page });
        if (items.length === 0) break;
        await write(tableRows(items.map((item) => resultLine(item, twins.get(item.id) ?? null))));
        after = items.at(-1)?.id ?? null;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new CallFailure({ fault: 'not-written', message: `The table ${path} can't be written: ${code}.` });
  }
  await store.notes.exported({ what: 'csv', sha256: hash.digest('hex'), of: { batch } }, store.operator);
}
