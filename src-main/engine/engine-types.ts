import type { CallRequest, CallResponse, EngineReady, FailureOrigin } from './protocol.ts';

/** Where an engine stands. `unusable` is final until {@link Engine.restart}: it won't stay alive, or the model is bad. */
export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly ready: EngineReady }
  | { readonly kind: 'waiting'; readonly why: string; readonly milliseconds: number }
  | { readonly kind: 'unusable'; readonly origin: FailureOrigin; readonly fault: string; readonly why: string }
  | { readonly kind: 'closed' };

/** What a request may say beside its input. */
export interface RequestOptions {
  /** Gives the request up: it rejects with `cancelled` at once; what the engine already has in hand runs to its end. */
  readonly signal?: AbortSignal;
}

/**
 * One supervised engine: requests in, results out, one at a time in the order they came. When the process dies or
 * hangs, only the request it was working on fails (`engine-died`, `engine-hung`); a new process takes the next.
 * Every method rejects with an EngineError and with nothing else.
 */
export interface Engine {
  /** Where the engine stands now. */
  readonly state: EngineState;
  /** The process's id, for tests and the log; undefined while there is none. */
  readonly pid: number | undefined;
  /** Requests waiting or in hand. */
  readonly pending: number;
  /** Resolves when the engine is ready (model, provider, versions); rejects when it is unusable or closed. */
  ready(): Promise<EngineReady>;
  read(input: CallRequest<'read'>, options?: RequestOptions): Promise<CallResponse<'read'>>;
  examine(input: CallRequest<'examine'>, options?: RequestOptions): Promise<CallResponse<'examine'>>;
  readCheque(input: CallRequest<'readCheque'>, options?: RequestOptions): Promise<CallResponse<'readCheque'>>;
  readCard(input: CallRequest<'readCard'>, options?: RequestOptions): Promise<CallResponse<'readCard'>>;
  embedClean(input: CallRequest<'embedClean'>, options?: RequestOptions): Promise<CallResponse<'embedClean'>>;
  distances(input: CallRequest<'distances'>, options?: RequestOptions): Promise<CallResponse<'distances'>>;
  pairDistances(input: CallRequest<'pairDistances'>, options?: RequestOptions): Promise<CallResponse<'pairDistances'>>;
  align(input: CallRequest<'align'>, options?: RequestOptions): Promise<CallResponse<'align'>>;
  explain(input: CallRequest<'explain'>, options?: RequestOptions): Promise<CallResponse<'explain'>>;
  evidence(input: CallRequest<'evidence'>, options?: RequestOptions): Promise<CallResponse<'evidence'>>;
  ping(): Promise<CallResponse<'ping'>>;
  /** Tries again after `unusable`. */
  restart(): void;
  /** Sets a listener for every change of state; returns the function that takes it off. */
  onState(listener: (state: EngineState) => void): () => void;
  /** Ends the process; requests that wait fail with `engine-closed`. Resolves when the process has gone. */
  close(): Promise<void>;
}
