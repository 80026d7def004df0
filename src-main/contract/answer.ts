import { checked, ContractError, type CallOutcome } from './call.ts';
import { CallFailure, calls, isCallName, type Handlers } from './calls.ts';

/**
 * Answers one call as both shells do: checks the name and the request, runs the handler, checks the response. Never
 * throws: every failure becomes an outcome with a fault and a message. Errors with no fault of their own are passed to
 * `report` and reach the window as `internal`, without their text, which may hold personal data.
 */
export async function answer(
  handlers: Handlers,
  name: string,
  request: unknown,
  report: (call: string, error: unknown) => void,
): Promise<CallOutcome<unknown>> {
  if (!isCallName(name)) return { ok: false, error: { fault: 'no-such-call', message: `There is no call "${name}".` } };
  try {
    const handler = handlers[name] as (request: unknown) => Promise<unknown>;
    const value = await handler(checked(name, calls[name].request, request));
    return { ok: true, value: checked(name, calls[name].response, value) };
  } catch (error) {
    if (error instanceof CallFailure) {
      return {
        ok: false,
        error: { fault: error.fault, message: error.message, ...(error.field ? { field: error.field } : {}) },
      };
    }
    if (error instanceof ContractError) {
      return { ok: false, error: { fault: 'bad-request', message: error.message, field: error.field } };
    }
    report(name, error);
    return {
      ok: false,
      error: {
        fault: 'internal',
        message: 'Something went wrong inside the app. The log says what; nothing was changed.',
      },
    };
  }
}
