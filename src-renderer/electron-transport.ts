import type { CallOutcome } from '../src-main/contract/call.ts';
import type { CallName } from '../src-main/contract/calls.ts';
import type { Transport } from './api.ts';

/** What the preload script exposes: one function a call, and the events. */
export interface Bridge {
  readonly calls: Record<CallName, (request: unknown) => Promise<CallOutcome<unknown>>>;
  onEvent(listener: (name: string, payload: unknown) => void): () => void;
}

declare global {
  interface Window {
    countersign?: Bridge;
  }
}

/** The transport of the Electron shell. */
export function electronTransport(bridge: Bridge): Transport {
  return {
    call: (name, request) => bridge.calls[name](request),
    listen: (listener) => {
      bridge.onEvent(listener);
    },
  };
}
