import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { accountNumberSchema, daySchema, nameSchema } from '../../contract/account.ts';
import { normaliseAccountNumber } from '../../contract/account-number.ts';
import { CallFailure } from '../../contract/calls.ts';

/** A file to enrol, as its folder or its list says. */
export interface BulkFile {
  /** Absolute. */
  readonly path: string;
  readonly signatory: string;
  /** YYYY-MM-DD; null: not known. */
  readonly capturedOn: string | null;
}

/** The signatories that a list names for one card, as `Ann|Ann|Bob`. */
export const namesOf = (signatory: string): string[] =>
  signatory
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** All files of one account, in order. */
export interface BulkSource {
  readonly account: string;
  readonly holder: string | null;
  readonly files: readonly BulkFile[];
}

interface Row extends BulkFile {
  readonly account: string;
  readonly holder: string | null;
  /** For messages: the folder, or the list's line. */
  readonly where: string;
}

const badSource = (message: string): CallFailure => new CallFailure({ fault: 'bad-index', message });

/** @throws CallFailure `bad-index` naming where */
function read<Schema extends v.GenericSchema>(schema: Schema, value: string, where: string): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw badSource(`${where}: "${value}": ${result.issues[0].message}.`);
}

/** Rows by account, however its number is spaced. @throws CallFailure `bad-index` where a file is named twice */
function byAccount(rows: readonly Row[]): BulkSource[] {
  const groups = new Map<string, { account: string; holder: string | null; files: BulkFile[] }>();
  const seen = new Map<string, string>();
  for (const { path, account, holder, signatory, capturedOn, where } of rows) {
    const before = seen.get(path);
    if (before !== undefined)
      throw badSource(`${where}: ${path} is named already (${before}). Leave one of the two out.`);
    seen.set(path, where);
    const key = normaliseAccountNumber(account);
    const group = groups.get(key) ?? { account, holder: null, files: [] };
    groups.set(key, group);
    group.holder ??= holder;
    group.files.push({ path, signatory, capturedOn });
  }
  return [...groups.values()];
}

const ordered = new Intl.Collator('en', { numeric: true });

async function entriesOf(folder: string): Promise<{ name: string; folder: boolean }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw badSource(`The folder ${folder} can't be read: ${error.code ?? 'unreadable'}.`);
  });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isFile()))
    .map((entry) => ({ name: entry.name, folder: entry.isDirectory() }))
    .sort((a, b) => ordered.compare(a.name, b.name));
}

/**
 * A folder tree: one folder an account, in it one a signatory, in it the scans.
 * @throws CallFailure `bad-index` where the tree isn't that
 */
export async function readTree(root: string): Promise<BulkSource[]> {
  const rows: Row[] = [];
  for (const account of await entriesOf(root)) {
    const accountPath = join(root, account.name);
    if (!account.folder)
      throw badSource(`${accountPath} lies beside the accounts' folders. A tree is ACCOUNT/SIGNATORY/SCAN.`);
    const number = read(accountNumberSchema, account.name, accountPath);
    for (const signatory of await entriesOf(accountPath)) {
      const signatoryPath = join(accountPath, signatory.name);
      if (!signatory.folder)
        throw badSource(`${signatoryPath} belongs to no signatory. A tree is ACCOUNT/SIGNATORY/SCAN.`);
      const name = read(nameSchema, signatory.name, signatoryPath);
      for (const scan of await entriesOf(signatoryPath)) {
        const path = resolve(signatoryPath, scan.name);
        if (scan.folder) throw badSource(`${path} is a folder below a signatory. A tree is ACCOUNT/SIGNATORY/SCAN.`);
        rows.push({ path, account: number, holder: null, signatory: name, capturedOn: null, where: signatoryPath });
      }
    }
  }
  if (rows.length === 0) throw badSource(`${root} holds no scans. A tree is ACCOUNT/SIGNATORY/SCAN.`);
  return byAccount(rows);
}

const namesSchema = v.pipe(
  v.string(),
  v.check((cell) => namesOf(cell).length > 0 && namesOf(cell).every((name) => v.is(nameSchema, name)), 'type names'),
);

const cellsSchema = v.array(v.array(v.string()));
const needed = ['file', 'account', 'signatory'] as const;
const columns: readonly string[] = [...needed, 'holder', 'captured_on'];

/**
 * A CSV list with a header line: file, account, signatory, and where they are known holder and captured_on. Files are absolute or
 * relative to the list.
 * @param cards whether the files are signature cards: `signatory` may then name several
 * @throws CallFailure `bad-index` naming the line and the column
 */
export async function readList(path: string, cards = false): Promise<BulkSource[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw badSource(`The list ${path} can't be read: ${error.code ?? 'unreadable'}.`);
  });
  let cells: string[][];
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true };
    cells = v.parse(cellsSchema, parse(text, { ...options, delimiter: [',', ';', '\t'] }));
  } catch (error) {
    throw badSource(`${path} isn't a CSV file: ${error instanceof Error ? error.message : 'unreadable'}.`);
  }
  const [head = [], ...lines] = cells;
  const header = head.map((name) => name.toLowerCase());
  const missing = needed.filter((column) => !header.includes(column));
  const unknown = header.find((column) => !columns.includes(column));
  if (missing.length > 0 || unknown !== undefined)
    throw badSource(
      `${path}: the first line names the columns ${columns.join(', ')}; ${unknown === undefined ? `${missing.join(', ')} is missing` : `"${unknown}" is none of them`}.`,
    );
  if (lines.length === 0) throw badSource(`${path} has a header but no rows.`);
  const rows = lines.map((row, at): Row => {
    const cell = (column: string): string => row[header.indexOf(column)] ?? '';
    const where = `${path}, row ${String(at + 2)}`;
    if (cell('file') === '') throw badSource(`${where}: file is empty.`);
    const [holder, day] = [cell('holder'), cell('captured_on')];
    return {
      path: resolve(dirname(path), cell('file')),
      account: read(accountNumberSchema, cell('account'), `${where}, account`),
      signatory: read(cards ? namesSchema : nameSchema, cell('signatory'), `${where}, signatory`),
      holder: holder === '' ? null : read(nameSchema, holder, `${where}, holder`),
      capturedOn: day === '' ? null : read(daySchema, day, `${where}, captured_on`),
      where,
    };
  });
  return byAccount(rows);
}
