import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { modelsDirectory, openTestDesk, setUp } from './open-test-desk.ts';

let models = '';
beforeEach(async () => {
  models = await mkdtemp(join(tmpdir(), 'countersign-models-'));
  await cp(join(modelsDirectory, defaultSettings.model), join(models, defaultSettings.model), { recursive: true });
});
afterEach(async () => {
  await rm(models, { recursive: true, force: true });
});

async function flip(name: string, at: number): Promise<void> {
  const file = join(models, defaultSettings.model, name);
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length * at)]! ^= 1;
  await writeFile(file, bytes);
}

describe('a model package with a flipped byte', () => {
  it.each([
    ['twin.onnx', 0.5, /twin\.onnx isn't the one its manifest describes/],
    ['golden.json', 0.5, /golden\.json isn't the one its manifest describes/],
    ['model.json', 0.001, /model\.json|isn't one that Countersign ships/],
  ])('%s: the app opens, says so, and judges nothing', async (name, at, message) => {
    await flip(name, at);
    const desk = await openTestDesk({ modelsDirectory: models });
    try {
      const { engine, model } = await desk.client.appState({});
      expect(model).toBeNull();
      expect(engine.state).toBe('failed');
      expect(engine.why).toMatch(message);
      await setUp(desk);
      await expect(desk.client.loadSamples({})).rejects.toMatchObject({ fault: 'no-model', message: engine.why });
      // Settings stay within reach, so that another model can be chosen.
      expect((await desk.client.settings({})).settings.model).toBe(defaultSettings.model);
      expect((await desk.client.doctor({})).problems.join(' ')).toMatch(message);
    } finally {
      await desk.close();
    }
  });
});

describe('a policy file that can’t be read', () => {
  it('keeps the app from starting, and names file and field', async () => {
    const policyFile = join(models, 'policy.json');
    await writeFile(policyFile, '{"format":"countersign-policy/1","idleLock":5}');
    await expect(openTestDesk({ policyFile })).rejects.toThrow(/policy\.json, field idleLock/);
  });
});

describe('a policy file', () => {
  it('fixes its settings: shown in force, refused when changed, and its thresholds judge', async () => {
    const policyFile = join(models, 'policy.json');
    const never = { matchAbove: 1000, mismatchBelow: -1000 };
    await writeFile(
      policyFile,
      JSON.stringify({
        format: 'countersign-policy/1',
        idleLockSeconds: 60,
        thresholds: { one: never, two: never, many: never },
      }),
    );
    const desk = await openTestDesk({ policyFile });
    try {
      await setUp(desk);
      const { settings, fixedByPolicy, thresholds } = await desk.client.settings({});
      expect(fixedByPolicy).toEqual(['idleLockSeconds', 'thresholds']);
      expect(settings.idleLockSeconds).toBe(60);
      expect(thresholds.many).toEqual(never);
      await expect(desk.client.saveSettings({ ...settings, idleLockSeconds: 0 })).rejects.toMatchObject({
        fault: 'fixed-by-policy',
        field: 'idleLockSeconds',
      });
      await desk.client.loadSamples({});
      const [sample] = (await desk.client.sampleCheques({})).cheques;
      const opened = await desk.client.openScan({ name: sample!.name, bytes: sample!.bytes, page: 0 });
      const result = await desk.client.checkCheque({ scan: opened.scan, account: sample!.account, region: null });
      expect(result.verdict).toBe('review');
      expect(result.reasons.join(' ')).toContain('never give a match');
    } finally {
      await desk.close();
    }
  });
});
