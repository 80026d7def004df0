import { CallFailure, calls, type CallName, type Handlers } from '../../src-main/contract/calls.ts';
import type { ShellDesk } from '../../src-main/shell/local-window.ts';

/** What a stand-in desk was asked, and whether it was closed. */
export interface WatchedDesk extends ShellDesk {
  readonly asked: { name: CallName; request: unknown }[];
  closed(): boolean;
}

/** A desk that answers `lockStore`-like calls with nothing and refuses the rest; it notes every request. */
export function watchedDesk(answers: Partial<Record<CallName, () => unknown>> = {}): WatchedDesk {
  const asked: WatchedDesk['asked'] = [];
  let closed = false;
  const handlers = Object.fromEntries(
    (Object.keys(calls) as CallName[]).map((name) => [
      name,
      (request: unknown) => {
        asked.push({ name, request });
        const give = answers[name];
        return give
          ? Promise.resolve().then(give)
          : Promise.reject(new CallFailure({ fault: 'locked', message: 'The store is locked.' }));
      },
    ]),
  ) as unknown as Handlers;
  return {
    asked,
    handlers,
    closed: () => closed,
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
}

/** A built window of two files. */
export const windowFiles = new Map([
  [
    '/index.html',
    {
      bytes: new TextEncoder().encode(
        '<!doctype html><html><head><title>Countersign</title></head><body></body></html>',
      ),
      type: 'text/html; charset=utf-8',
    },
  ],
  ['/assets/index.js', { bytes: new TextEncoder().encode('export {};'), type: 'text/javascript; charset=utf-8' }],
]);
