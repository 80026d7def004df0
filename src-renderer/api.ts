import type { CallOutcome } from '../src-main/contract/call.ts';
import { CallFailure, calls, type CallName, type Client } from '../src-main/contract/calls.ts';
import { events, type EventName, type Events } from '../src-main/contract/events.ts';
import { electronTransport } from './electron-transport.ts';
import { keepPage, localTransport, takeSessionSecret } from './local-transport.ts';

/** How calls and events travel between the window and the app. */
export interface Transport {
  /** Sends one call; resolves with its outcome, and rejects only where the app can't be reached. */
  call(name: CallName, request: unknown): Promise<CallOutcome<unknown>>;
  /** Sets the one listener for everything the app tells without being asked. */
  listen(listener: (name: string, payload: unknown) => void): void;
}

/** The window's side of the contract. */
export interface Connection {
  readonly client: Client;
  /** Sets a listener for one event; returns the function that takes it off. */
  onEvent<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
}

/** Builds the client and the events over a transport. Calls that fail reject with a CallFailure. */
export function connectionOver(transport: Transport): Connection {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  transport.listen((name, payload) => {
    if (!Object.hasOwn(events, name)) return;
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  });
  const send = async (name: CallName, request: unknown): Promise<unknown> => {
    let outcome: CallOutcome<unknown>;
    try {
      outcome = await transport.call(name, request);
    } catch {
      throw new CallFailure({
        fault: 'no-answer',
        message: 'Countersign does not answer. If this goes on, close the window and start it again.',
      });
    }
    if (outcome.ok) return outcome.value;
    throw new CallFailure(outcome.error);
  };
  const client = Object.fromEntries(
    (Object.keys(calls) as CallName[]).map((name) => [name, (request: unknown) => send(name, request)]),
  ) as unknown as Client;
  return {
    client,
    onEvent(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}

/**
 * Connects to the app: through the preload's bridge in Electron, through the local server elsewhere.
 * @throws Error in plain words where the page was opened in neither
 */
export async function connect(): Promise<Connection> {
  const bridge = window.countersign;
  if (bridge) return connectionOver(electronTransport(bridge));
  const secret = takeSessionSecret(document);
  if (secret === null) {
    throw new Error('This page belongs to Countersign and does not work on its own. Start Countersign again.');
  }
  keepPage(window);
  return connectionOver(await localTransport(secret, window.location));
}
