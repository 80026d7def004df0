/** A package before it is calibrated: its graphs as they came from the training, and what their ports say of them. */
import { readFile } from 'node:fs/promises';
import { imagingVersion } from '../../src-main/imaging/version.ts';
import type { JoinMethod } from '../../src-main/metric/joining.ts';
import type { ManifestMetric } from '../../src-main/model/manifest.ts';
import type { GraphPort, InferenceRuntime } from '../../src-main/model/runtime.ts';
import type { PackageParts } from '../../src-main/model/write-package.ts';
import { findInk, noiseInput } from './ink-place.ts';

/** What a package is made of: paths of files, and words for its manifest. */
export interface DraftRequest {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** The twin's graph; a half-twin's for clean specimens. */
  readonly twin: string;
  /** A half-twin's graph for questioned signatures. */
  readonly questioned?: string | undefined;
  readonly metric: Exclude<ManifestMetric['kind'], 'cosine'>;
  /** Mahalanobis: float64 little-endian, row by row. */
  readonly matrix?: string | undefined;
  /** Learned: the graph over two templates. */
  readonly distance?: string | undefined;
  readonly joining: JoinMethod;
  readonly training: PackageParts['manifest']['training'];
}

export type DraftParts = Pick<PackageParts, 'manifest' | 'files'>;

/** Nothing is known before the calibration; every score lies in review. */
const blank = {
  intercept: 0,
  joinedWeight: -1,
  spreadWeight: 0,
  relativeWeight: 0,
  countWeight: 0,
  thresholds: { matchAbove: 1000, mismatchBelow: -1000 },
};

/**
 * Reads the graphs and makes the manifest that goes with them, with sizes and names read off their ports, and the place of
 * the ink in a template, where it has one, found by trying.
 * @throws Error where a file that the metric needs isn't named, or a graph has another number of ports than it should.
 */
export async function readDraft(runtime: InferenceRuntime, request: DraftRequest): Promise<DraftParts> {
  const twin = await readTower(runtime, request.twin, 'twin.onnx');
  const questioned = request.questioned ? await readTower(runtime, request.questioned, 'questioned.onnx') : twin;
  const { metric, file } = await readMetric(runtime, request, questioned);
  const { height, width, element, dimension } = twin;
  return {
    manifest: {
      id: request.id,
      version: request.version,
      title: request.title,
      towers: { reference: twin.tower, questioned: questioned.tower },
      input: { width, height, element, imagingVersion },
      template: { dimension },
      metric,
      joining: { method: request.joining },
      calibration: {
        method: request.joining,
        range: { low: -10, high: 10 },
        groups: { one: blank, two: blank, many: blank },
        fittedOn: [],
      },
      golden: { file: 'golden.json', tolerance: { cpu: 1e-4, accelerator: 1e-2 } },
      errorRates: {},
      training: request.training,
    },
    files: { [twin.tower.file]: twin.bytes, [questioned.tower.file]: questioned.bytes, ...file },
  };
}

/** A tower's graph with what its ports say. */
interface DraftTower {
  readonly bytes: Uint8Array;
  readonly tower: { readonly file: string; readonly input: string; readonly output: string };
  readonly element: 'float32' | 'uint8';
  readonly height: number;
  readonly width: number;
  readonly dimension: number;
}

async function readTower(runtime: InferenceRuntime, path: string, file: string): Promise<DraftTower> {
  const { bytes, inputs, outputs } = await portsOf(runtime, path);
  const [input, output] = [only(path, 'input', inputs), only(path, 'output', outputs)];
  if (input.element !== 'float32' && input.element !== 'uint8')
    throw new Error(`${path}: its input is ${input.element}, not float32 or uint8.`);
  return {
    bytes,
    tower: { file, input: input.name, output: output.name },
    element: input.element as 'float32' | 'uint8',
    height: sizeOf(path, input, 2),
    width: sizeOf(path, input, 3),
    dimension: sizeOf(path, output, 1),
  };
}

async function readMetric(
  runtime: InferenceRuntime,
  { metric: kind, matrix, distance }: DraftRequest,
  questioned: DraftTower,
): Promise<{ metric: ManifestMetric; file: Record<string, Uint8Array> }> {
  if (kind === 'mahalanobis') {
    if (!matrix) throw new Error('A Mahalanobis metric needs its matrix: --matrix FILE.');
    const file = 'mahalanobis.f64';
    return {
      metric: { kind, matrix: { file } },
      file: { [file]: new Uint8Array(await readFile(matrix)) },
    };
  }
  if (kind === 'learned') {
    if (!distance) throw new Error('A learned metric needs its graph: --distance FILE.');
    const { bytes, inputs, outputs } = await portsOf(runtime, distance);
    const called = (ports: readonly GraphPort[], name: string) => {
      const port = ports.find((each) => each.name === name);
      if (!port)
        throw new Error(`${distance}: it has no ${name}; it has ${ports.map((each) => each.name).join(', ')}.`);
      return port;
    };
    const map = outputs.find((each) => each.name === 'map');
    const file = 'distance.onnx';
    const grid = map && { rows: sizeOf(distance, map, 1), columns: sizeOf(distance, map, 2) };
    const ink = grid && (await inkOf(runtime, questioned, grid));
    return {
      metric: {
        kind,
        file,
        inputs: { questioned: called(inputs, 'questioned').name, reference: called(inputs, 'reference').name },
        output: called(outputs, 'distance').name,
        ...(map && grid ? { map: { output: map.name, ...grid } } : {}),
        ...(ink ? { ink } : {}),
      },
      file: { [file]: bytes },
    };
  }
  return { metric: { kind }, file: {} };
}

/** Where a tower's template keeps the ink, in cells of the distance's map: a net that keeps its place keeps that too. */
async function inkOf(
  runtime: InferenceRuntime,
  { bytes, tower, element, height, width }: DraftTower,
  grid: { readonly rows: number; readonly columns: number },
) {
  if (element !== 'float32') return null;
  const graph = await runtime.open(bytes, { provider: 'cpu', threads: 1 });
  try {
    const data = noiseInput(width, height);
    const { [tower.output]: template } = await graph.run({ [tower.input]: { data, shape: [1, 1, height, width] } });
    if (!(template?.data instanceof Float32Array)) return null;
    return findInk(data, { width, height }, template.data, grid);
  } finally {
    await graph.release();
  }
}

async function portsOf(runtime: InferenceRuntime, path: string) {
  const bytes = new Uint8Array(await readFile(path));
  const graph = await runtime.open(bytes, { provider: 'cpu', threads: 1 });
  try {
    return { bytes, inputs: graph.inputs, outputs: graph.outputs };
  } finally {
    await graph.release();
  }
}

function only(path: string, kind: string, ports: readonly GraphPort[]): GraphPort {
  const [port] = ports;
  if (!port || ports.length !== 1) throw new Error(`${path}: a tower has one ${kind}, not ${ports.length}.`);
  return port;
}

function sizeOf(path: string, port: GraphPort, axis: number): number {
  const size = port.shape[axis];
  if (typeof size !== 'number')
    throw new Error(`${path}: ${port.name} is [${port.shape.join(', ')}]; its dimension ${axis} must be fixed.`);
  return size;
}
