import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A kind of index, filled: rows of the nearest to a vector. */
export interface FilledKind {
  readonly nearest: (questioned: Float32Array, count: number) => number[];
  close(): void;
}

interface Usearch {
  Index: new (options: object) => {
    add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
    search(vector: Float32Array, count: number, threads: number): { keys: BigUint64Array };
  };
}
interface SqliteVec {
  load(database: DatabaseSync): void;
}

/** What was installed for comparison, outside the project; see `benchIndexKinds`. */
function packageOf<T>(name: string): T | null {
  const folder = process.env['COUNTERSIGN_BENCH_PACKAGES'];
  if (!folder) return null;
  try {
    return createRequire(join(folder, 'package.json'))(name) as T;
  } catch {
    return null;
  }
}

/** usearch's graph (HNSW) with its usual settings. null: it isn't installed. */
export function usearch(values: Float32Array, dimension: number): FilledKind | null {
  const found = packageOf<Usearch>('usearch');
  if (!found) return null;
  const index = new found.Index({ metric: 'l2sq', dimensions: dimension, connectivity: 16, quantization: 'f32' });
  const count = values.length / dimension;
  const atOnce = 5000;
  for (let first = 0; first < count; first += atOnce) {
    const keys = BigUint64Array.from({ length: Math.min(atOnce, count - first) }, (_, at) => BigInt(first + at));
    index.add(keys, values.subarray(first * dimension, (first + keys.length) * dimension), 2);
  }
  return {
    nearest: (questioned, wanted) => [...index.search(questioned, wanted, 1).keys].map(Number),
    close: () => undefined,
  };
}

/** sqlite-vec's table of float32 vectors, which compares all. null: it isn't installed. */
export function sqliteVec(values: Float32Array, dimension: number): FilledKind | null {
  const found = packageOf<SqliteVec>('sqlite-vec');
  if (!found) return null;
  const database = new DatabaseSync(':memory:', { allowExtension: true });
  found.load(database);
  database.exec(`CREATE VIRTUAL TABLE kind USING vec0 (vector float[${dimension}]); BEGIN`);
  const insert = database.prepare('INSERT INTO kind (rowid, vector) VALUES (?, ?)');
  const bytes = dimension * 4;
  for (let row = 0; row * dimension < values.length; row++) {
    insert.run(BigInt(row + 1), new Uint8Array(values.buffer, values.byteOffset + row * bytes, bytes));
  }
  database.exec('COMMIT');
  const select = database.prepare('SELECT rowid FROM kind WHERE vector MATCH ? AND k = ?');
  return {
    nearest: (questioned, wanted) =>
      select
        .all(new Uint8Array(questioned.buffer, questioned.byteOffset, bytes), wanted)
        .map((r) => Number(r['rowid']) - 1),
    close: () => database.close(),
  };
}
