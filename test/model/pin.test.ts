import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadModelPackage } from '../../src-main/model/package.ts';
import { imagingVersion } from '../../src-main/imaging/version.ts';
import { pinHashes } from '../../src-main/model/pin.ts';
import { pinnedManifests } from '../../src-main/model/pinned.ts';
import { tinyParts, writeTinyPackage } from './tiny-package.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-pin-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const source = new URL('../../src-main/model/pinned.ts', import.meta.url);

test('pinning writes each package by its id and leaves the rest of the file', async () => {
  const current = await readFile(source, 'utf8');
  const model = await writeTinyPackage(join(root, 'contrastive'));
  const parts = tinyParts();
  const other = await writeTinyPackage(join(root, 'half-twin'), {
    ...parts,
    manifest: { ...parts.manifest, id: 'half-twin' },
  });
  const text = await pinHashes(root, current);
  expect(text).toContain(`contrastive: '${model.manifestHash}',`);
  expect(text).toContain(`'half-twin': '${other.manifestHash}',`);
  expect(text.split('export const')[0]).toBe(current.split('export const')[0]);
});

test('two packages of one id are refused', async () => {
  await writeTinyPackage(join(root, 'contrastive-again'));
  await expect(pinHashes(root, await readFile(source, 'utf8'))).rejects.toThrow(/have the id contrastive/);
});

test('every pinned package that is in the repository is the one that is pinned', async (context) => {
  const ids = Object.keys(pinnedManifests);
  if (ids.length === 0) context.skip('no model is pinned yet');
  for (const id of ids) {
    const directory = fileURLToPath(new URL(`../../models/${id}`, import.meta.url));
    const model = await loadModelPackage(directory, { imagingVersion });
    expect(model.manifestHash).toBe(pinnedManifests[id]);
  }
});
