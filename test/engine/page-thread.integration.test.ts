import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src-main/engine/engine.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { hasPageThread, pageBeside, startPageThread } from '../../src-main/engine/page-thread.ts';
import { qualityOf, uprightWithLine } from '../../src-main/engine/upright-with-line.ts';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { lookAtPage } from '../../src-main/imaging/page/find-cheques.ts';
import { loadInkNet } from '../../src-main/model/ink-net.ts';
import { tinyPackage } from '../model/tiny-package.ts';

const fixture = new URL('../fixtures/cheques/whole-1600x720.jpg', import.meta.url);

describe("the desk's engine, which has a second thread, and a batch's, which has none", () => {
  let engines: readonly [Engine, Engine];

  beforeAll(async () => {
    const [model, inkNet] = [
      await tinyPackage(),
      await loadInkNet(fileURLToPath(new URL('../../models', import.meta.url))),
    ];
    const open = (background: boolean) => openEngine({ startPort: forkPorts(), model, inkNet, background });
    engines = [open(false), open(true)];
  });
  afterAll(() => Promise.all(engines.map((engine) => engine.close())));

  /** What an engine reads of a page, without how long it took. */
  async function read(engine: Engine, bytes: Uint8Array) {
    const wants = { crop: true, clean: true, template: 'questioned', mask: true } as const;
    const request = { bytes, page: 0, layouts: [], account: null, micrSchemes: [], region: null, wants };
    const { timings, ...found } = await engine.readCheque(request);
    return { found, timings };
  }

  test.each([
    ['the right way up', 0],
    ['upside down', 180],
    ['on its side', 90],
    ['askew', 4],
  ])('read a cheque that lies %s alike', async (_way, degrees) => {
    const bytes = new Uint8Array(
      await sharp(await readFile(fixture))
        .rotate(degrees, { background: '#fff' })
        .png()
        .toBuffer(),
    );
    const [desk, batch] = [await read(engines[0], bytes), await read(engines[1], bytes)];
    expect(desk.found).toEqual(batch.found);
    expect(desk.found.cheques[0]?.micr?.sure).toBe(true);
    expect(desk.found.cheques[0]?.signatures).toHaveLength(1);
    for (const part of ['page', 'micr', 'signatures'] as const) expect(desk.timings[part]).toBeGreaterThan(0);
  });
});

describe("a second thread that can't start", () => {
  test("leaves its work to the engine's own", async () => {
    const { image } = await decodeScan(new Uint8Array(await readFile(fixture)));
    const untimed = { timings: expect.anything() as unknown };
    const { cheques } = lookAtPage(image, 200);
    const upright = { ...uprightWithLine(cheques[0]!), ...untimed };
    // A signature that is hardly there, and a page that is smaller than the cheque: two findings at least.
    const hints = {
      page: { width: 800, height: 360 },
      signatures: [{ inkBox: { x: 900, y: 500, width: 60, height: 20 }, inkPixels: 12 }],
    };
    const quality = qualityOf(uprightWithLine(cheques[0]!), hints);
    expect(quality.map(({ kind }) => kind)).toEqual(['cut-off', 'little-ink']);
    startPageThread(new URL('data:text/javascript,throw new Error("no thread")'));
    expect(hasPageThread()).toBe(true);
    // Asked twice before it has gone, and once when it has.
    const pages = [pageBeside(image, 200), pageBeside(image, 200)];
    for (const page of pages) {
      expect((await page.look).cheques).toEqual(cheques);
      expect(await page.upright(0)).toEqual(upright);
      expect(await page.quality(0, hints)).toEqual(quality);
    }
    expect(hasPageThread()).toBe(false);
    const after = pageBeside(image, 200);
    expect((await after.look).cheques[0]!.image).toBe(image);
    expect(await after.upright(0)).toEqual(upright);
    expect(await after.quality(0, hints)).toEqual(quality);
  });
});
