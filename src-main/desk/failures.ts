import { CallFailure } from '../contract/calls.ts';
import { EngineError } from '../engine/engine-error.ts';
import { StoreError } from '../store/store-error.ts';

/**
 * Turns an error that was written for people (store, engine, scan, model) into a failure of the contract, and leaves any
 * other as it is: that one is a fault of the program and its text stays inside.
 */
function asFailure(error: unknown): unknown {
  if (error instanceof CallFailure) return error;
  if (error instanceof StoreError || error instanceof EngineError) {
    return new CallFailure({ fault: error.fault, message: error.message });
  }
  if (error instanceof Error && error.name === 'ModelError' && 'fault' in error) {
    return new CallFailure({ fault: String(error.fault), message: error.message });
  }
  return error;
}

/** Runs a task of the desk; its failures come out as the contract's. */
export async function withFailures<Value>(task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
  } catch (error) {
    throw asFailure(error);
  }
}
