import { join } from 'node:path';
import { forkPorts } from '../engine/fork-port.ts';
import { appFolder, appVersion, directories } from './directories.ts';
import type { Browser } from './find-browser.ts';
import { openLocalWindow, type LocalWindow } from './local-window.ts';
import { openLog } from './log.ts';
import { openShellDesk } from './shell-desk.ts';
import { readWindowFiles } from './window-files.ts';

export interface StartOptions {
  /** null: no window; the launch page waits for a browser. */
  readonly browser: Browser | null;
  /** As in {@link openLocalWindow}, for tests. */
  readonly browserSwitches?: (launchAddress: string) => readonly string[];
}

/**
 * Starts the whole app in a local window, on this user's store.
 * @throws Error where the window isn't built, the policy file can't be read or the port can't be had
 */
export async function startLocalWindow(options: StartOptions): Promise<LocalWindow> {
  const folder = appFolder();
  const version = appVersion(folder);
  const places = directories();
  const files = readWindowFiles(join(folder, 'out', 'renderer'));
  const { log, close: closeLog } = openLog(places.log, 'window');
  log('app-started', { shell: 'local-window', version, node: process.version });
  const window = await openLocalWindow({
    ...options,
    files,
    log,
    openDesk: (emit) =>
      openShellDesk({ shell: 'local-window', version, folder, places, log, startEngine: forkPorts(), emit }),
  });
  void window.ended.then(closeLog);
  return window;
}
