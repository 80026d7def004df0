import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from '../../src-main/contract/answer.ts';
import { CallFailure, type CallName, type Client } from '../../src-main/contract/calls.ts';
import type { EventName, Events } from '../../src-main/contract/events.ts';
import { openDesk, type DeskOptions } from '../../src-main/desk/desk.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';

export const modelsDirectory = fileURLToPath(new URL('../../models/', import.meta.url));
export const passphrase = 'correct horse';

/** A desk in a folder of its own, called as a window calls it: through the contract, checked both ways. */
export interface TestDesk {
  readonly client: Client;
  readonly folder: string;
  readonly storeDirectory: string;
  readonly events: { name: EventName; payload: Events[EventName] }[];
  readonly logged: { event: string; fields: unknown }[];
  /** Errors that had no fault of their own. */
  readonly reported: unknown[];
  close(options?: { keepFolder?: boolean }): Promise<void>;
}

/** Opens a desk with a real engine process and a real store in a temporary folder. */
export async function openTestDesk(options: Partial<DeskOptions> = {}, folder?: string): Promise<TestDesk> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'countersign-desk-')));
  const storeDirectory = join(home, 'store');
  const events: TestDesk['events'] = [];
  const logged: TestDesk['logged'] = [];
  const reported: unknown[] = [];
  const desk = await openDesk({
    storeDirectory,
    operator: 'clerk',
    shell: 'local-window',
    version: '0.0.0',
    log: (event, fields) => logged.push({ event, fields }),
    startEngine: forkPorts(),
    modelsDirectory,
    emit: (name, payload) => events.push({ name, payload }),
    ...options,
  });
  const call = async (name: CallName, request: unknown): Promise<unknown> => {
    const outcome = await answer(desk.handlers, name, request, (_, error) => reported.push(error));
    if (outcome.ok) return outcome.value;
    throw new CallFailure(outcome.error);
  };
  const client = new Proxy({} as Client, {
    get: (_, name) => (request: unknown) => call(name as CallName, request),
  });
  return {
    client,
    folder: home,
    storeDirectory,
    events,
    logged,
    reported,
    async close({ keepFolder = false } = {}) {
      await desk.close();
      if (!keepFolder) await rm(home, { recursive: true, force: true });
    },
  };
}

/** Makes the store and confirms its recovery key. */
export async function setUp(desk: TestDesk): Promise<string> {
  const { recoveryKey } = await desk.client.createStore({ passphrase });
  await desk.client.confirmRecoveryKey({ recoveryKey });
  return recoveryKey;
}
