import * as v from 'valibot';
import { tryOpen } from './envelopes.ts';
import { compareKeptHead, type KeptHead } from './kept-head.ts';
import { exportFormat } from './record-export.ts';
import type { RecordHead, VerifyProblem } from './record-types.ts';
import { checkHead, checkKeyChain, RecordWalk, type SigningKey } from './record-walk.ts';
import { publicKeyFrom } from './public-key.ts';
import type { JsonValue } from './reference-store.ts';
import { StoreError } from './store-error.ts';

const bytes = v.pipe(
  v.string(),
  v.check((text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text), 'must be base64'),
  v.transform((text) => Buffer.from(text, 'base64')),
);
const hash = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/),
  v.transform((text) => Buffer.from(text, 'hex')),
);
const sequence = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const firstSchema = v.strictObject({
  format: v.literal(exportFormat),
  store: v.string(),
  entries: sequence,
  signingKeys: v.array(v.strictObject({ id: v.string(), publicKey: bytes, endorsement: v.nullable(bytes) })),
  recordKeys: v.nullable(v.array(v.strictObject({ id: v.string(), key: bytes }))),
});

const entrySchema = v.strictObject({
  sequence,
  at: v.string(),
  kind: v.string(),
  changes: v.string(),
  payloadKey: v.string(),
  payload: bytes,
  previous: hash,
  hash,
});

const lastSchema = v.strictObject({
  head: v.strictObject({
    store: v.string(),
    sequence,
    hash: v.string(),
    at: v.string(),
    publicKey: v.string(),
    signature: v.string(),
  }),
});

/** An entry of an export, read. */
export interface ExportedEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly hash: string;
  /** null: no key came with the export, or it was destroyed when the customer's data were erased. */
  readonly details: JsonValue;
}

/** What checking an export came to. */
export interface ExportReport {
  readonly ok: boolean;
  readonly problems: readonly VerifyProblem[];
  readonly store: string | null;
  readonly entries: number;
  readonly head: RecordHead | null;
  /** Entries whose details were opened; null where the export came without keys. */
  readonly opened: number | null;
}

const mostProblems = 200;

function parsedLine<const Schema extends v.GenericSchema>(
  schema: Schema,
  line: string,
  what: string,
): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new StoreError('damaged', `${what} isn't JSON.`);
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new StoreError('damaged', `${what}, field ${v.getDotPath(result.issues[0]) ?? '(top)'}: not as it should be.`);
}

/**
 * Checks an exported record with the public key alone: every entry whole and in its place, the end signed, the signing keys vouched
 * for by each other and the one that was kept elsewhere among them. Where the keys of the details came with it, each entry's details
 * must open in their place.
 * @param lines those of the export, in order
 * @param publicKey SPKI PEM, kept elsewhere
 * @param onEntry is given each entry as it is read
 * @throws StoreError `invalid` where the key can't be read
 */
export async function checkExport(
  lines: AsyncIterable<string>,
  publicKey: string,
  keptHead: KeptHead | null = null,
  onEntry: (entry: ExportedEntry) => void = () => undefined,
): Promise<ExportReport> {
  const trusted = publicKeyFrom(publicKey);
  const problems: VerifyProblem[] = [];
  const report = (problem: VerifyProblem): void => {
    if (problems.length < mostProblems) problems.push(problem);
  };
  const hashes: string[] = [];
  const walk = new RecordWalk(report);
  let first: v.InferOutput<typeof firstSchema> | null = null;
  let head: RecordHead | null = null;
  let opened = 0;
  let keys = new Map<string, Buffer>();
  try {
    let number = 0;
    for await (const line of lines) {
      number++;
      if (first === null) {
        first = parsedLine(firstSchema, line, 'The first line');
        keys = new Map((first.recordKeys ?? []).map(({ id, key }) => [id, key]));
        continue;
      }
      if (head) throw new StoreError('damaged', `Line ${number} comes after the head.`);
      if (/^\{"head":/.test(line)) {
        head = parsedLine(lastSchema, line, `Line ${number}`).head;
        continue;
      }
      const entry = parsedLine(entrySchema, line, `Line ${number}`);
      walk.follow(entry, entry.hash);
      hashes[entry.sequence] = entry.hash.toString('hex');
      const key = keys.get(entry.payloadKey);
      const place = { store: first.store, table: 'record', row: String(entry.sequence), column: 'payload' };
      const content = key ? tryOpen(key, place, entry.payload) : null;
      if (key && content === null) report({ where: `record entry ${entry.sequence}`, what: "its details don't open" });
      if (content) opened++;
      const details = content ? (JSON.parse(content.toString('utf8')) as JsonValue) : null;
      onEntry({ sequence: entry.sequence, at: entry.at, kind: entry.kind, hash: entry.hash.toString('hex'), details });
    }
    if (first === null) throw new StoreError('damaged', 'The file is empty.');
    const { store } = first;
    checkHead(head, walk.end, report);
    if (head && head.store !== store) report({ where: 'record head', what: 'is that of another store' });
    const signing: SigningKey[] = first.signingKeys;
    checkKeyChain(signing, { store, head, trusted }, report);
    const knowsKey = (key: string): boolean =>
      signing.some(({ publicKey: known }) => Buffer.from(known).toString('base64') === key);
    const hashAt = (at: number): string | null => hashes[at] ?? null;
    if (keptHead) compareKeptHead(keptHead, { store, lastSequence: walk.end.sequence, hashAt, knowsKey }, report);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    report({ where: 'the export', what: error.message });
  }
  return {
    ok: problems.length === 0,
    problems,
    store: first?.store ?? null,
    entries: walk.end.sequence,
    head,
    opened: first?.recordKeys ? opened : null,
  };
}
