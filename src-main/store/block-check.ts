import type { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from './key-ring.ts';
import { hasTable, type Pause } from './record-check.ts';
import type { VerifyProblem } from './reference-store.ts';
import { readTemplate } from './templates.ts';
import { readBlock } from './vector-blocks.ts';

/**
 * Holds every block of vectors against the templates that they were made from: each vector is a part of its specimen's template, bit for bit, and none
 * is there twice. Blocks that don't open are left to the check of envelopes.
 */
export async function checkBlocks(
  database: DatabaseSync,
  keys: KeyRing,
  report: (problem: VerifyProblem) => void,
  pause: Pause,
): Promise<void> {
  if (!hasTable(database, 'vector_block')) return;
  const source = { database, keys };
  const rows = database.prepare('SELECT id, model_hash FROM vector_block ORDER BY id').all() as unknown as {
    id: string;
    model_hash: string;
  }[];
  const ownerOf = database.prepare('SELECT account FROM specimen WHERE id = ?');
  const seen = new Set<string>();
  for (const { id, model_hash: modelHash } of rows) {
    const where = `vector_block ${id}`;
    try {
      const { place, specimens, values } = readBlock(source, id);
      for (const [at, specimen] of specimens.entries()) {
        const account = ownerOf.get(specimen)?.['account'];
        const template = typeof account === 'string' ? readTemplate(source, account, specimen, modelHash) : null;
        const own = template?.vector.subarray(place.offset, place.offset + place.length);
        const held = values.subarray(at * place.length, (at + 1) * place.length);
        if (!own) report({ where, what: `holds a vector of specimen ${specimen}, which has no such template` });
        else if (!own.every((value, number) => Object.is(value, held[number])) || own.length !== held.length)
          report({ where, what: `its vector of specimen ${specimen} isn't that of the template` });
        const name = `${specimen}/${modelHash}/${place.offset}`;
        if (seen.has(name)) report({ where, what: `holds specimen ${specimen} once more` });
        seen.add(name);
      }
      values.fill(0);
    } catch (error) {
      report({ where, what: error instanceof Error ? error.message : String(error) });
    }
    await pause();
  }
}
