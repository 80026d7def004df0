/** Answers requests one at a time, in the order they came; every failure goes back in the protocol's own shape. */
import { ScanError } from '../imaging/errors.ts';
import { ModelError } from '../model/model-error.ts';
import type { ChildPort } from './child-port.ts';
import { EngineError } from './engine-error.ts';
import { createWork, type EngineWork } from './engine-work.ts';
import { parseRequest, type EngineFailure, type EngineRequest, type EngineResponse } from './protocol.ts';

/**
 * Serves a port until its parent goes.
 * @param leave what to do then; the process's own exit.
 */
export function serve(port: ChildPort, leave: () => void, work: EngineWork = createWork()): void {
  let last: Promise<void> = Promise.resolve();
  port.onParentGone(leave);
  port.onMessage((message) => {
    last = last.then(async () => port.send(await answer(message, work)));
  });
}

/** Never rejects. */
async function answer(message: unknown, work: EngineWork): Promise<EngineResponse> {
  let request: EngineRequest;
  try {
    request = parseRequest(message);
  } catch (error) {
    return { id: idOf(message), ok: false, failure: { origin: 'engine', fault: 'bad-message', message: text(error) } };
  }
  try {
    return { id: request.id, ok: true, result: await work.run(request) };
  } catch (error) {
    return { id: request.id, ok: false, failure: failureOf(error) };
  }
}

/** The failure that an error becomes when it crosses the wall. */
export function failureOf(error: unknown): EngineFailure {
  if (error instanceof ScanError) return { origin: 'scan', fault: error.fault, message: error.message };
  if (error instanceof ModelError) return { origin: 'model', fault: error.fault, message: error.message };
  if (error instanceof EngineError) {
    const { origin, fault, message, seen } = error;
    return { origin, fault, message, ...(seen ? { seen } : {}) };
  }
  return { origin: 'engine', fault: 'internal', message: `Something went wrong in the engine: ${text(error)}` };
}

function idOf(message: unknown): number {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 ? id : 0;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
