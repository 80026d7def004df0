import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CallFailure } from '../contract/calls.ts';
import type { AuditCheckOutput, AuditExportOutput, AuditKeyOutput, AuditVerifyOutput } from '../contract/cli-record.ts';
import { headText } from '../store/head-text.ts';
import { readKeptHead, type KeptHead } from '../store/kept-head.ts';
import { publicKeyText } from '../store/public-key.ts';
import { checkExport, type ExportedEntry } from '../store/record-export-check.ts';
import { verifyStore } from '../store/verify.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { withFailures } from './failures.ts';

/** Reads a head that was kept elsewhere: a file's, or typed from paper. @throws StoreError `invalid` */
async function keptHeadOf(given: string | null): Promise<KeptHead | null> {
  if (given === null) return null;
  return readKeptHead(existsSync(given) ? await readFile(given, 'utf8') : given);
}

/** Reads the file of a public key. @throws CallFailure `no-file` */
async function keyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new CallFailure({ fault: 'no-file', message: `The public key ${file} can't be read. Name its PEM file.` });
  }
}

const plain = (problems: readonly { where: string; what: string }[]): { where: string; what: string }[] =>
  problems.map(({ where, what }) => ({ where, what }));

/**
 * `countersign audit verify`: the record, every row and the files, held against the head beside the store and against what was kept
 * elsewhere. Without a passphrase the sealed contents aren't opened; everything else is checked.
 * @param request `head`: a file, or a printed head as typed; `key`: the file of a public key that was kept elsewhere
 */
export async function verifyAudit(
  host: CommandHost,
  request: { readonly store: string; readonly head: string | null; readonly key: string | null },
): Promise<AuditVerifyOutput> {
  return withFailures(async () => {
    const passphrase = host.passphraseIfGiven();
    const keptHead = await keptHeadOf(request.head);
    const publicKey = request.key === null ? undefined : await keyFile(request.key);
    const store = resolve(request.store);
    const kept = { publicKey, keptHead: keptHead ?? undefined };
    const report = await verifyStore(store, passphrase === null ? null : { passphrase }, kept);
    return {
      store,
      ok: report.ok,
      entries: report.head?.sequence ?? 0,
      head: report.head && headText(report.head),
      envelopesOpened: report.envelopesOpened,
      heldAgainst: [
        'head-beside-store',
        ...(keptHead ? (['head-given'] as const) : []),
        ...(publicKey === undefined ? [] : (['key-given'] as const)),
      ],
      problems: plain(report.problems),
    };
  });
}

/**
 * `countersign audit key`: the record's public key, for an auditor to keep, with the head as it is now.
 * @throws CallFailure `damaged` where the record isn't sound: its key is nothing to keep then
 */
export async function auditKey(request: { readonly store: string }): Promise<AuditKeyOutput> {
  return withFailures(async () => {
    const store = resolve(request.store);
    const { ok, head } = await verifyStore(store, null);
    if (ok && head) return { store, publicKey: publicKeyText(head.publicKey), head: headText(head) };
    throw new CallFailure({
      fault: 'damaged',
      message: `The record of ${store} isn't sound. Run "countersign audit verify" first.`,
    });
  });
}

/** Writes lines to a file that isn't there yet, whole or not at all, for this user alone. @returns its SHA-256, in hex */
async function writeLines(file: string, lines: AsyncIterable<string>): Promise<string> {
  if (existsSync(file)) {
    throw new CallFailure({ fault: 'exists', message: `${file} is there already. Name another file.` });
  }
  const unfinished = `${file}.unfinished`;
  const hash = createHash('sha256');
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    try {
      for await (const line of lines) {
        const text = `${line}\n`;
        hash.update(text);
        await handle.write(text);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return hash.digest('hex');
}

/** `countersign audit export`: the record for an auditor, who can check it with the public key alone. */
export async function exportAudit(
  host: CommandHost,
  request: { readonly store: string; readonly out: string; readonly details: boolean },
): Promise<AuditExportOutput> {
  return withCommandStore(host, request.store, 'audit export', async (store) => {
    const { details } = request;
    const file = resolve(request.out);
    const head = await store.record.head();
    const sha256 = await writeLines(file, store.record.export({ details }));
    await store.notes.exported({ what: 'audit', sha256, of: { details, upTo: head.sequence } }, store.operator);
    return { store: store.directory, file, entries: head.sequence, details, sha256, head: headText(head) };
  });
}

/**
 * `countersign audit check`: an exported record, checked with the public key alone; no store and no passphrase is needed.
 * @param request `read`: a file for what the entries say, one JSON object a line; null: none
 */
export async function checkAudit(request: {
  readonly file: string;
  readonly key: string;
  readonly head: string | null;
  readonly read: string | null;
}): Promise<AuditCheckOutput> {
  return withFailures(async () => {
    const keptHead = await keptHeadOf(request.head);
    const publicKey = await keyFile(request.key);
    const file = resolve(request.file);
    if (!existsSync(file)) throw new CallFailure({ fault: 'no-file', message: `There is no file ${file}.` });
    const entries: ExportedEntry[] = [];
    const keep = request.read === null ? undefined : (entry: ExportedEntry) => void entries.push(entry);
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
    const report = await checkExport(lines, publicKey, keptHead, keep);
    if (request.read !== null) {
      const texts = entries.map((entry) => JSON.stringify(entry));
      await writeLines(resolve(request.read), toAsync(texts));
    }
    return {
      file,
      ok: report.ok,
      store: report.store,
      entries: report.entries,
      head: report.head && headText(report.head),
      opened: report.opened,
      problems: plain(report.problems),
    };
  });
}

async function* toAsync(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
