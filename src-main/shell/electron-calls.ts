import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { answer } from '../contract/answer.ts';
import type { CallOutcome } from '../contract/call.ts';
import { calls, type CallName, type Handlers } from '../contract/calls.ts';
import { callChannel } from './channels.ts';
import { isOwnAddress } from './electron-guards.ts';

/** Whom the calls are answered for, and who is told. */
export interface ElectronCallsOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly handlers: Handlers;
  /** The window's page; null while there is none. */
  readonly contents: () => WebContents | null;
  readonly report: (call: string, error: unknown) => void;
  readonly onRefused: () => void;
}

/** Whether a call comes from the main frame of the app's own window, standing at the app's own address. */
export function isOwnWindow(event: IpcMainInvokeEvent, contents: WebContents | null): boolean {
  const frame = event.senderFrame;
  return (
    contents !== null &&
    event.sender === contents &&
    frame !== null &&
    frame === contents.mainFrame &&
    isOwnAddress(frame.url)
  );
}

/** Answers every call of the contract, each on a channel of its own. */
export function answerCalls(options: ElectronCallsOptions): void {
  for (const name of Object.keys(calls) as CallName[]) {
    options.ipcMain.handle(callChannel(name), (event, request: unknown): Promise<CallOutcome<unknown>> => {
      if (isOwnWindow(event, options.contents())) return answer(options.handlers, name, request, options.report);
      options.onRefused();
      return Promise.resolve({
        ok: false,
        error: { fault: 'refused', message: 'Only the window of Countersign is answered.' },
      });
    });
  }
}
