/** The only place that knows onnxruntime-node. Loading it costs 60 ms and 40 MB: only the engine process does. */
import * as ort from 'onnxruntime-node';
import type { GraphOptions, GraphPort, GraphSession, GraphTensor, InferenceRuntime } from './runtime.ts';

/** CoreML's flags: an ML program rather than a neural network, and nodes of fixed shape only. */
const coreMlFlags = 0x010 | 0x008;

/** onnxruntime-node as an {@link InferenceRuntime}. */
export const onnxRuntime: InferenceRuntime = {
  version: ort.env.versions.node ?? ort.env.versions.common,
  providers: () => ort.listSupportedBackends().map((backend) => backend.name),
  async open(graph, options) {
    const session = await ort.InferenceSession.create(graph, sessionOptions(options));
    return wrap(session);
  },
};

/**
 * The session options for a provider. Only the one provider is named: with 'cpu' after it, one that fails to start
 * throws all the same. DirectML runs sequentially and without memory patterns, or refuses.
 */
export function sessionOptions({ provider, threads }: GraphOptions): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [provider === 'coreml' ? { name: 'coreml', coreMlFlags } : provider],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableMemPattern: provider !== 'dml',
    // Errors only: warnings go to the process's stderr, where nobody reads them.
    logSeverityLevel: 3,
  };
}

function wrap(session: ort.InferenceSession): GraphSession {
  const port = (entry: ort.InferenceSession.ValueMetadata): GraphPort =>
    entry.isTensor
      ? { name: entry.name, element: entry.type, shape: entry.shape }
      : { name: entry.name, element: 'not a tensor', shape: [] };
  return {
    inputs: session.inputMetadata.map(port),
    outputs: session.outputMetadata.map(port),
    async run(feeds) {
      const given = Object.entries(feeds).map(([name, tensor]) => [name, toTensor(tensor)] as const);
      const results = await session.run(Object.fromEntries(given));
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromTensor(name, value)]));
    },
    release: () => session.release(),
  };
}

function toTensor({ data, shape }: GraphTensor): ort.Tensor {
  return data instanceof Float32Array
    ? new ort.Tensor('float32', data, [...shape])
    : new ort.Tensor('uint8', data, [...shape]);
}

function fromTensor(name: string, value: ort.OnnxValue): GraphTensor {
  const { data, dims } = value as ort.Tensor;
  if (!(data instanceof Float32Array) && !(data instanceof Uint8Array)) {
    throw new TypeError(`output ${name} isn't a float32 or uint8 tensor`);
  }
  return { data, shape: dims };
}
