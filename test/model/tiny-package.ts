/** A whole model package round the tiny seeded graphs of test/fixtures/models: real ONNX, nothing learned. */
import { readFileSync } from 'node:fs';
import { imagingVersion } from '../../src-main/imaging/version.ts';
import { onnxRuntime } from '../../src-main/model/onnx-runtime.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import { makeModelPackage, writeModelPackage, type PackageParts } from '../../src-main/model/write-package.ts';

export const tinyWidth = 96;
export const tinyHeight = 64;
export const tinyDimension = 16;

/** The bytes of a fixture graph. */
export function fixtureGraph(
  name: 'tiny.onnx' | 'tiny-bytes.onnx' | 'tiny-learned.onnx' | 'wide.onnx' | 'wide-learned.onnx',
): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/models/${name}`, import.meta.url)));
}

/** A model input of strokes made by a formula: the same for the same number, different for others. */
export function tinyInput(number: number): Uint8Array {
  const samples = new Uint8Array(tinyWidth * tinyHeight);
  for (let step = 0; step < 400; step += 1) {
    const along = step / 400;
    const x = Math.round(4 + along * (tinyWidth - 9));
    const y = Math.round(tinyHeight / 2 + (tinyHeight / 2 - 6) * Math.sin(along * (5 + number) + number));
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const) {
      samples[(y + dy) * tinyWidth + x + dx] = 255;
    }
  }
  return samples;
}

/** The parts of the tiny package; alter them before they are packed. */
export function tinyParts(metric: PackageParts['manifest']['metric'] = { kind: 'euclidean' }): PackageParts {
  const group = { intercept: 3, joinedWeight: -4, spreadWeight: 1, relativeWeight: -1, countWeight: 0 };
  const thresholds = { matchAbove: 1, mismatchBelow: -1 };
  const one = { ...group, spreadWeight: 0, relativeWeight: 0, thresholds };
  const tower = { file: 'tiny.onnx', input: 'ink', output: 'template' };
  return {
    manifest: {
      id: 'contrastive',
      version: '0.0.1',
      title: 'Seeded noise, for tests',
      towers: { reference: tower, questioned: tower },
      input: { width: tinyWidth, height: tinyHeight, element: 'float32', imagingVersion },
      template: { dimension: tinyDimension },
      metric,
      joining: { method: 'mean-of-best-two' },
      calibration: {
        method: 'mean-of-best-two',
        groups: { one, two: { ...group, thresholds }, many: { ...group, thresholds } },
        range: { low: -10, high: 10 },
        fittedOn: [],
      },
      golden: { file: 'golden.json', tolerance: { cpu: 1e-6, accelerator: 1e-3 } },
      errorRates: {},
      training: { date: '2026-01-01', licence: 'Nothing was learned', datasets: [] },
    },
    files: {
      'tiny.onnx': fixtureGraph('tiny.onnx'),
      ...(metric.kind === 'learned' ? { 'tiny-learned.onnx': fixtureGraph('tiny-learned.onnx') } : {}),
    },
    goldenInputs: [1, 2, 3, 4].map(tinyInput),
  };
}

/** The metric that takes the tiny learned graph. */
export const tinyLearned = {
  kind: 'learned',
  file: 'tiny-learned.onnx',
  inputs: { questioned: 'questioned', reference: 'reference' },
  output: 'distance',
} as const satisfies PackageParts['manifest']['metric'];

/** The size of a template of the wide package: that of a real learned package, place kept. */
export const wideDimension = 11 * (tinyHeight / 2) * (tinyWidth / 2);
/** The grid of the wide package's map. */
export const wideMap = { output: 'map', rows: 4, columns: 6 };

/** The parts of a package in the shape of a real learned one: wide templates, and a distance with a map. */
export function wideParts(): PackageParts {
  const metric = { ...tinyLearned, file: 'wide-learned.onnx', map: wideMap };
  const { manifest, goldenInputs } = tinyParts();
  const tower = { file: 'wide.onnx', input: 'ink', output: 'template' };
  return {
    manifest: {
      ...manifest,
      id: 'learned',
      towers: { reference: tower, questioned: tower },
      template: { dimension: wideDimension },
      metric,
      golden: { file: 'golden.json', tolerance: { cpu: 1e-5, accelerator: 1e-2 } },
    },
    files: { 'wide.onnx': fixtureGraph('wide.onnx'), 'wide-learned.onnx': fixtureGraph('wide-learned.onnx') },
    goldenInputs,
  };
}

/** The tiny package in memory. */
export function tinyPackage(parts: PackageParts = tinyParts()): Promise<ModelPackage> {
  return makeModelPackage(onnxRuntime, parts);
}

/** Writes the tiny package into a folder and returns it. */
export async function writeTinyPackage(directory: string, parts: PackageParts = tinyParts()): Promise<ModelPackage> {
  const model = await tinyPackage(parts);
  await writeModelPackage(directory, model);
  return model;
}
