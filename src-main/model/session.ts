/** A model package's graphs, opened: templates of clean ink, and learned distances. */
import type { ModelManifest, Tower } from './manifest.ts';
import { ModelError } from './model-error.ts';
import type { ModelPackage } from './package.ts';
import type { GraphOptions, GraphPort, GraphSession, GraphTensor, InferenceRuntime } from './runtime.ts';

/** A learned distance and where it comes from. */
export interface DistanceMap {
  readonly distance: number;
  /**
   * `rows * columns` values, row by row, 0 and up: how far each cell of the questioned signature's model input speaks
   * against the same hand. `manifest.metric.map` says how many rows and columns.
   */
  readonly map: Float32Array;
}

/** A package's graphs on one execution provider. */
export interface ModelSession {
  /**
   * Templates of model inputs, `dimension` float32 each, in the order given.
   * Each input has `width * height` samples, 0 to 255. They are run one by one: a graph gives other last bits in a
   * batch than alone, and one template must not depend on its neighbours.
   * @throws RangeError where an input has another size; ModelError (bad-graph) where the graph gives no finite template.
   */
  embed(tower: Tower, inputs: readonly Uint8Array[]): Promise<Float32Array[]>;
  /**
   * Learned distances of one questioned template to each specimen's, in their order; null where the metric is a closed
   * form. The graph runs over one pair after another: five at once took a tenth less time, but gave other last bits,
   * and a score must not depend on how many specimens there are beside.
   * @throws RangeError where a template has another length; ModelError (bad-graph) where the graph gives no distance,
   *   which is a finite number from 0 up.
   */
  readonly distances: ((questioned: Float32Array, specimens: readonly Float32Array[]) => Promise<number[]>) | null;
  /** The same with the maps of where the two part; null where the package has no map. Throws as `distances`. */
  readonly distanceMaps:
    ((questioned: Float32Array, specimens: readonly Float32Array[]) => Promise<DistanceMap[]>) | null;
  /** Frees the graphs. */
  release(): Promise<void>;
}

/**
 * Opens a package's graphs and checks that their inputs and outputs are those of the manifest.
 * @throws ModelError (bad-graph) naming the file, with the runtime's own words where the provider can't start or the
 *   bytes are no graph.
 */
export async function openModelSession(
  runtime: InferenceRuntime,
  model: ModelPackage,
  options: GraphOptions,
): Promise<ModelSession> {
  const { manifest } = model;
  const { width, height, element } = manifest.input;
  const { dimension } = manifest.template;
  const graphs = new Map<string, GraphSession>();

  const openGraph = async (file: string): Promise<GraphSession> => {
    const known = graphs.get(file);
    if (known) return known;
    const bytes = bytesOf(model, file);
    const opened = await runtime.open(bytes, options).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new ModelError('bad-graph', `The model file ${file} can't be opened on ${options.provider}: ${why}`, {
        file,
      });
    });
    graphs.set(file, opened);
    return opened;
  };
  const release = async (): Promise<void> => {
    const opened = [...graphs.values()];
    graphs.clear();
    for (const graph of opened) await graph.release();
  };

  try {
    for (const { file, input, output } of Object.values(manifest.towers)) {
      const graph = await openGraph(file);
      checkPort(file, 'input', graph.inputs, input, element, [1, 1, height, width]);
      checkPort(file, 'output', graph.outputs, output, 'float32', [1, dimension]);
    }
    const learned = await openLearned(manifest, openGraph);

    return {
      async embed(tower, inputs) {
        const { file, input, output } = manifest.towers[tower];
        const graph = await openGraph(file);
        const templates: Float32Array[] = [];
        for (const samples of inputs) {
          if (samples.length !== width * height) {
            throw new RangeError(`A model input has ${samples.length} samples, not ${width} × ${height}.`);
          }
          const data = element === 'uint8' ? samples : asFloats(samples);
          const results = await graph.run({ [input]: { data, shape: [1, 1, height, width] } });
          templates.push(finite(file, output, results[output], dimension));
        }
        return templates;
      },
      ...learned,
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The two ways to run the distance graph; both null where the metric is a closed form. */
async function openLearned(
  { metric, template }: ModelManifest,
  openGraph: (file: string) => Promise<GraphSession>,
): Promise<Pick<ModelSession, 'distances' | 'distanceMaps'>> {
  if (metric.kind !== 'learned') return { distances: null, distanceMaps: null };
  const { file, inputs, output, map } = metric;
  const shape = [1, template.dimension];
  const graph = await openGraph(file);
  checkPort(file, 'input', graph.inputs, inputs.questioned, 'float32', shape);
  checkPort(file, 'input', graph.inputs, inputs.reference, 'float32', shape);
  checkPort(file, 'output', graph.outputs, output, 'float32', null);
  if (map) checkPort(file, 'output', graph.outputs, map.output, 'float32', [1, map.rows, map.columns]);

  async function compare<T>(
    questioned: Float32Array,
    specimens: readonly Float32Array[],
    take: (results: Readonly<Record<string, GraphTensor>>) => T,
  ): Promise<T[]> {
    const taken: T[] = [];
    for (const specimen of specimens) {
      for (const side of [questioned, specimen]) {
        if (side.length !== template.dimension) {
          throw new RangeError(`A template has ${side.length} components, not ${template.dimension}.`);
        }
      }
      const feeds = { [inputs.questioned]: { data: questioned, shape }, [inputs.reference]: { data: specimen, shape } };
      taken.push(take(await graph.run(feeds)));
    }
    return taken;
  }
  const distanceIn = (results: Readonly<Record<string, GraphTensor>>): number =>
    fromZeroUp(file, output, results[output], 1)[0]!;
  return {
    distances: (questioned, specimens) => compare(questioned, specimens, distanceIn),
    distanceMaps: map
      ? (questioned, specimens) =>
          compare(questioned, specimens, (results) => ({
            distance: distanceIn(results),
            map: fromZeroUp(file, map.output, results[map.output], map.rows * map.columns),
          }))
      : null,
  };
}

function bytesOf(model: ModelPackage, file: string): Uint8Array {
  const bytes = model.source.files[file];
  if (!bytes) throw new ModelError('missing-file', `The model file ${file} isn't in the package.`, { file });
  return bytes;
}

/** A fixed dimension must be the expected one; one that the graph leaves open is accepted. */
function checkPort(
  file: string,
  kind: 'input' | 'output',
  ports: readonly GraphPort[],
  name: string,
  element: string,
  shape: readonly number[] | null,
): void {
  const port = ports.find((each) => each.name === name);
  const wrong = (why: string) => new ModelError('bad-graph', `The model file ${file}: ${why}.`, { file });
  if (!port) throw wrong(`it has no ${kind} named ${name}`);
  if (port.element !== element) throw wrong(`its ${kind} ${name} is ${port.element}, not ${element}`);
  if (!shape) return;
  const fits =
    port.shape.length === shape.length &&
    port.shape.every((size, axis) => typeof size === 'string' || size === shape[axis]);
  if (!fits) throw wrong(`its ${kind} ${name} is [${port.shape.join(', ')}], not [${shape.join(', ')}]`);
}

/** Samples of 0 to 255 as 0 to 1. */
function asFloats(samples: Uint8Array): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let at = 0; at < floats.length; at += 1) floats[at] = samples[at]! / 255;
  return floats;
}

function allFinite(values: Float32Array): boolean {
  for (let at = 0; at < values.length; at += 1) if (!Number.isFinite(values[at]!)) return false;
  return true;
}

/** The tensor's values as a copy of their own, all of them finite. */
function finite(file: string, name: string, tensor: GraphTensor | undefined, length: number): Float32Array {
  if (!(tensor?.data instanceof Float32Array) || tensor.data.length !== length) {
    throw new ModelError('bad-graph', `The model file ${file}: its output ${name} isn't ${length} float32 values.`, {
      file,
    });
  }
  if (!allFinite(tensor.data)) {
    throw new ModelError('bad-graph', `The model file ${file} gave a value that isn't a number.`, { file });
  }
  return tensor.data.slice();
}

/** As {@link finite}, and none of them negative. */
function fromZeroUp(file: string, name: string, tensor: GraphTensor | undefined, length: number): Float32Array {
  const values = finite(file, name, tensor, length);
  if (values.some((value) => value < 0)) {
    throw new ModelError('bad-graph', `The model file ${file}: its output ${name} is negative; it must be 0 or more.`, {
      file,
    });
  }
  return values;
}
