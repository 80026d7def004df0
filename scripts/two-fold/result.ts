import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { evaluationSchema } from '../../src-main/contract/cli-evaluate.ts';

const counts = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0)));

/** A file of models/training/checks: figures over several nets of one recipe, none tested on whom it was trained on. */
export const checkSchema = v.strictObject({
  format: v.literal('countersign-check/1'),
  /** The package whose recipe the nets follow. */
  model: v.string(),
  kind: v.picklist(['two-fold', 'cross-set']),
  /** The split of the index that was tested; left out: every writer. */
  split: v.optional(v.string()),
  /** The command that made it, with FOLDERS in place of paths. */
  command: v.string(),
  date: v.string(),
  /** Each net: SHA-256 of its files, and how many writers of each set it was trained on and tested on. */
  nets: v.array(v.strictObject({ files: v.record(v.string(), v.string()), trainedOn: counts, testedOn: counts })),
  /** Writers of the index whom no net could test. */
  leftOut: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** How the figures came about, in words. */
  protocol: v.string(),
  sets: v.record(v.string(), v.record(v.string(), evaluationSchema)),
});
export type Check = v.InferOutput<typeof checkSchema>;

/** Where the checks lie. */
export const checksFolder = new URL('../../models/training/checks/', import.meta.url);

/** The name of a check's file. */
export function checkFile(model: string, kind: Check['kind'], split?: string): string {
  return `${[model, kind, split].filter((part) => part !== undefined).join('-')}.json`;
}

/** A package's check; null where it has none. @throws ValiError where the file isn't a check. */
export async function readCheck(model: string, kind: Check['kind'], split?: string): Promise<Check | null> {
  const text = await readFile(new URL(checkFile(model, kind, split), checksFolder), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
  return text === null ? null : v.parse(checkSchema, JSON.parse(text));
}
