import type { DatabaseSync } from 'node:sqlite';
import { readAccount } from './account-directory.ts';
import { specimenCounts } from './enrolment-rows.ts';
import type { KeyRing } from './key-ring.ts';
import { readChanges } from './record-chain.ts';
import type { EntryContent, StoreSession, StoreTransaction } from './store-session.ts';
import { readTemplate } from './templates.ts';
import { blockIds, insertBlock, readBlock, vectorsPerBlock, type VectorPlace } from './vector-blocks.ts';

export type { VectorPlace } from './vector-blocks.ts';

/** Whose a vector is, by row ids. */
export interface VectorOwner {
  readonly specimen: string;
  readonly signatory: string;
  readonly account: string;
}

/** The short vectors of every specimen in use, as they were at one moment. */
export interface LoadedVectors {
  /** The record's last entry then; see {@link VectorTable.changesSince}. */
  readonly sequence: number;
  readonly owners: readonly VectorOwner[];
  /** The owners' vectors in their order, one after another. */
  readonly values: Float32Array;
  /** How many of them, and of those of specimens out of use, are in no block yet. */
  readonly loose: number;
}

/** What has changed since a moment. */
export interface VectorChanges {
  readonly sequence: number;
  /** Specimens that are in use now and have a vector. */
  readonly put: readonly (VectorOwner & { readonly vector: Float32Array })[];
  /** Specimens that aren't in use any more, were erased, or have no template by this model. */
  readonly removed: readonly string[];
}

/**
 * The short vectors of templates, for recognition. Derived from the templates, and kept in sealed blocks beside them so that they open quickly;
 * what is newer than the blocks is read from the templates themselves.
 */
export interface VectorTable {
  /** Every vector in use by this model. @param place which of a template's numbers */
  load(modelHash: string, place: VectorPlace): Promise<LoadedVectors>;
  /** What has changed after a record entry; null where so much has that loading is quicker. */
  changesSince(sequence: number, modelHash: string, place: VectorPlace): Promise<VectorChanges | null>;
  /**
   * Puts loose vectors into one new block, where there are `least` of them. Blocks of another place are removed: they are of no use. One transaction:
   * interrupted, the blocks are as before.
   * @returns how many went into it; 0: there were too few
   */
  pack(modelHash: string, place: VectorPlace, least: number): Promise<number>;
  /** Number and holder of a vector's account, by its row id; null: it was erased meanwhile. */
  accountOf(account: string): Promise<{ readonly number: string; readonly holder: string | null } | null>;
  /** Removes every block of a model, so that packing makes them anew from the templates. @returns how many there were */
  discard(modelHash: string): Promise<number>;
}

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** More specimens than this aren't opened one by one: the blocks are quicker. */
const mostChanges = 2000;

const ownersInUse = `SELECT specimen.id AS specimen, specimen.signatory AS signatory, specimen.account AS account
  FROM specimen JOIN template ON template.specimen = specimen.id AND template.model_hash = ?
  WHERE specimen.retired = 0 AND ${specimenCounts}`;

/** The vectors of an unlocked store. */
export function vectorTableOf(session: StoreSession): VectorTable {
  return {
    load: (modelHash, place) => session.read((database, keys) => loadIn({ database, keys }, modelHash, place)),
    changesSince: (sequence, modelHash, place) =>
      session.read((database, keys) => changesIn({ database, keys }, sequence, modelHash, place)),
    pack: (modelHash, place, least) =>
      session.write((transaction) => packInto(transaction, modelHash, place, least, session.operator)),
    accountOf: (id) =>
      session.read((database, keys) => {
        if (!database.prepare('SELECT 1 FROM account WHERE id = ?').get(id)) return null;
        const { number, holder } = readAccount(database, keys, id).account;
        return { number, holder };
      }),
    discard: (modelHash) =>
      session.write((transaction) => {
        const ids = blockIds(transaction.database, modelHash);
        for (const id of ids) transaction.remove('vector_block', id);
        const details = { operator: session.operator, modelHash, blocks: ids.length };
        return { entry: ids.length > 0 ? entryOf('vectors-discarded', details) : null, result: ids.length };
      }),
  };
}

const entryOf = (kind: string, details: EntryContent['details']): EntryContent => ({ kind, account: null, details });

const samePlace = (a: VectorPlace, b: VectorPlace): boolean => a.offset === b.offset && a.length === b.length;

function lastSequence(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(sequence) AS last FROM record').get()?.['last'] ?? 0);
}

function loadIn(source: Source, modelHash: string, place: VectorPlace): LoadedVectors {
  const { database } = source;
  const owners = database.prepare(ownersInUse).all(modelHash) as unknown as VectorOwner[];
  const rowOf = new Map(owners.map(({ specimen }, row) => [specimen, row]));
  const values = new Float32Array(owners.length * place.length);
  const packed = new Set<string>();
  for (const id of blockIds(database, modelHash)) {
    const block = readBlock(source, id);
    if (!samePlace(block.place, place)) continue;
    for (const [at, specimen] of block.specimens.entries()) {
      packed.add(specimen);
      const row = rowOf.get(specimen);
      if (row === undefined) continue;
      values.set(block.values.subarray(at * place.length, (at + 1) * place.length), row * place.length);
    }
    block.values.fill(0);
  }
  for (const [row, { specimen, account }] of owners.entries()) {
    if (!packed.has(specimen)) values.set(vectorIn(source, account, specimen, modelHash, place), row * place.length);
  }
  const templates = database.prepare('SELECT count(*) AS number FROM template WHERE model_hash = ?').get(modelHash);
  const loose = Number(templates?.['number']) - packed.size;
  return { sequence: lastSequence(database), owners, values, loose };
}

function vectorIn(
  source: Source,
  account: string,
  specimen: string,
  modelHash: string,
  { offset, length }: VectorPlace,
): Float32Array {
  const template = readTemplate(source, account, specimen, modelHash);
  const vector = template?.vector.slice(offset, offset + length) ?? new Float32Array(0);
  if (vector.length !== length) {
    throw new RangeError(`The template of specimen ${specimen} has no ${length} numbers from ${offset} on.`);
  }
  return vector;
}

function changesIn(source: Source, since: number, modelHash: string, place: VectorPlace): VectorChanges | null {
  const { database } = source;
  const sequence = lastSequence(database);
  const touched = new Set<string>();
  const byEnrolment = database.prepare('SELECT id FROM specimen WHERE enrolment = ?');
  const entries = database.prepare('SELECT changes FROM record WHERE sequence > ? ORDER BY sequence').iterate(since);
  for (const { changes } of entries as unknown as Iterable<{ changes: string }>) {
    for (const { table, row } of readChanges(changes) ?? []) {
      if (table === 'specimen') touched.add(row);
      else if (table === 'template' && row.endsWith(`/${modelHash}`)) touched.add(row.slice(0, row.indexOf('/')));
      else if (table === 'enrolment') for (const { id } of byEnrolment.all(row)) touched.add(id as string);
    }
    if (touched.size > mostChanges) return null;
  }
  const inUse = database.prepare(`${ownersInUse} AND specimen.id = ?`);
  const put: (VectorOwner & { vector: Float32Array })[] = [];
  const removed: string[] = [];
  for (const specimen of touched) {
    const owner = inUse.get(modelHash, specimen) as unknown as VectorOwner | undefined;
    if (!owner) removed.push(specimen);
    else put.push({ ...owner, vector: vectorIn(source, owner.account, specimen, modelHash, place) });
  }
  return { sequence, put, removed };
}

function packInto(
  transaction: StoreTransaction,
  modelHash: string,
  place: VectorPlace,
  least: number,
  operator: string,
): { entry: EntryContent | null; result: number } {
  const { database } = transaction;
  const packed = new Set<string>();
  let removed = 0;
  for (const id of blockIds(database, modelHash)) {
    const block = readBlock(transaction, id);
    if (samePlace(block.place, place)) for (const specimen of block.specimens) packed.add(specimen);
    else {
      transaction.remove('vector_block', id);
      removed++;
    }
    block.values.fill(0);
  }
  const rows = database
    .prepare('SELECT specimen, account FROM template WHERE model_hash = ? ORDER BY specimen')
    .all(modelHash) as unknown as { specimen: string; account: string }[];
  const loose = rows.filter(({ specimen }) => !packed.has(specimen)).slice(0, vectorsPerBlock);
  const enough = loose.length > 0 && loose.length >= least;
  if (enough) {
    const values = new Float32Array(loose.length * place.length);
    for (const [at, { specimen, account }] of loose.entries()) {
      values.set(vectorIn(transaction, account, specimen, modelHash, place), at * place.length);
    }
    insertBlock(transaction, modelHash, { place, specimens: loose.map(({ specimen }) => specimen), values });
    values.fill(0);
  }
  const result = enough ? loose.length : 0;
  if (!enough && removed === 0) return { entry: null, result };
  return { entry: entryOf('vectors-packed', { operator, modelHash, vectors: result, removed }), result };
}
