import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CallFailure } from '../contract/calls.ts';

/** One row of an index of signatures: the protocol's columns, with the path made absolute. */
export interface SignatureRow {
  readonly path: string;
  /** The path as it stands in the file. */
  readonly name: string;
  readonly dataset: string;
  readonly writer: string;
  readonly kind: 'genuine' | 'forgery';
  readonly split: string;
}

/** One row of an enrolment list. */
export interface EnrolmentRow {
  readonly path: string;
  readonly name: string;
  readonly account: string;
  readonly signatory: string;
}

/**
 * Reads a tab-separated file with a header line.
 * @returns one record a line, keyed by the header's names, with the line's number
 * @throws CallFailure `bad-index`, naming the file, the line and the column
 */
async function readTable(
  file: string,
  columns: readonly string[],
): Promise<{ line: number; cells: Map<string, string> }[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CallFailure({ fault: 'bad-index', message: `Can't read the index file ${file} (${why}).` });
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = (lines[0] ?? '').split('\t').map((name) => name.trim());
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new CallFailure({
      fault: 'bad-index',
      message: `${file}: the first line must name the columns ${columns.join(', ')} (tab separated); ${missing.join(', ')} is missing.`,
    });
  }
  const rows: { line: number; cells: Map<string, string> }[] = [];
  for (const [at, text] of lines.entries()) {
    if (at === 0 || text.trim() === '') continue;
    const cells = text.split('\t');
    const row = new Map(header.map((name, column) => [name, (cells[column] ?? '').trim()]));
    const empty = columns.find((column) => !row.get(column));
    if (empty) throw new CallFailure({ fault: 'bad-index', message: `${file}, line ${at + 1}: ${empty} is empty.` });
    rows.push({ line: at + 1, cells: row });
  }
  if (rows.length === 0) throw new CallFailure({ fault: 'bad-index', message: `${file} has a header but no rows.` });
  return rows;
}

/**
 * Reads an index of signatures (columns path, dataset, writer, kind, split). Paths are absolute or relative to the file.
 * @param split keep only rows of this split
 * @throws CallFailure `bad-index`
 */
export async function readSignatureIndex(file: string, split?: string): Promise<SignatureRow[]> {
  const rows = await readTable(file, ['path', 'dataset', 'writer', 'kind', 'split']);
  const folder = dirname(resolve(file));
  const read = rows.map(({ line, cells }): SignatureRow => {
    const kind = cells.get('kind');
    if (kind !== 'genuine' && kind !== 'forgery') {
      throw new CallFailure({
        fault: 'bad-index',
        message: `${file}, line ${line}: kind must be genuine or forgery, not "${kind}".`,
      });
    }
    const name = cells.get('path') ?? '';
    return {
      path: resolve(folder, name),
      name,
      dataset: cells.get('dataset') ?? '',
      writer: cells.get('writer') ?? '',
      kind,
      split: cells.get('split') ?? '',
    };
  });
  if (split === undefined) return read;
  const kept = read.filter((row) => row.split === split);
  if (kept.length === 0) {
    const splits = [...new Set(read.map((row) => row.split))].join(', ');
    throw new CallFailure({
      fault: 'bad-index',
      message: `${file} has no rows of split "${split}"; it has: ${splits}.`,
    });
  }
  return kept;
}

/**
 * Reads an enrolment list (columns path, account, signatory). Paths are absolute or relative to the file.
 * @throws CallFailure `bad-index`
 */
export async function readEnrolmentIndex(file: string): Promise<EnrolmentRow[]> {
  const rows = await readTable(file, ['path', 'account', 'signatory']);
  const folder = dirname(resolve(file));
  return rows.map(({ cells }) => {
    const name = cells.get('path') ?? '';
    return {
      path: resolve(folder, name),
      name,
      account: cells.get('account') ?? '',
      signatory: cells.get('signatory') ?? '',
    };
  });
}
