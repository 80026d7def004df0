import type { InkNetPackage } from './ink-net.ts';
import { ModelError } from './model-error.ts';
import { referenceProvider } from './providers.ts';
import type { GraphSession, InferenceRuntime } from './runtime.ts';

/** The ink net, opened. */
export interface InkNetSession {
  /**
   * @param input (3, height, width), sides multiples of 32
   * @returns log-odds (4, height / 2, width / 2) and votes (4, height / 4, width / 4)
   * @throws ModelError (bad-graph) where the graph gives something else
   */
  run(input: {
    readonly data: Float32Array;
    readonly width: number;
    readonly height: number;
  }): Promise<{ readonly logOdds: Float32Array; readonly votes: Float32Array }>;
  release(): Promise<void>;
}

/**
 * Opens the ink net on the reference provider, so that a cheque is read alike on every machine, and holds it against its
 * golden vectors.
 * @throws ModelError (bad-graph, golden-mismatch)
 */
export async function openInkNet(
  runtime: InferenceRuntime,
  net: InkNetPackage,
  threads: number,
): Promise<InkNetSession> {
  const graph = await runtime
    .open(net.source.files['ink.onnx']!, { provider: referenceProvider, threads })
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new ModelError('bad-graph', `The ink net can't be opened: ${why}`, { file: 'ink.onnx' });
    });
  try {
    const session = sessionOf(graph);
    const { golden, manifest } = net;
    const found = await session.run({ data: golden.input, width: golden.width, height: golden.height });
    const error = Math.max(largestGap(found.logOdds, golden.logOdds), largestGap(found.votes, golden.votes));
    if (!(error <= manifest.tolerance)) {
      throw new ModelError(
        'golden-mismatch',
        `The ink net gives other results on this machine than it should (${error.toPrecision(2)}; ${manifest.tolerance.toPrecision(2)} is allowed).`,
        { file: 'golden.json' },
      );
    }
    return session;
  } catch (error) {
    await graph.release();
    throw error;
  }
}

function sessionOf(graph: GraphSession): InkNetSession {
  return {
    async run({ data, width, height }) {
      const results = await graph.run({ plane: { data, shape: [1, 3, height, width] } });
      const take = (name: string, length: number): Float32Array => {
        const values = results[name]?.data;
        if (!(values instanceof Float32Array) || values.length !== length)
          throw new ModelError('bad-graph', `The ink net's output ${name} isn't ${length} numbers.`, {
            file: 'ink.onnx',
          });
        return values;
      };
      return { logOdds: take('ink', width * height), votes: take('votes', (width * height) / 4) };
    },
    release: () => graph.release(),
  };
}

function largestGap(found: Float32Array, told: Float32Array): number {
  let largest = 0;
  for (let at = 0; at < told.length; at += 1) {
    const gap = Math.abs(found[at]! - told[at]!);
    if (Number.isNaN(gap)) return Infinity;
    largest = Math.max(largest, gap);
  }
  return largest;
}
