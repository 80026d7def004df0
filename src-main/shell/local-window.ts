import { pathToFileURL } from 'node:url';
import { answer } from '../contract/answer.ts';
import type { EventName, Events } from '../contract/events.ts';
import type { Handlers } from '../contract/calls.ts';
import type { Log, LogFields } from '../contract/log.ts';
import { openAppWindow, folderFor, type AppWindow } from './app-window.ts';
import type { Browser } from './find-browser.ts';
import { writeLaunchFile } from './launch-file.ts';
import { startLocalServer } from './local-server.ts';
import { describeError } from './log.ts';
import type { WindowFile } from './window-files.ts';

/** What sends an event to the window. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void;

/** The desk as a shell sees it: it answers the contract's calls, and is closed at the end. */
export interface ShellDesk {
  readonly handlers: Handlers;
  close(): Promise<void>;
}

export interface LocalWindowOptions {
  readonly files: ReadonlyMap<string, WindowFile>;
  readonly openDesk: (emit: Emit) => Promise<ShellDesk>;
  /** null: no window is opened; the launch page waits for a browser that the user picks. */
  readonly browser: Browser | null;
  readonly log: Log;
  /** Further words for the browser's command line, for tests; given the launch page's address. */
  readonly browserSwitches?: (launchAddress: string) => readonly string[];
  /** How long the window may be gone before the app ends, in milliseconds; default 3,000. */
  readonly patience?: number;
}

/** Why the app ended. `failed`: the browser gave up before it had shown the window. */
export type Ending =
  | { readonly why: 'window-closed' | 'replayed-secret' | 'signal' | 'finished' }
  | { readonly why: 'failed'; readonly said: string };

export interface LocalWindow {
  /** As in `http://127.0.0.1:4711`. */
  readonly origin: string;
  /** The page that opens the window, once. */
  readonly launchFile: string;
  /** Resolves when the app has ended and everything is closed. */
  readonly ended: Promise<Ending>;
  /** Ends the app: tells the window why, closes server, browser and desk, removes the folder. */
  close(why: 'signal' | 'finished'): Promise<void>;
}

/** Opens the app in a browser's window, or has it wait at its address for one. */
export async function openLocalWindow(options: LocalWindowOptions): Promise<LocalWindow> {
  const { log } = options;
  const patience = options.patience ?? 3000;
  const refused = (why: string) => log('request-refused', { why: why as LogFields<'request-refused'>['why'] });
  let emit: Emit = () => undefined;
  const desk = await options.openDesk((name, payload) => emit(name, payload));
  let window: AppWindow | null = null;
  let browserEnded: { said: string } | null = null;
  let launched = false;
  let listeners = 0;
  let gone: NodeJS.Timeout | undefined;
  let ending: Promise<void> | null = null;
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<Ending>();

  const server = await startLocalServer({
    files: options.files,
    answerCall: (name, request) =>
      answer(desk.handlers, name, request, (call, error) =>
        log('call-failed', { call: call as LogFields<'call-failed'>['call'], ...describeError(error) }),
      ),
    onRefused: refused,
    onLaunched: () => {
      launched = true;
      launch.spend();
    },
    // The window is told by the server; it gets a moment to show that before the browser goes.
    onReplayed: () => void setTimeout(() => void end({ why: 'replayed-secret' }), patience),
    onListeners: (count) => {
      listeners = count;
      watch();
    },
  }).catch(async (error: unknown) => {
    await desk.close();
    throw error;
  });
  emit = (name, payload) => server.emit(name, payload);
  const launch = writeLaunchFile(
    server.origin,
    server.launchSecret,
    options.browser ? folderFor(options.browser) : undefined,
  );

  /** Ends the app where nobody can be looking at it any more. */
  function watch(): void {
    clearTimeout(gone);
    if (listeners > 0 || !window) return;
    if (browserEnded) {
      const last: Ending = launched ? { why: 'window-closed' } : { why: 'failed', said: browserEnded.said };
      gone = setTimeout(() => void end(last), launched ? patience : 0);
    } else if (launched && process.platform === 'darwin') {
      // There a browser goes on without a window.
      gone = setTimeout(() => void end({ why: 'window-closed' }), patience * 4);
    }
  }

  function end(last: Ending): Promise<void> {
    ending ??= (async () => {
      clearTimeout(gone);
      log('app-closing', { why: last.why });
      if (last.why === 'signal' || last.why === 'finished') server.emit('closing', { why: 'Countersign was closed.' });
      await server.close();
      window?.close();
      await window?.ended;
      await desk.close();
      launch.remove();
      resolveEnded(last);
    })();
    return ending;
  }

  if (options.browser) {
    window = openAppWindow(
      options.browser,
      launch.folder,
      launch.file,
      options.browserSwitches?.(pathToFileURL(launch.file).href),
    );
    void window.ended.then(({ said }) => {
      browserEnded = { said };
      watch();
    });
  }
  log('window-opened', { browser: options.browser?.kind ?? 'none' });
  return { origin: server.origin, launchFile: launch.file, ended, close: (why) => end({ why }) };
}
