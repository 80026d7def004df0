import { open, seal } from './envelopes.ts';
import type { KeyRing } from './key-ring.ts';
import type { Template } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import { keyFor } from './store-session.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';
import { dropFromBlocks } from './vector-blocks.ts';
import type { DatabaseSync } from 'node:sqlite';

const lengthBytes = 4;
const floatBytes = 4;

/** A template as bytes: the header's length (4 bytes, little endian), the header in JSON, the vector in float32 LE. */
export function encodeTemplate(template: Template): Buffer {
  const { vector, ...rest } = template;
  const header = Buffer.from(JSON.stringify(rest));
  const bytes = Buffer.alloc(lengthBytes + header.length + vector.length * floatBytes);
  bytes.writeUInt32LE(header.length, 0);
  header.copy(bytes, lengthBytes);
  vector.forEach((value, index) => bytes.writeFloatLE(value, lengthBytes + header.length + index * floatBytes));
  return bytes;
}

/** Reads what {@link encodeTemplate} wrote. */
export function decodeTemplate(bytes: Buffer): Template {
  const start = lengthBytes + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', lengthBytes, start)) as Omit<Template, 'vector'>;
  const vector = new Float32Array((bytes.length - start) / floatBytes);
  for (let index = 0; index < vector.length; index++) vector[index] = bytes.readFloatLE(start + index * floatBytes);
  return { ...header, vector };
}

const idOf = (specimen: string, modelHash: string): string => `${specimen}/${modelHash}`;

/** Keeps a specimen's template; one by the same model is replaced. */
export function insertTemplate(
  transaction: StoreTransaction,
  account: string,
  specimen: string,
  template: Template,
): void {
  const id = idOf(specimen, template.modelHash);
  const place = transaction.keys.place('template', id, 'sealed');
  const sealed = seal(keyFor(transaction, account), place, encodeTemplate(template));
  if (transaction.database.prepare('SELECT 1 FROM template WHERE id = ?').get(id)) {
    transaction.update('template', id, { sealed });
    // What a block has of it is another one's now.
    dropFromBlocks(transaction, template.modelHash, new Set([specimen]));
  } else {
    transaction.insert('template', id, { account, specimen, model_hash: template.modelHash, sealed });
  }
}

/** A specimen's template by this model; null where there is none. @throws StoreError `damaged` */
export function readTemplate(
  source: { database: DatabaseSync; keys: KeyRing },
  account: string,
  specimen: string,
  modelHash: string,
): Template | null {
  const id = idOf(specimen, modelHash);
  const row = source.database.prepare('SELECT sealed FROM template WHERE id = ?').get(id);
  if (!row) return null;
  const place = source.keys.place('template', id, 'sealed');
  return decodeTemplate(open(keyFor(source, account), place, row['sealed'] as Uint8Array));
}

/** Adds templates made after a change of model, in one entry. @throws StoreError `not-found` */
export function putTemplatesInto(
  transaction: StoreTransaction,
  templates: readonly { specimen: string; template: Template }[],
  operator: string,
): { entry: EntryContent; result: void } {
  for (const { specimen, template } of templates) {
    const row = transaction.database.prepare('SELECT account FROM specimen WHERE id = ?').get(specimen);
    if (!row) throw new StoreError('not-found', `Specimen ${specimen} isn't on file.`);
    insertTemplate(transaction, row['account'] as string, specimen, template);
  }
  const models = [...new Set(templates.map(({ template }) => template.modelHash))];
  return {
    entry: {
      kind: 'templates-made',
      account: null,
      details: { operator, modelHashes: models, specimens: templates.map(({ specimen }) => specimen) },
    },
    result: undefined,
  };
}
