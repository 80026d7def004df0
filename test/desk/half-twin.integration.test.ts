import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { examineEnrolment, storeEnrolment, type EnrolParts, type ScanToEnrol } from '../../src-main/desk/enrol.ts';
import { signatureInRegion } from '../../src-main/desk/questioned.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { specimenTower } from '../../src-main/desk/specimen-tower.ts';
import { remakeTemplates } from '../../src-main/desk/templates.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { generateCheque } from '../../src-main/sample/cheques/generate.ts';
import { looseSignature } from '../../src-main/sample/loose-signature.ts';
import { createSigner } from '../../src-main/sample/signer.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { modelsDirectory, passphrase } from './open-test-desk.ts';

let folder = '';
let parts: EnrolParts;
let card: ScanToEnrol;
let cheque: ScanToEnrol;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-half-twin-'));
  const model = await loadModel(modelsDirectory, 'half-twin');
  const engine = startEngine(forkPorts(), model, () => undefined);
  const { store } = await createStore(join(folder, 'store'), { passphrase, operator: 'clerk' }, { scryptCost: 1024 });
  parts = { store, engine, model, thresholds: model.thresholds, operator: 'clerk' };
  const scan = { capturedOn: null, source: '' };
  card = { ...scan, name: 'card.png', bytes: await looseSignature(createSigner('half-twin'), 1), region: null };
  const drawn = await generateCheque({
    seed: 'half-twin',
    number: 1,
    layouts: 'tuned',
    tone: 'grey',
    dotsPerInch: 200,
  });
  const region = drawn.cheques[0]!.signatures[0]!.box;
  cheque = { ...scan, name: 'cheque', bytes: drawn.bytes, region };
});
afterAll(async () => {
  await parts.store.close();
  await parts.engine.close();
  await rm(folder, { recursive: true, force: true });
});

const templateBy = async ({ bytes, region }: ScanToEnrol, tower: 'reference' | 'questioned') =>
  (await parts.engine.examine({ bytes, page: 0, region, wants: { template: tower } })).template!;

/** By the scan's name: the tower on record and the template. */
async function onFile(modelHash: string) {
  const specimens = await parts.store.specimensOf('1', { modelHash });
  return new Map(specimens.map(({ source, template }) => [source, template]));
}

test('a specimen from a card goes through one tower, one from a cheque through the other, and the store says which', async () => {
  const request = { account: '1', holder: null, signatory: 'Ada', scans: [card, cheque] };
  const examined = await examineEnrolment(parts, request);
  expect(examined.scans.map(({ problem }) => problem)).toEqual([null, null]);
  await storeEnrolment(parts, request, examined);
  const specimens = await onFile(parts.model.hash);
  expect(specimens.get('card.png')).toMatchObject({ tower: 'reference', vector: await templateBy(card, 'reference') });
  expect(specimens.get('cheque')).toMatchObject({
    tower: 'questioned',
    vector: await templateBy(cheque, 'questioned'),
  });
  expect(specimens.get('cheque')!.vector).not.toEqual(await templateBy(cheque, 'reference'));
});

test('a questioned signature goes through the questioned tower', async () => {
  const { signatures } = await signatureInRegion(parts.engine, { bytes: cheque.bytes, page: 0 }, cheque.region);
  expect(signatures[0]!.template).toEqual(await templateBy(cheque, 'questioned'));
  expect(signatures[0]!.template).not.toEqual(await templateBy(cheque, 'reference'));
});

test('after a change of model each is made again by the tower of its scan', async () => {
  const before = await onFile(parts.model.hash);
  const changed = { ...parts.model, hash: 'f'.repeat(64) };
  expect(await remakeTemplates(parts.store, parts.engine, changed, new AbortController().signal, () => undefined)).toBe(
    2,
  );
  const after = await onFile(changed.hash);
  for (const name of ['card.png', 'cheque']) {
    expect(after.get(name)).toMatchObject({ tower: before.get(name)!.tower, vector: before.get(name)!.vector });
  }
});

test('with one tower for both nothing is read to tell them apart', async () => {
  const twin = await loadModel(modelsDirectory, 'contrastive');
  const unread = (): never => {
    throw new Error('The scan was read.');
  };
  expect(await specimenTower({ readCheque: unread }, twin, unread)).toBe('reference');
});
