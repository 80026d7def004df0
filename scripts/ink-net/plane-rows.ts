/** Planes as scripts/ink-net/planes.ts writes them. */
import { open, readFile } from 'node:fs/promises';
import * as v from 'valibot';

const rowSchema = v.object({
  name: v.string(),
  layout: v.string(),
  tone: v.picklist(['grey', 'colour', 'bitonal']),
  width: v.number(),
  height: v.number(),
  offset: v.number(),
  coloured: v.boolean(),
  signatures: v.array(
    v.object({ left: v.number(), top: v.number(), right: v.number(), bottom: v.number(), cutOff: v.boolean() }),
  ),
});

/** A cheque's plane and what is known of it. */
export interface PlaneRow extends v.InferOutput<typeof rowSchema> {
  readonly ink: Uint8Array;
  readonly red: Int8Array | null;
  readonly blue: Int8Array | null;
  /** 0 no signature's ink, n the n-th signature's, 255 one's of several. */
  readonly owner: Uint8Array;
}

/** Reads the planes of a file (its name without .jsonl and .bin), one after another. */
export async function* readPlanes(file: string): AsyncGenerator<PlaneRow, void, undefined> {
  const lines = (await readFile(`${file}.jsonl`, 'utf8')).split('\n').filter((line) => line !== '');
  await using data = await open(`${file}.bin`);
  for (const line of lines) {
    const row = v.parse(rowSchema, JSON.parse(line));
    const size = row.width * row.height;
    const bytes = new Uint8Array(size * (row.coloured ? 4 : 2));
    await data.read(bytes, 0, bytes.length, row.offset);
    yield {
      ...row,
      ink: bytes.subarray(0, size),
      red: row.coloured ? new Int8Array(bytes.buffer, size, size) : null,
      blue: row.coloured ? new Int8Array(bytes.buffer, 2 * size, size) : null,
      owner: bytes.subarray(bytes.length - size),
    };
  }
}
