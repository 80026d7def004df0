/** What the rest of model/ needs of an inference library; `onnx-runtime.ts` gives it, tests give stand-ins. */

/** A dense tensor, row-major. */
export interface GraphTensor {
  readonly data: Float32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** An input or output of a graph. A dimension that isn't fixed has its symbol's name. */
export interface GraphPort {
  readonly name: string;
  readonly element: string;
  readonly shape: readonly (number | string)[];
}

/** An opened graph. */
export interface GraphSession {
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
  /** Runs the graph; blocks the thread. Rejects with the library's own error. */
  run(feeds: Readonly<Record<string, GraphTensor>>): Promise<Readonly<Record<string, GraphTensor>>>;
  /** Frees the graph's memory. */
  release(): Promise<void>;
}

/** How to open a graph. */
export interface GraphOptions {
  /** The one execution provider: `cpu`, `dml`, `coreml`. */
  readonly provider: string;
  /** Threads of one inference, 1 or more. */
  readonly threads: number;
}

/** An inference library. */
export interface InferenceRuntime {
  /** The library's version. */
  readonly version: string;
  /** The execution providers that are compiled into this build; being listed doesn't mean that one can start. */
  providers(): string[];
  /** Opens a graph from its bytes. Rejects with the library's own error. */
  open(graph: Uint8Array, options: GraphOptions): Promise<GraphSession>;
}
