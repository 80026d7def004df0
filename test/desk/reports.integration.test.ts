import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckResult } from '../../src-main/contract/check.ts';
import { reportCheckToFile } from '../../src-main/desk/reports/report-command.ts';
import type { GeneratedCheque } from '../../src-main/sample/cheques/generate.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { parseHeadText } from '../../src-main/store/head-text.ts';
import { specimensOf, straightCheque } from '../e2e/whole-cheques.ts';
import { inkInMargin, overlapping, readPdf, type ReadPdfPage } from '../report/pdf-reading.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

let desk: TestDesk;
let made: GeneratedCheque;
let scan: string;
let result: CheckResult;

const account = (): string => made.cheques[0]!.account!;
const words = ({ text }: ReadPdfPage): string => text.replaceAll(/\s+/g, ' ');

async function enrol(signatory: string, signer: string): Promise<void> {
  const scans = [];
  for (const { name, buffer } of await specimensOf(signer, 3)) {
    const opened = await desk.client.openScan({ name, bytes: Uint8Array.from(buffer), page: 0 });
    scans.push({ scan: opened.scan, region: null, capturedOn: null, source: 'card' as const });
  }
  await desk.client.enrol({ account: account(), holder: 'Πόρτερ and Yates', signatory, scans });
}

/** The record's last entry of a kind. */
async function lastEntry(kind: string): Promise<Record<string, unknown>> {
  const store = await openStore(desk.storeDirectory, { passphrase });
  try {
    const entries = await store.record.entries({ limit: 1000 });
    return entries.filter((entry) => entry.kind === kind).at(-1)!.details as Record<string, unknown>;
  } finally {
    await store.close();
  }
}

beforeAll(async () => {
  made = await straightCheque('end to end', 2, 54);
  desk = await openTestDesk();
  await setUp(desk);
  await enrol('Agnes Porter', made.cheques[0]!.signatures[0]!.signer);
  await enrol('Basil Yates', made.cheques[0]!.signatures[1]!.signer);
  const { signatories } = await desk.client.mandates({ account: account() });
  const { rules } = await desk.client.readMandateWords({ words: 'any amount: any two of A' });
  const members = signatories.map(({ id }) => ({ signatory: id, from: null, to: null }));
  await desk.client.setMandate({
    account: account(),
    mandate: { from: '2026-01-01', groups: [{ name: 'A', members }], rules },
  });
  ({ scan } = await desk.client.openScan({ name: 'cheque.jpg', bytes: made.bytes, page: 0 }));
  result = await desk.client.checkCheque({ scan, account: account(), region: null, amount: 9000, date: '2026-03-01' });
  await desk.client.decide({ check: result.check, decision: 'accept', reason: 'called the drawer', amount: 9000 });
});
afterAll(async () => {
  await desk.close();
});

it('a check on one page: what was found, what it rests on, what was decided', async () => {
  const file = await desk.client.reportCheck({ check: result.check, scan });
  expect(file).toMatchObject({ name: `evidence-${result.check}.pdf`, mediaType: 'application/pdf', notes: [] });
  const pages = await readPdf(file.bytes);
  expect(pages).toHaveLength(1);
  const [page] = pages;
  expect(inkInMargin(page!, 34)).toBe(0);
  expect(overlapping(page!.boxes)).toEqual([]);
  const text = words(page!);
  for (const part of [
    result.check,
    account(),
    'Πόρτερ and Yates',
    '9,000',
    result.verdict.toUpperCase(),
    `score ${result.score.toFixed(2).replace('-', '−')}`,
    `distance ${result.specimens[0]!.distance.toFixed(3)}`,
    'Mandate on 2026-03-01, amount 9,000',
    'any amount: any two of A',
    'accepted by clerk',
    'called the drawer',
    result.model.hash,
    result.policyHash,
    createHash('sha256').update(made.bytes).digest('hex'),
  ])
    expect(text).toContain(part);
  // Each of the two signed once, each under their own number.
  expect(text).toMatch(/Signature [12], group A: .*Agnes Porter/);
  expect(text).toMatch(/Signature [12], group A: .*Basil Yates/);
  const { text: head } = await desk.client.recordHead({});
  const printed = parseHeadText(/\d+(-[0-9A-Z]{4}){5,}[0-9A-Z-]*/.exec(text)![0]);
  expect(printed.store).toBe(parseHeadText(head).store);
});

it('puts each report on record with its hash', async () => {
  const file = await desk.client.reportCheck({ check: result.check, scan, paper: 'letter' });
  expect(file.sha256).toBe(createHash('sha256').update(file.bytes).digest('hex'));
  expect(await lastEntry('exported')).toMatchObject({
    what: 'report',
    account: account(),
    sha256: file.sha256,
    of: { check: result.check, format: 'pdf' },
    operator: 'clerk',
  });
});

it('as data it says the same', async () => {
  const { bytes, notes } = await desk.client.reportCheck({ check: result.check, format: 'json' });
  expect(notes).toHaveLength(1);
  const data = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  expect(data).toMatchObject({
    kind: 'countersign-evidence',
    check: result.check,
    verdict: result.verdict,
    scan: null,
  });
  expect(data['signatures']).toHaveLength(result.signatures.length);
});

it('refuses another scan than the one that was checked', async () => {
  const other = await desk.client.openScan({
    name: 'other.jpg',
    bytes: Uint8Array.from((await specimensOf('x', 1))[0]!.buffer),
    page: 0,
  });
  await expect(desk.client.reportCheck({ check: result.check, scan: other.scan })).rejects.toMatchObject({
    fault: 'other-scan',
  });
  await expect(desk.client.reportCheck({ check: 'no such check' })).rejects.toMatchObject({ fault: 'not-found' });
});

it('is for those who may export', async () => {
  await desk.client.saveRole({ name: 'counter', permissions: ['check', 'decide'] });
  await desk.client.addOperator({ name: 'casual', role: 'counter', passphrase: 'a casual passphrase' });
  await desk.client.lockStore({});
  await desk.client.unlockStore({ key: 'a casual passphrase', recovery: false });
  await expect(desk.client.reportCheck({ check: result.check })).rejects.toMatchObject({ fault: 'forbidden' });
  await desk.client.lockStore({});
  await desk.client.unlockStore({ key: passphrase, recovery: false });
});

it('on the command line: written once, never over another file, the ending says what', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-report-'));
  try {
    const out = join(folder, 'sheet.pdf');
    const scanFile = join(folder, 'cheque.jpg');
    await writeFile(scanFile, made.bytes);
    const asked = { store: desk.storeDirectory, check: result.check, paper: 'a4', scan: scanFile } as const;
    const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
    const output = await reportCheckToFile(host, { ...asked, out });
    const written = await readFile(out);
    expect(output).toMatchObject({ of: 'check', id: result.check, format: 'pdf', out, notes: [] });
    expect(output.sha256).toBe(createHash('sha256').update(written).digest('hex'));
    expect(await readPdf(written)).toHaveLength(1);
    await expect(reportCheckToFile(host, { ...asked, out })).rejects.toMatchObject({ fault: 'file-exists' });
    await expect(reportCheckToFile(host, { ...asked, out: join(folder, 'sheet.doc') })).rejects.toMatchObject({
      fault: 'bad-format',
    });
    expect(await readFile(out)).toEqual(written);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
