import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imagingVersion } from '../../src-main/imaging/version.ts';
import { ModelError } from '../../src-main/model/model-error.ts';
import { loadModelPackage, openModelPackage, type ModelPackage } from '../../src-main/model/package.ts';
import { tinyPackage, tinyParts, writeTinyPackage } from './tiny-package.ts';

let root: string;
let model: ModelPackage;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-package-'));
  model = await tinyPackage();
});
afterAll(() => rm(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = () => join(root, `package-${(folders += 1)}`);

async function failure(action: () => unknown): Promise<ModelError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const load = (directory: string) => loadModelPackage(directory, { admitted: [model.manifestHash], imagingVersion });

describe('a whole package', () => {
  test('loads where a supervisor has admitted its manifest', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const loaded = await load(directory);
    expect(loaded.manifestHash).toBe(model.manifestHash);
    expect(loaded.manifest.id).toBe('contrastive');
    expect(Object.keys(loaded.source.files).sort()).toEqual(['golden.json', 'tiny.onnx']);
  });

  test('is the same to the last byte however often it is made', async () => {
    expect((await tinyPackage()).manifestHash).toBe(model.manifestHash);
  });

  test('is refused where it is neither shipped nor admitted, naming its hash', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const error = await failure(() => loadModelPackage(directory, { imagingVersion }));
    expect(error.fault).toBe('not-admitted');
    expect(error.message).toContain(model.manifestHash);
  });

  test('is refused behind another version of imaging', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const error = await failure(() =>
      loadModelPackage(directory, { admitted: [model.manifestHash], imagingVersion: '999' }),
    );
    expect(error).toMatchObject({ fault: 'imaging-mismatch', field: 'input.imagingVersion' });
    expect(error.message).toContain('999');
  });
});

describe('what is wrong is named', () => {
  test('no folder, and no model.json', async () => {
    expect((await failure(() => load(join(root, 'nowhere')))).fault).toBe('no-package');
    const directory = newFolder();
    await mkdir(directory);
    const error = await failure(() => load(directory));
    expect(error.fault).toBe('no-package');
    expect(error.message).toContain(directory);
  });

  test.each(['tiny.onnx', 'golden.json'])('a flipped byte in %s', async (name) => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const bytes = await readFile(join(directory, name));
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(join(directory, name), bytes);
    const error = await failure(() => load(directory));
    expect(error).toMatchObject({ fault: 'hash-mismatch', file: name });
    expect(error.message).toContain(name);
  });

  test('a file that is longer, shorter, or not there', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const path = join(directory, 'tiny.onnx');
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes, Buffer.alloc(1)]));
    expect(await failure(() => load(directory))).toMatchObject({ fault: 'hash-mismatch', file: 'tiny.onnx' });
    await writeFile(path, bytes.subarray(1));
    expect(await failure(() => load(directory))).toMatchObject({ fault: 'hash-mismatch', file: 'tiny.onnx' });
    await rm(path);
    const error = await failure(() => load(directory));
    expect(error).toMatchObject({ fault: 'missing-file', file: 'tiny.onnx' });
    expect(error.message).toContain('tiny.onnx');
  });

  test('a folder where a file should be', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    await rm(join(directory, 'tiny.onnx'));
    await mkdir(join(directory, 'tiny.onnx'));
    expect((await failure(() => load(directory))).message).toContain('tiny.onnx');
  });

  test('model.json that is no JSON, too large, or of a newer format', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const path = join(directory, 'model.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, -10));
    expect(await failure(() => load(directory))).toMatchObject({ fault: 'bad-manifest', file: 'model.json' });
    await writeFile(path, text.replace('countersign-model/1', 'countersign-model/2'));
    expect(await failure(() => load(directory))).toMatchObject({ fault: 'newer-format', field: 'format' });
    await writeFile(path, ' '.repeat(4 * 1024 * 1024 + 1));
    expect(await failure(() => load(directory))).toMatchObject({ fault: 'bad-manifest' });
  });

  test('any flipped bit of model.json is refused: as JSON, by its schema, or because its hash is not admitted', async () => {
    const directory = newFolder();
    await writeTinyPackage(directory);
    const path = join(directory, 'model.json');
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 1 << bit;
        await writeFile(path, bytes);
        await failure(() => load(directory));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the manifest', () => {
  const withChange = (change: (manifest: Record<string, unknown>) => void) => {
    const manifest = JSON.parse(new TextDecoder().decode(model.source.manifest)) as Record<string, unknown>;
    change(manifest);
    return () =>
      openModelPackage({ manifest: new TextEncoder().encode(JSON.stringify(manifest)), files: model.source.files });
  };

  test.each([
    '../tiny.onnx',
    '/etc/passwd',
    'a/b.onnx',
    'a\\b.onnx',
    '..',
    '.hidden',
    'C:evil',
    'x..y',
    'trailing.',
    '',
  ])('refuses the file name %j', async (name) => {
    const tower = { file: name, input: 'ink', output: 'template' };
    const asTower = await failure(withChange((m) => (m.towers = { reference: tower, questioned: tower })));
    expect(asTower).toMatchObject({ fault: 'bad-manifest', field: 'towers.reference.file' });
    const asFile = await failure(
      withChange((m) => (m.files = { ...(m.files as object), [name]: { sha256: 'a'.repeat(64), bytes: 1 } })),
    );
    expect(asFile.fault).toBe('bad-manifest');
  });

  test('names the field that is wrong', async () => {
    expect(await failure(withChange((m) => (m.template = { dimension: 0 })))).toMatchObject({
      field: 'template.dimension',
    });
    expect(await failure(withChange((m) => (m.id = 'Not Kebab')))).toMatchObject({ field: 'id' });
    expect(await failure(withChange((m) => (m.metric = { kind: 'manhattan' })))).toMatchObject({
      field: 'metric.kind',
    });
    expect(await failure(withChange((m) => (m.surprise = true)))).toMatchObject({ field: 'surprise' });
    expect(await failure(withChange((m) => delete m.calibration))).toMatchObject({ field: 'calibration' });
    expect(await failure(withChange((m) => (m.joining = { method: 'median' })))).toMatchObject({
      field: 'joining.method',
    });
  });

  test('refuses a file without a hash, thresholds the wrong way round, and a weight of the wrong sign', async () => {
    expect(await failure(withChange((m) => (m.files = {})))).toMatchObject({ fault: 'bad-manifest', field: 'files' });
    const calibration = tinyParts().manifest.calibration;
    const one = calibration.groups.one;
    const withGroup = (group: object) =>
      withChange((m) => (m.calibration = { ...calibration, groups: { ...calibration.groups, one: group } }));
    expect(await failure(withGroup({ ...one, thresholds: { matchAbove: -1, mismatchBelow: 1 } }))).toMatchObject({
      field: 'calibration.groups.one.thresholds',
    });
    expect(await failure(withGroup({ ...one, joinedWeight: 1 }))).toMatchObject({
      field: 'calibration.groups.one.joinedWeight',
    });
  });

  test('an inherited property name is no file', async () => {
    const tower = { file: 'constructor', input: 'ink', output: 'template' };
    expect(await failure(withChange((m) => (m.towers = { reference: tower, questioned: tower })))).toMatchObject({
      fault: 'bad-manifest',
      field: 'files',
    });
  });
});

test('a package of links is read as what the links lead to, and its hashes are checked all the same', async () => {
  const directory = newFolder();
  const linked = newFolder();
  await writeTinyPackage(directory);
  await mkdir(linked);
  for (const name of ['model.json', 'tiny.onnx', 'golden.json'])
    await symlink(join(directory, name), join(linked, name));
  expect((await load(linked)).manifestHash).toBe(model.manifestHash);
});
