import type { EngineFailure, FailureOrigin } from './protocol.ts';

/** Faults of the engine process itself; scan and model faults are imaging's and model's own words. */
export type EngineFault =
  /** The process ended while it had this request; the scan was not judged. */
  | 'engine-died'
  /** The request ran past its time limit and the process was ended; the scan was not judged. */
  | 'engine-hung'
  /** The process can't be kept alive, or the model can't be opened: nothing can be judged until that is mended. */
  | 'engine-unusable'
  /** The engine was closed before the request had its turn. */
  | 'engine-closed'
  /** The caller gave the request up. */
  | 'cancelled'
  /** The file can't be opened or read. */
  | 'file-unreadable'
  /** A request or response of the wrong shape: a fault in Countersign itself. */
  | 'bad-message'
  /** The model in use has no learned distance. */
  | 'no-learned-distance'
  /** A template was asked of an engine without a model. */
  | 'no-model'
  /** Anything else that went wrong inside. */
  | 'internal';

/** A request to an engine that failed: where it comes from, the fault in one word, and a message for people. */
export class EngineError extends Error {
  readonly origin: FailureOrigin;
  readonly fault: string;
  /** Where the scan opened but held nothing to judge: what was opened. */
  readonly seen: EngineFailure['seen'];

  constructor(origin: FailureOrigin, fault: string, message: string, seen?: EngineFailure['seen']) {
    super(message);
    this.name = 'EngineError';
    this.origin = origin;
    this.fault = fault;
    this.seen = seen;
  }
}

/** An {@link EngineError} of the engine process itself. */
export function engineError(fault: EngineFault, message: string): EngineError {
  return new EngineError('engine', fault, message);
}
