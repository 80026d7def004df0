import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { verifyScanFile } from '../../src-main/desk/verify-file.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import type { CommandHost } from '../../src-main/desk/command-host.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';
import { nonSignatures } from '../imaging/non-signatures.ts';
import { badFiles } from './bad-files.ts';
import { modelsDirectory, openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';

let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk();
  await setUp(desk);
  await desk.client.loadSamples({});
});
afterAll(async () => {
  await desk.close();
});

/** Opens and checks a file as the window does. */
async function openAndCheck(name: string, bytes: Uint8Array) {
  const opened = await desk.client.openScan({ name, bytes, page: 0 });
  try {
    const region = { x: 0, y: 0, width: opened.width, height: opened.height };
    return await desk.client.checkCheque({ scan: opened.scan, account: '4100-2278', region });
  } finally {
    await desk.client.closeScan({ scan: opened.scan });
  }
}

describe('bad files', () => {
  it.each(badFiles)('$what: no verdict, and a message that names it', async ({ name, bytes, fault, says }) => {
    const failure = openAndCheck(name, await bytes());
    await expect(failure).rejects.toMatchObject({ fault, message: expect.stringMatching(says) });
  });

  it('leaves nothing of them on record, and judges a good scan afterwards', async () => {
    expect((await desk.client.recentChecks({ limit: 10 })).checks).toEqual([]);
    const { cheques } = await desk.client.sampleCheques({});
    const opened = await desk.client.openScan({ name: cheques[0]!.name, bytes: cheques[0]!.bytes, page: 0 });
    const result = await desk.client.checkCheque({ scan: opened.scan, account: '4100-2278', region: null });
    expect(result.specimens).toHaveLength(5);
    expect((await desk.client.verifyStore({})).problems).toEqual([]);
    expect(desk.reported).toEqual([]);
  });

  it('gives none of the 200 pictures that are no signatures a verdict', async () => {
    const judged: string[] = [];
    const pictures = nonSignatures();
    expect(pictures).toHaveLength(200);
    for (const { kind, image } of pictures) {
      const { width, height, channels, data } = image;
      const bytes = new Uint8Array(
        await sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toBuffer(),
      );
      const outcome = await openAndCheck('4100-2278.png', bytes).then(
        ({ verdict }) => verdict,
        (error: { fault: string }) => error.fault,
      );
      if (!['no-ink', 'no-signature', 'not-a-signature', 'too-small', 'quality'].includes(outcome))
        judged.push(`${kind}: ${outcome}`);
    }
    expect(judged).toEqual([]);
  });
});

describe('bad files named on the command line', () => {
  let folder = '';
  let host: CommandHost;
  const verify = (scan: string) =>
    verifyScanFile(host, { store: desk.storeDirectory, account: '4100-2278', scan, region: null });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-bad-'));
    host = {
      log: () => undefined,
      startEngine: forkPorts(),
      modelsDirectory,
      policyFile: join(folder, 'no-policy.json'),
      version: '0.0.0',
      operator: 'clerk',
      passphrase: () => Promise.resolve(passphrase),
      passphraseIfGiven: () => passphrase,
      recoveryKey: () => Promise.reject(new Error('not asked for')),
      showRecoveryKey: () => undefined,
      note: () => undefined,
      progress: () => undefined,
      signal: new AbortController().signal,
    };
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('a file of 200 MB: refused before it is read', async () => {
    const file = join(folder, 'huge.tif');
    await writeFile(file, Uint8Array.of(0x49, 0x49));
    const { truncate } = await import('node:fs/promises');
    await truncate(file, 200 * 2 ** 20);
    await expect(verify(file)).rejects.toMatchObject({
      fault: 'too-large',
      message: expect.stringContaining('huge.tif'),
    });
  });

  it('a file that is not there, and a folder', async () => {
    await expect(verify(join(folder, 'none.png'))).rejects.toThrow(/none\.png can't be read: it isn't there/);
    await expect(verify(folder)).rejects.toThrow(/can't be read/);
  });

  it('a path with emoji and 260 characters is read like any other', async () => {
    const deep = join(folder, `scans 🖋️ ${'long '.repeat(20)}`, `and ${'longer '.repeat(18)}`);
    await mkdir(deep, { recursive: true });
    const [cheque] = (await sampleSet()).cheques;
    const file = join(deep, '✍️ cheque.png');
    expect(file.length).toBeGreaterThan(260);
    await writeFile(file, cheque!.bytes);
    expect(await verify(file)).toMatchObject({ account: '4100-2278', verdict: expect.stringMatching(/match|review/) });
  });

  it('an account that does not exist, and a wrong passphrase', async () => {
    const file = join(folder, 'cheque.png');
    await writeFile(file, (await sampleSet()).cheques[0]!.bytes);
    await expect(
      verifyScanFile(host, { store: desk.storeDirectory, account: '1', scan: file, region: null }),
    ).rejects.toThrow("Account 1 isn't on file.");
    const wrong = { ...host, passphrase: () => Promise.resolve('not the passphrase') };
    await expect(
      verifyScanFile(wrong, { store: desk.storeDirectory, account: '4100-2278', scan: file, region: null }),
    ).rejects.toMatchObject({ fault: 'wrong-passphrase' });
    await expect(
      verifyScanFile(host, { store: folder, account: '4100-2278', scan: file, region: null }),
    ).rejects.toThrow(/no store in/);
  });
});
