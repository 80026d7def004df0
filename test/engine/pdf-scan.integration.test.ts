import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src-main/engine/engine.ts';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { jpegPicture, pdfOfPages, scanPage } from '../imaging/pdf/pdf-writing.ts';
import { signatureScan } from './scan-fixture.ts';

let engine: Engine;
let pdf: Uint8Array;
const wants = { clean: true, fingerprint: true } as const;

beforeAll(async () => {
  const fronts = await Promise.all([1, 2].map((number) => signatureScan(number)));
  pdf = pdfOfPages(fronts.map((jpeg) => scanPage(jpegPicture(jpeg, 600, 240, true), 600, 240, 200)));
  engine = openEngine({ startPort: forkPorts(), model: null });
  await engine.ready();
});
afterAll(() => engine.close());

describe('a PDF in an engine process behind the permission model', () => {
  test('is read, page by page', async () => {
    for (const page of [0, 1]) {
      const { scan, preview } = await engine.read({ bytes: pdf, page, preview: 300 });
      expect(scan).toMatchObject({ width: 600, height: 240, format: 'pdf', page, pages: 2, dotsPerInch: 200 });
      expect(preview?.width).toBe(300);
    }
  });

  test('gives the same signature as the JPEG inside', async () => {
    const fromPdf = await engine.examine({ bytes: pdf, page: 1, region: null, wants });
    const fromJpeg = await engine.examine({ bytes: await signatureScan(2), page: 0, region: null, wants });
    expect(fromPdf.inkBox).toEqual(fromJpeg.inkBox);
    expect(fromPdf.fingerprint).toBe(fromJpeg.fingerprint);
  });

  test('that is damaged is refused, and the same process reads on', async () => {
    const { pid } = await engine.ready();
    const refused: unknown = await engine.read({ bytes: pdf.slice(0, 900), page: 0 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EngineError);
    expect(refused).toMatchObject({ origin: 'scan', fault: 'damaged' });
    const { scan } = await engine.read({ bytes: pdf, page: 0 });
    expect(scan.pages).toBe(2);
    expect((await engine.ready()).pid).toBe(pid);
  });
});
