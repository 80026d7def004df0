import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { calls } from '../../src-main/contract/calls.ts';
import { events } from '../../src-main/contract/events.ts';

interface Bridge {
  calls: Record<string, (request: unknown, more?: unknown) => Promise<unknown>>;
  onEvent(listener: (name: string, payload: unknown) => void): () => void;
}

const { exposed, ipc } = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  ipc: { current: undefined as unknown as EventEmitter & { invoke: ReturnType<typeof vi.fn> } },
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
  get ipcRenderer() {
    return ipc.current;
  },
}));

beforeEach(async () => {
  ipc.current = Object.assign(new EventEmitter(), { invoke: vi.fn(() => Promise.resolve('answered')) });
  exposed.clear();
  vi.stubGlobal('CONTRACT_CALL_NAMES', Object.keys(calls));
  vi.stubGlobal('CONTRACT_EVENT_NAMES', Object.keys(events));
  vi.resetModules();
  await import('../../src-main/shell/preload.ts');
});
afterEach(() => vi.unstubAllGlobals());

const bridge = () => exposed.get('countersign') as Bridge;

test('one name is exposed: a function for each call of the contract, and a way to listen', () => {
  expect([...exposed.keys()]).toEqual(['countersign']);
  expect(Object.keys(bridge()).sort()).toEqual(['calls', 'onEvent']);
  expect(Object.keys(bridge().calls).sort()).toEqual(Object.keys(calls).sort());
});

test('each function reaches its own channel and no other, whatever it is given', async () => {
  for (const name of Object.keys(calls)) {
    ipc.current.invoke.mockClear();
    expect(await bridge().calls[name]?.({ a: 1 }, 'another-channel')).toBe('answered');
    expect(ipc.current.invoke).toHaveBeenCalledExactlyOnceWith(`countersign:call:${name}`, { a: 1 });
  }
});

test('events are heard without the sender that Electron passes along, until the listener is taken off', () => {
  const heard: unknown[] = [];
  const takeOff = bridge().onEvent((...what) => heard.push(what));
  ipc.current.emit('countersign:event:closing', { sender: 'ipc' }, { why: 'x' });
  expect(heard).toEqual([['closing', { why: 'x' }]]);
  takeOff();
  ipc.current.emit('countersign:event:closing', {}, { why: 'y' });
  expect(heard).toHaveLength(1);
  expect(ipc.current.eventNames()).toEqual([]);
});
