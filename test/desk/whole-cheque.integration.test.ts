import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../../src-main/contract/box.ts';
import { verifyScanFile } from '../../src-main/desk/verify-file.ts';
import { overlapOf } from '../../src-main/desk/cheques/score-page.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { joinTiffs } from '../imaging/tiff-writing.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

interface Described {
  readonly account: string;
  readonly micr: string;
  readonly signature: Box;
}

const fixture = new URL('../fixtures/cheques/whole-1600x720.jpg', import.meta.url);
const [width, height] = [1600, 720];
let bytes: Uint8Array;
let truth: Described;
let desk: TestDesk;

const plain = (buffer: Buffer): Uint8Array => Uint8Array.from(buffer);
const open = (scan: Uint8Array, name = 'scan.jpg') => desk.client.openScan({ name, bytes: scan, page: 0 });

/** The cheque with its signature painted over by the paper beside it. */
async function unsigned(): Promise<Uint8Array> {
  const { x, y, width: wide, height: tall } = truth.signature;
  const margin = 12;
  const paper = await sharp(bytes)
    .extract({ left: 700, top: 472, width: 120, height: 90 })
    .blur(3)
    .resize(wide + 2 * margin, tall + 2 * margin)
    .toBuffer();
  return plain(
    await sharp(bytes)
      .composite([{ input: paper, left: x - margin, top: y - margin }])
      .toColourspace('b-w')
      .jpeg({ quality: 92 })
      .toBuffer(),
  );
}

beforeAll(async () => {
  bytes = plain(await readFile(fixture));
  truth = JSON.parse(await readFile(new URL('whole-1600x720.json', new URL('.', fixture)), 'utf8')) as Described;
  desk = await openTestDesk();
  await setUp(desk);
});
afterAll(async () => {
  await desk.close();
});

describe('a whole cheque at the desk, nothing said about it', () => {
  it('reads the line, tells that the account is not on file, and finds the signature', async () => {
    const { reading, account, accountKnown } = await open(bytes);
    expect({ account, accountKnown }).toEqual({ account: truth.account, accountKnown: false });
    expect(reading?.kind).toBe('cheque');
    const [cheque] = reading!.cheques;
    expect(cheque).toMatchObject({ width, height, upright: null, putRight: [], request: null });
    expect(cheque!.account).toEqual({ number: truth.account, standing: 'unknown', from: 'micr', near: [] });
    const { micr } = cheque!;
    expect(micr).toMatchObject({ font: 'e13b', text: truth.micr, readText: truth.micr, mended: false, sure: true });
    expect(micr!.parsed!.fields.find(({ name }) => name === 'account')!.text).toBe(truth.account);
    expect(micr!.characters.every(({ box }) => box.x + box.width <= micr!.strip.width)).toBe(true);
    expect(cheque!.signatures).toHaveLength(1);
    expect(overlapOf(cheque!.signatures[0]!.box, truth.signature)).toBeGreaterThan(0.7);
  });

  it('takes the line apart by the bank’s own scheme, where it has one, read or mended', async () => {
    const { settings } = await desk.client.settings({});
    const own = {
      id: 'own',
      label: 'Our bank',
      font: 'e13b' as const,
      pattern: '⑈{number:6}⑈ {branch:3}{account:6}⑆ {kind:6}⑈ {code:2}',
      fields: ['number', 'branch', 'account', 'kind', 'code'].map((name) => ({ name, label: name })),
      account: ['account'],
      chequeNumber: ['number'],
      bank: ['branch'],
    };
    await desk.client.saveSettings({ ...settings, micrSchemes: [own] });
    try {
      const opened = await open(bytes);
      expect(opened.reading!.cheques[0]!.micr!.parsed!.scheme).toBe('own');
      expect(opened.account).toBe(truth.micr.slice(12, 18));
      const mended = await desk.client.mendMicr({
        scan: opened.scan,
        cheque: 0,
        text: truth.micr.replace('798668222', '798111222'),
      });
      expect(mended).toMatchObject({
        micr: { parsed: { scheme: 'own' } },
        account: { number: '111222', from: 'mended' },
      });
      await expect(
        desk.client.saveSettings({ ...settings, micrSchemes: [{ ...own, account: ['konto'] }] }),
      ).rejects.toMatchObject({ fault: 'bad-micr-scheme', field: 'micrSchemes.0.pattern' });
    } finally {
      await desk.client.saveSettings(settings);
    }
  });

  it('checks it, once a specimen is on file, against the account that its line names', async () => {
    const first = await open(bytes);
    const [found] = first.reading!.cheques[0]!.signatures;
    await desk.client.enrol({
      account: truth.account,
      holder: 'Jonas Iyer',
      signatory: 'Jonas Iyer',
      scans: [{ scan: first.scan, region: found!.box, capturedOn: null, source: 'cheque' }],
    });
    const opened = await open(bytes);
    expect(opened).toMatchObject({ account: truth.account, accountKnown: true });
    const result = await desk.client.checkCheque({ scan: opened.scan, account: opened.account!, region: null });
    expect(result.signatures).toHaveLength(1);
    const [one] = result.signatures;
    expect(one).toMatchObject({ found: 0, decides: true, problem: null, cutOff: false });
    expect(one!.judged).toMatchObject({ verdict: result.verdict, score: result.score });
    expect(result.verdict).not.toBe('mismatch');
    expect(overlapOf(result.inkBox, truth.signature)).toBeGreaterThan(0.7);
    const byBox = await desk.client.checkCheque({
      scan: opened.scan,
      account: opened.account!,
      region: opened.reading!.cheques[0]!.signatures[0]!.box,
    });
    expect(byBox.signatures[0]).toMatchObject({ found: null, confidence: null });
    expect(byBox.specimens[0]!.distance).toBe(0);
  });

  it('reads one that lies upside down as well, and says so', async () => {
    const turned = plain(await sharp(bytes).rotate(180).toColourspace('b-w').jpeg({ quality: 92 }).toBuffer());
    const opened = await open(turned);
    expect(opened).toMatchObject({ account: truth.account, accountKnown: true });
    const [cheque] = opened.reading!.cheques;
    expect(cheque!.upright).not.toBeNull();
    expect(cheque!.putRight).toEqual(['The scan was upside down; it was turned.']);
    const { x, y, width: wide, height: tall } = truth.signature;
    const there = { x: width - x - wide, y: height - y - tall, width: wide, height: tall };
    expect(overlapOf(cheque!.signatures[0]!.box, there)).toBeGreaterThan(0.7);
    const result = await desk.client.checkCheque({ scan: opened.scan, account: opened.account!, region: null });
    expect(result.verdict).not.toBe('mismatch');
    // A box by hand is on the page as it lies; the signature in it is read the right way up.
    const byBox = await desk.client.checkCheque({ scan: opened.scan, account: opened.account!, region: there });
    expect(byBox.specimens[0]!.distance).toBeLessThan(result.bands.mismatchDistance ?? Infinity);
  });

  it('mends the line: a near miss is offered and not taken, a doubtful digit leaves the account unread', async () => {
    const opened = await open(bytes);
    const digits = [...truth.account];
    const slip = digits.with(2, digits[2] === '7' ? '3' : '7').join('');
    const doubtful = digits.with(2, '?').join('');
    const mend = (text: string) => desk.client.mendMicr({ scan: opened.scan, text });
    const near = [{ account: truth.account, holder: 'Jonas Iyer' }];
    const wrong = await mend(truth.micr.replace(truth.account, slip));
    expect(wrong.micr).toMatchObject({ mended: true, sure: true, readText: truth.micr });
    expect(wrong.account).toEqual({ number: slip, standing: 'unknown', from: 'mended', near });
    const unsure = await mend(truth.micr.replace(truth.account, doubtful));
    expect(unsure.micr.sure).toBe(false);
    expect(unsure.account).toEqual({ number: doubtful, standing: 'unread', from: 'mended', near });
    const number = truth.micr.replace('003203', '003204');
    expect((await mend(number)).account).toMatchObject({ number: truth.account, standing: 'known', from: 'mended' });
    const result = await desk.client.checkCheque({ scan: opened.scan, account: truth.account, region: null });
    expect((await mend('')).micr).toMatchObject({ mended: false, text: truth.micr });
    await desk.close({ keepFolder: true });
    const store = await openStore(desk.storeDirectory, { passphrase });
    const { result: recorded } = await store.checkById(result.check);
    expect(recorded).toMatchObject({
      found: 0,
      others: [],
      reading: {
        cheque: 0,
        micr: { font: 'e13b', read: truth.micr, sure: true, mended: { text: number, by: 'clerk' } },
        account: { number: truth.account, standing: 'known', from: 'mended' },
        signatures: [{ cutOff: false }],
      },
    });
    await store.close();
    desk = await openTestDesk({}, desk.folder);
    await desk.client.unlockStore({ key: passphrase, recovery: false });
  });

  it('asks where nobody signed, and gives no verdict', async () => {
    const opened = await open(await unsigned());
    expect(opened.reading!.cheques[0]).toMatchObject({
      signatures: [],
      request: expect.stringContaining('No signature'),
    });
    await expect(
      desk.client.checkCheque({ scan: opened.scan, account: truth.account, region: null }),
    ).rejects.toMatchObject({ fault: 'no-signature', message: expect.stringContaining('draw a box') });
  });

  it('refuses a cheque that the page has not, and to mend a line that was not read', async () => {
    const opened = await open(bytes);
    const check = { scan: opened.scan, account: truth.account, region: null };
    await expect(desk.client.checkCheque({ ...check, cheque: 3 })).rejects.toMatchObject({ fault: 'no-such-cheque' });
    await expect(desk.client.mendMicr({ scan: opened.scan, cheque: 3, text: '1' })).rejects.toMatchObject({
      fault: 'no-micr',
    });
  });

  it('opens the front of a two-page file although it comes second, and turns to the back', async () => {
    const page = (picture: Sharp) => picture.toColourspace('b-w').tiff({ compression: 'none' }).toBuffer();
    const back = sharp({ create: { width, height, channels: 3, background: '#f4f4f4' } });
    const scan = joinTiffs([plain(await page(back)), plain(await page(sharp(bytes)))]);
    const opened = await open(scan, 'both sides.tif');
    expect(opened).toMatchObject({ page: 1, pages: 2, account: truth.account });
    const turned = await desk.client.turnPage({ scan: opened.scan, page: 0 });
    expect(turned.reading!.kind).not.toBe('cheque');
    expect(turned.account).toBeNull();
    await expect(
      desk.client.checkCheque({ scan: opened.scan, account: truth.account, region: null }),
    ).rejects.toMatchObject({ fault: expect.stringMatching(/no-ink|no-signature|not-a-signature/) });
  });

  it('never failed inside', () => {
    expect(desk.reported).toEqual([]);
  });
});

it('countersign verify needs neither box nor account', async () => {
  const scan = join(desk.folder, 'cheque.jpg');
  await writeFile(scan, bytes);
  const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
  const output = await verifyScanFile(host, { store: desk.storeDirectory, account: null, scan, region: null });
  expect(output).toMatchObject({
    account: truth.account,
    reading: { micr: { text: truth.micr, sure: true }, accountStanding: 'known', accountFrom: 'micr' },
  });
  expect(output.signatures).toHaveLength(1);
  expect(output.signatures![0]).toMatchObject({ decides: true, verdict: output.verdict, signatory: 'Jonas Iyer' });
});
