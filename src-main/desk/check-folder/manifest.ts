import { readFile } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { accountNumberSchema, daySchema } from '../../contract/account.ts';
import { CallFailure } from '../../contract/calls.ts';
import { amountSchema } from '../../contract/decide.ts';

/** What the manifest says of a file. */
export interface ManifestRow {
  readonly account: string | null;
  /** In the currency's main unit. */
  readonly amount: number | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
}

/** A list of the folder's files with what is known of them. */
export interface Manifest {
  /** @param file its path below the folder, with `/` between the parts */
  of(file: string): ManifestRow;
}

/** What is said of a file that no manifest lists. */
export const nothingSaid: ManifestRow = { account: null, amount: null, date: null };

const largestBytes = 64 * 1024 * 1024;
const columns = ['file', 'account', 'amount', 'date'] as const;
const cellsSchema = v.array(v.array(v.string()));

/**
 * Reads a manifest: CSV with a header line that names the columns file, account, amount and date in any order; all but `file` may be
 * empty or left out. A file is named by its path below the folder, or by its name alone where only one has it.
 *
 * @throws CallFailure `bad-manifest`, naming the manifest, the line and the column
 */
export async function readManifest(path: string, folder: string): Promise<Manifest> {
  const bad = (what: string) =>
    new CallFailure({ fault: 'bad-manifest', field: 'manifest', message: `The manifest ${path} ${what}` });
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw bad(`can't be read: ${error.code === 'ENOENT' ? "it isn't there" : (error.code ?? 'unreadable')}.`);
  });
  if (bytes.byteLength > largestBytes) throw bad('is larger than 64 MB.');
  let cells: string[][];
  try {
    const options = {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter: [',', ';', '\t'],
    };
    cells = v.parse(cellsSchema, parse(bytes, options));
  } catch (error) {
    throw bad(`isn't a CSV file: ${error instanceof Error ? error.message : 'unreadable'}.`);
  }
  const header = (cells[0] ?? []).map((name) => name.toLowerCase());
  const unknown = header.find((name) => !columns.some((column) => column === name));
  if (!header.includes('file') || unknown !== undefined)
    throw bad(
      `must name its columns in the first line: file,account,amount,date${unknown ? `; "${unknown}" is none of them` : ''}.`,
    );
  const rows = new Map<string, ManifestRow>();
  const byName = new Map<string, ManifestRow | null>();
  for (const [at, row] of cells.entries()) {
    if (at === 0) continue;
    const cell = (column: string) => row[header.indexOf(column)] ?? '';
    const where = (column: string, what: string) => bad(`has in row ${at + 1} a wrong ${column}: ${what}.`);
    const file = withinFolder(cell('file'), folder);
    if (file === '') throw where('file', 'it is empty');
    const said: ManifestRow = {
      account: read(accountNumberSchema, cell('account'), (what) => where('account', what)),
      amount: amountOf(cell('amount'), (what) => where('amount', what)),
      date: read(daySchema, cell('date'), (what) => where('date', what)),
    };
    const known = rows.get(file);
    if (known && JSON.stringify(known) !== JSON.stringify(said))
      throw where('file', `"${file}" is listed twice with different values`);
    rows.set(file, said);
    const name = file.split('/').at(-1) ?? file;
    byName.set(name, byName.has(name) && !known ? null : said);
  }
  return { of: (file) => rows.get(file) ?? rowByName(byName, file) };
}

function rowByName(byName: ReadonlyMap<string, ManifestRow | null>, file: string): ManifestRow {
  return byName.get(file.split('/').at(-1) ?? file) ?? nothingSaid;
}

function withinFolder(file: string, folder: string): string {
  const path = isAbsolute(file) ? relative(folder, file) : file;
  return path.split(sep).join('/').replaceAll('\\', '/').replace(/^\.\//, '');
}

function read(schema: v.GenericSchema<string>, text: string, refuse: (what: string) => CallFailure): string | null {
  if (text === '') return null;
  const result = v.safeParse(schema, text);
  if (!result.success) throw refuse(result.issues[0].message);
  return result.output;
}

/** 1250, 1250.5, 1,250.50: a point before the smaller unit, commas between thousands. */
function amountOf(text: string, refuse: (what: string) => CallFailure): number | null {
  if (text === '') return null;
  if (!/^(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?$/.test(text)) throw refuse(`"${text}" isn't a number like 1250.50`);
  const amount = Number(text.replaceAll(',', ''));
  if (!v.is(amountSchema, amount)) throw refuse(`"${text}" is too large`);
  return amount;
}
