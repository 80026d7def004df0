import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type EngineOptions } from '../../src-main/engine/engine.ts';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import { tinyLearned, tinyPackage, tinyParts, wideDimension, wideParts } from '../model/tiny-package.ts';
import { hasGone, isRunning } from './processes.ts';
import { signatureScan } from './scan-fixture.ts';

let model: ModelPackage;
let bytes: Uint8Array;
const engines: Engine[] = [];

beforeAll(async () => {
  model = await tinyPackage();
  bytes = await signatureScan(1);
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

function open(more: Partial<EngineOptions> = {}): Engine {
  const engine = openEngine({ startPort: forkPorts(), model, ...more });
  engines.push(engine);
  return engine;
}

const everything = {
  preview: 300,
  crop: true,
  clean: true,
  template: 'questioned',
  fingerprint: true,
  tensor: true,
} as const;
const examine = (engine: Engine, from = bytes) =>
  engine.examine({ bytes: from, page: 0, region: null, wants: everything });

async function failure(promise: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe('a forked engine', () => {
  test('reads, cleans and embeds a scan, and gives what was asked for', async () => {
    const engine = open();
    const ready = await engine.ready();
    expect(ready.model).toMatchObject({ id: 'contrastive', hash: model.manifestHash, dimension: 16 });
    expect(ready.providers?.provider).toBe('cpu');
    expect(ready.providers?.goldenError).toBeLessThanOrEqual(1e-6);
    expect(ready.decoders.find((decoder) => decoder.name === 'sharp')?.works).toBe(true);
    expect(ready.pid).toBe(engine.pid);

    const result = await examine(engine);
    expect(result.scan).toMatchObject({ width: 600, height: 240, format: 'jpeg', pages: 1 });
    expect(result.region).toEqual({ x: 0, y: 0, width: 600, height: 240 });
    expect(result.inkBox.width).toBeGreaterThan(300);
    expect(result.preview).toMatchObject({ width: 300, height: 120 });
    expect(Buffer.from(result.cropPng!.subarray(1, 4)).toString()).toBe('PNG');
    expect(Math.hypot(...result.template!)).toBeCloseTo(1, 5);
    expect(result.tensor).toMatchObject({ width: 96, height: 64 });
    expect(result.tensor?.data).toHaveLength(96 * 64);
    expect(result.fingerprint).not.toBe('');
    expect(result.timings.total).toBeGreaterThan(0);

    const again = await engine.embedClean({ cleanPng: result.cleanPng!, tower: 'questioned' });
    expect(again.template).toEqual(result.template);
    const read = await engine.read({ bytes, page: 0 });
    expect(read.scan).toEqual(result.scan);
    expect(read.preview).toBeUndefined();
  });

  test('lays one signature over another, and composes the evidence of both', async () => {
    const engine = open();
    const one = await examine(engine);
    const other = await examine(engine, await signatureScan(2));
    const same = await engine.align({ referencePng: one.cleanPng!, questionedPng: one.cleanPng! });
    expect(same.scale).toBeCloseTo(1, 1);
    expect(same.rotation).toBeCloseTo(0, 1);
    expect(same.overlap).toBeGreaterThan(0.95);
    const different = await engine.align({ referencePng: one.cleanPng!, questionedPng: other.cleanPng! });
    expect(different.overlap).toBeLessThan(same.overlap);
    const sides = [one, other].map(({ cropPng, cleanPng }) => ({ cropPng: cropPng!, cleanPng: cleanPng! }));
    const evidence = await engine.evidence({ questioned: sides[0]!, specimen: sides[1]! });
    expect((await engine.read({ bytes: evidence.png, page: 0 })).scan).toMatchObject({
      format: 'png',
      width: evidence.width,
      height: evidence.height,
    });
    const damaged = { referencePng: one.cleanPng!.subarray(0, 200), questionedPng: one.cleanPng! };
    expect(await failure(engine.align(damaged))).toMatchObject({ origin: 'scan', fault: 'damaged' });
  });

  test('gives only what was asked for', async () => {
    const result = await open().examine({ bytes, page: 0, region: null, wants: {} });
    expect(Object.keys(result).sort()).toEqual(['inkBox', 'measures', 'region', 'scan', 'timings']);
  });

  test('answers bad scans with their faults, and goes on', async () => {
    const engine = open();
    const white = new Uint8Array(200 * 100).fill(255);
    const { default: sharp } = await import('sharp');
    const blank = await sharp(white, { raw: { width: 200, height: 100, channels: 1 } })
      .png()
      .toBuffer();
    const tries: [Uint8Array, string][] = [
      [new Uint8Array(), 'empty'],
      [new TextEncoder().encode('this is a letter, renamed to .jpg'), 'unknown-format'],
      [bytes.subarray(0, bytes.length >> 1), 'damaged'],
    ];
    for (const [from, fault] of tries) {
      const error = await failure(examine(engine, from));
      expect(error).toMatchObject({ origin: 'scan', fault });
      expect(error.seen).toBeUndefined();
    }
    const blankError = await failure(examine(engine, blank));
    expect(blankError).toMatchObject({ origin: 'scan', fault: 'no-ink' });
    expect(blankError.seen).toMatchObject({ scan: { width: 200, height: 100 }, preview: { width: 200 } });
    const outside = { x: 500, y: 0, width: 200, height: 200 };
    expect(await failure(engine.examine({ bytes, page: 0, region: outside, wants: {} }))).toMatchObject({
      fault: 'region-outside',
    });
    expect(await failure(engine.read({ bytes, page: 3 }))).toMatchObject({ fault: 'no-such-page' });
    await examine(engine);
  });

  test('without a model prepares tensors and makes no templates', async () => {
    const engine = open({ model: null });
    expect(await engine.ready()).toMatchObject({ model: null, providers: null });
    const size = { width: 48, height: 32 };
    const { tensor } = await engine.examine({ bytes, page: 0, region: null, wants: { tensor: size } });
    expect(tensor).toMatchObject(size);
    expect(tensor?.data).toHaveLength(48 * 32);
    expect((await failure(examine(engine))).fault).toBe('no-model');
  });

  test('measures learned distances where the model has them', async () => {
    const learned = open({ model: await tinyPackage(tinyParts(tinyLearned)) });
    const a = (await examine(learned)).template!;
    const b = (await examine(learned, await signatureScan(2))).template!;
    const { distances } = await learned.distances({ questioned: a, specimens: [a, b] });
    expect(distances[0]).toBe(0);
    expect(distances[1]).toBeGreaterThan(0);
    expect((await failure(open().distances({ questioned: a, specimens: [b] }))).fault).toBe('no-learned-distance');
  });

  test('measures pairs among templates that are sent once, as it measures them one by one', async () => {
    const wide = open({ model: await tinyPackage(wideParts()) });
    const templates = await Promise.all(
      [1, 2, 3].map(async (number) => {
        const from = await signatureScan(number);
        const { template } = await wide.examine({
          bytes: from,
          page: 0,
          region: null,
          wants: { template: 'questioned' },
        });
        return template!;
      }),
    );
    expect(templates[0]).toHaveLength(wideDimension);
    const { distances } = await wide.pairDistances({
      templates,
      pairs: [
        [0, 1],
        [2, 0],
        [2, 1],
        [1, 1],
      ],
    });
    const [first, second, third] = templates as [Float32Array, Float32Array, Float32Array];
    const fromFirst = await wide.distances({ questioned: first, specimens: [second, third] });
    const fromThird = await wide.distances({ questioned: third, specimens: [second] });
    expect(distances).toEqual([...fromFirst.distances, ...fromThird.distances, 0]);
    expect(distances[0]).toBeGreaterThan(0);
    const outside = wide.pairDistances({ templates, pairs: [[0, 3]] });
    expect(await failure(outside)).toMatchObject({
      fault: 'bad-message',
      message: 'There is no template 3 to compare.',
    });
    expect((await failure(open().pairDistances({ templates, pairs: [[0, 1]] }))).fault).toBe('no-learned-distance');
  });

  test('gives the same template bit for bit as another process, with other threads and priority', async () => {
    const [one, other] = [open(), open({ threads: 2, background: true })];
    const [first, second] = await Promise.all([examine(one), examine(other)]);
    expect(one.pid).not.toBe(other.pid);
    for (const field of ['template', 'cleanPng', 'cropPng', 'fingerprint'] as const) {
      expect(second[field], field).toEqual(first[field]);
    }
    expect(Buffer.compare(second.tensor!.data, first.tensor!.data)).toBe(0);
    const different = await examine(one, await signatureScan(3));
    expect(different.template).not.toEqual(first.template);
  });

  test('with a damaged model says which file, and stays unusable', async () => {
    const files = { ...model.source.files };
    const graph = Uint8Array.from(files['tiny.onnx']!);
    graph[5000]! ^= 1;
    files['tiny.onnx'] = graph;
    const engine = open({ model: { ...model, source: { ...model.source, files } } });
    const error = await failure(engine.ready());
    expect(error).toMatchObject({ origin: 'model', fault: 'hash-mismatch' });
    expect(error.message).toContain('tiny.onnx');
  });
});

describe('what happens to the process', () => {
  test('killed in mid-scan: that scan fails, the next is judged by a new process', async () => {
    const engine = open();
    const { pid } = await engine.ready();
    const large = await signatureScan(4, 2400, 960);
    const held = failure(examine(engine, large));
    const waiting = examine(engine);
    process.kill(pid, 'SIGKILL');
    const error = await held;
    expect(error.fault).toBe('engine-died');
    expect(error.message).toMatch(/not judged; try again/);
    expect((await waiting).template).toHaveLength(16);
    expect(engine.pid).not.toBe(pid);
    expect(await hasGone(pid)).toBe(true);
  });

  test('hanging: it is ended within its time limit and replaced', async () => {
    const engine = open({ timeLimits: { examine: 1 } });
    const { pid } = await engine.ready();
    expect((await failure(examine(engine, await signatureScan(4, 2400, 960)))).fault).toBe('engine-hung');
    expect((await engine.ready()).pid).not.toBe(pid);
    expect((await engine.read({ bytes, page: 0 })).scan.width).toBe(600);
    expect(await hasGone(pid)).toBe(true);
  });

  test('closed: nothing of it is left', async () => {
    const engine = open();
    const { pid } = await engine.ready();
    await engine.close();
    expect(isRunning(pid)).toBe(false);
  });

  test('closed: nothing of it keeps its parent alive', async () => {
    const script = fileURLToPath(new URL('./brief-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => parent.on('exit', (code) => resolve(code)));
    let said = '';
    parent.stdout.on('data', (text: Buffer) => (said += text.toString()));
    expect(await ended).toBe(0);
    expect(said).toBe('closed\n');
  });

  test.runIf(process.platform === 'linux')('over 150 scans it keeps nothing of them in memory', async () => {
    const engine = open();
    const { pid } = await engine.ready();
    const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
    // Each is a megabyte as decoded.
    const scan = await signatureScan(5, 1600, 640);
    const work = async () => {
      await engine.read({ bytes: scan, page: 0, preview: 200 });
    };
    for (let round = 0; round < 20; round += 1) await work();
    await examine(engine);
    const before = resident();
    for (let round = 0; round < 150; round += 1) await work();
    for (let round = 0; round < 10; round += 1) await examine(engine);
    expect(resident() - before).toBeLessThan(80);
  });

  test('its parent killed: it goes by itself, even at work', async () => {
    const script = fileURLToPath(new URL('./lone-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await new Promise<string[]>((resolve) => {
      const lines = createInterface(parent.stdout);
      lines.once('line', (text) => resolve([text]));
    })) as [string];
    const child = Number(line);
    expect(isRunning(child)).toBe(true);
    parent.kill('SIGKILL');
    expect(await hasGone(child)).toBe(true);
  });

  test.runIf(process.platform === 'linux')('in a batch runs at a lower priority than the desk', async () => {
    const niceness = (pid: number) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    };
    const [desk, batch] = await Promise.all([open().ready(), open({ background: true }).ready()]);
    expect(niceness(batch.pid)).toBeGreaterThan(niceness(desk.pid));
  });
});

describe('what the process is given', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-probe-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  interface Probe {
    environment: Record<string, string>;
    arguments: string[];
    read: string;
    write: string;
    spawn: string;
    libraries: string[];
  }

  test('no secret in its environment or arguments; it reads and writes no file and starts nothing', async () => {
    const secretFile = join(folder, 'store.db');
    const newFile = join(folder, 'new.txt');
    await writeFile(secretFile, 'secret');
    process.env.COUNTERSIGN_PASSPHRASE = 'correct horse';
    process.env.NODE_OPTIONS_FOR_TEST = 'x';
    const entry = fileURLToPath(new URL('./probe-child.ts', import.meta.url));
    const port = forkPorts({ entry })({ background: false });
    try {
      const probe = await new Promise<Probe>((resolve, reject) => {
        port.onMessage((message) => resolve(message as Probe));
        port.onExit((exit) => reject(new Error(exit.lastWords)));
        port.send({ secretFile, newFile });
      });
      expect(JSON.stringify(probe.environment)).not.toContain('correct horse');
      const known = ['PATH', 'SYSTEMROOT', 'WINDIR', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
      const own = /^NODE_CHANNEL|^NODE_UNIQUE_ID$/;
      const others = Object.keys(probe.environment).filter(
        (name) => !known.includes(name.toUpperCase()) && !own.test(name),
      );
      expect(others).toEqual([]);
      expect(probe.arguments).toEqual([]);
      expect(probe.read).toBe('ERR_ACCESS_DENIED');
      expect(probe.write).toBe('ERR_ACCESS_DENIED');
      expect(probe.spawn).toBe('ERR_ACCESS_DENIED');
      expect(probe.libraries).toEqual(['allowed', 'allowed', 'allowed']);
      expect(existsSync(newFile)).toBe(false);
    } finally {
      delete process.env.COUNTERSIGN_PASSPHRASE;
      delete process.env.NODE_OPTIONS_FOR_TEST;
      const { pid } = port;
      port.kill();
      if (pid !== undefined) await hasGone(pid);
    }
  });

  test.runIf(process.platform === 'linux')('the real engine too has no secret in its environment', async () => {
    process.env.COUNTERSIGN_PASSPHRASE = 'correct horse';
    try {
      const { pid } = await open().ready();
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      expect(environment).not.toContain('correct horse');
      expect(environment).toContain('PATH=');
    } finally {
      delete process.env.COUNTERSIGN_PASSPHRASE;
    }
  });
});
