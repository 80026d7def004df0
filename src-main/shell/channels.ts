import type { CallName } from '../contract/calls.ts';
import type { EventName } from '../contract/events.ts';

/** The Electron channel of a call: derived from the contract, written nowhere else. */
export function callChannel(name: CallName): string {
  return `countersign:call:${name}`;
}

/** The Electron channel of an event. */
export function eventChannel(name: EventName): string {
  return `countersign:event:${name}`;
}
