import { endianness } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { open, seal } from './envelopes.ts';
import type { KeyRing } from './key-ring.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import type { StoreTransaction } from './store-session.ts';

/** Which of a template's numbers its short vector is. */
export interface VectorPlace {
  readonly offset: number;
  readonly length: number;
}

/** What a block holds: specimens, each with its vector, in the same order. */
export interface VectorBlock {
  readonly place: VectorPlace;
  readonly specimens: readonly string[];
  /** `specimens.length` vectors of `place.length` numbers, one after another. */
  readonly values: Float32Array;
}

/** Vectors a block at most: a megabyte or so, which an erasure seals anew in a few milliseconds. */
export const vectorsPerBlock = 1024;

const lengthBytes = 4;
const floatBytes = 4;

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** A block as bytes: the header's length (4 bytes, little endian), the header in JSON, padding, the vectors in float32 LE. */
function encode({ place, specimens, values }: VectorBlock): Buffer {
  const text = JSON.stringify({ place, specimens });
  // Spaces at the end of JSON mean nothing; with them the vectors begin at a multiple of four.
  const header = Buffer.from(text + ' '.repeat(-Buffer.byteLength(text) & (floatBytes - 1)));
  const bytes = Buffer.alloc(lengthBytes + header.length + values.length * floatBytes);
  bytes.writeUInt32LE(header.length, 0);
  header.copy(bytes, lengthBytes);
  const vectors = bytes.subarray(lengthBytes + header.length);
  vectors.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  if (endianness() === 'BE') vectors.swap32();
  return bytes;
}

function decode(bytes: Buffer): VectorBlock {
  const start = lengthBytes + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', lengthBytes, start)) as Omit<VectorBlock, 'values'>;
  const vectors = Uint8Array.from(bytes.subarray(start));
  if (endianness() === 'BE') Buffer.from(vectors.buffer).swap32();
  return { ...header, values: new Float32Array(vectors.buffer) };
}

/** Ids of the blocks of a model (null: of all models), oldest first. */
export function blockIds(database: DatabaseSync, modelHash: string | null): string[] {
  const rows =
    modelHash === null
      ? database.prepare('SELECT id FROM vector_block ORDER BY id').all()
      : database.prepare('SELECT id FROM vector_block WHERE model_hash = ? ORDER BY id').all(modelHash);
  return rows.map((row) => row['id'] as string);
}

/** Opens a block. @throws StoreError `damaged` */
export function readBlock({ database, keys }: Source, id: string): VectorBlock {
  const row = database.prepare('SELECT sealed FROM vector_block WHERE id = ?').get(id);
  if (!row) throw new StoreError('damaged', `The store is damaged: vector block ${id} is missing. Restore a backup.`);
  const place = keys.place('vector_block', id, 'sealed');
  const bytes = open(keys.derived('sealing'), place, row['sealed'] as Uint8Array);
  const block = decode(bytes);
  bytes.fill(0);
  return block;
}

/** Seals a new block. */
export function insertBlock(transaction: StoreTransaction, modelHash: string, block: VectorBlock): void {
  const id = newRowId();
  transaction.insert('vector_block', id, { model_hash: modelHash, sealed: sealedBlock(transaction, id, block) });
}

/**
 * Takes specimens out of the blocks of a model (null: of all). A block that held one is sealed anew without it under the same id; the old envelope
 * is overwritten (`secure_delete`), as the keys of an erased account are.
 */
export function dropFromBlocks(
  transaction: StoreTransaction,
  modelHash: string | null,
  specimens: ReadonlySet<string>,
): void {
  if (specimens.size === 0) return;
  for (const id of blockIds(transaction.database, modelHash)) {
    const block = readBlock(transaction, id);
    const kept = block.specimens.flatMap((specimen, at) => (specimens.has(specimen) ? [] : [at]));
    if (kept.length === block.specimens.length) continue;
    if (kept.length === 0) transaction.remove('vector_block', id);
    else transaction.update('vector_block', id, { sealed: sealedBlock(transaction, id, only(block, kept)) });
    block.values.fill(0);
  }
}

function only({ place, specimens, values }: VectorBlock, kept: readonly number[]): VectorBlock {
  const fewer = new Float32Array(kept.length * place.length);
  for (const [to, from] of kept.entries()) {
    fewer.set(values.subarray(from * place.length, (from + 1) * place.length), to * place.length);
  }
  return { place, specimens: kept.map((at) => specimens[at]!), values: fewer };
}

function sealedBlock({ keys }: StoreTransaction, id: string, block: VectorBlock): Buffer {
  const bytes = encode(block);
  const sealed = seal(keys.derived('sealing'), keys.place('vector_block', id, 'sealed'), bytes);
  bytes.fill(0);
  return sealed;
}
