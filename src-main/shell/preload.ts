import { contextBridge, ipcRenderer } from 'electron';
import type { CallName } from '../contract/calls.ts';
import type { EventName } from '../contract/events.ts';
import { callChannel, eventChannel } from './channels.ts';

// Put in by electron.vite.config.ts from the contract, so that the sandboxed preload needs no schema library.
declare const CONTRACT_CALL_NAMES: readonly CallName[];
declare const CONTRACT_EVENT_NAMES: readonly EventName[];

const functions = CONTRACT_CALL_NAMES.map((name) => {
  const channel = callChannel(name);
  return [name, (request: unknown): Promise<unknown> => ipcRenderer.invoke(channel, request)] as const;
});

/**
 * The window's bridge: one function a call of the contract and one way to listen. There is no function that takes a
 * channel's name, so that the window can reach nothing but the contract.
 */
contextBridge.exposeInMainWorld('countersign', {
  calls: Object.fromEntries(functions),
  onEvent(listener: (name: EventName, payload: unknown) => void): () => void {
    const taken = CONTRACT_EVENT_NAMES.map((name) => {
      const hear = (_event: unknown, payload: unknown): void => listener(name, payload);
      ipcRenderer.on(eventChannel(name), hear);
      return () => ipcRenderer.off(eventChannel(name), hear);
    });
    return () => taken.forEach((takeOff) => takeOff());
  },
});
