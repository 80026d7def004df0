import { join } from 'node:path';
import type { Log } from '../contract/log.ts';
import { openDesk, type SystemSlot } from '../desk/desk.ts';
import type { StartPort } from '../engine/engine-port.ts';
import type { Directories } from './directories.ts';
import type { Emit, ShellDesk } from './local-window.ts';
import { systemUser } from './system-user.ts';

export interface ShellDeskOptions {
  readonly shell: 'electron' | 'local-window';
  readonly version: string;
  /** The folder that holds `models`: the app's own, or the resources of a packaged one. */
  readonly folder: string;
  readonly places: Directories;
  readonly log: Log;
  readonly startEngine: StartPort;
  readonly emit: Emit;
  readonly systemSlot?: SystemSlot;
  /** Shows a notification on the desktop; without it, the window is asked to. */
  readonly notify?: (title: string, text: string) => void;
}

/** Opens the desk as a window has it: this user's store, this machine's policy, the models that came with the app. */
export async function openShellDesk(options: ShellDeskOptions): Promise<ShellDesk> {
  return openDesk({
    storeDirectory: options.places.store,
    operator: systemUser(),
    shell: options.shell,
    version: options.version,
    log: options.log,
    startEngine: options.startEngine,
    modelsDirectory: join(options.folder, 'models'),
    policyFile: options.places.policyFile,
    emit: options.emit,
    ...(options.systemSlot ? { systemSlot: options.systemSlot } : {}),
    ...(options.notify ? { notify: options.notify } : {}),
  });
}
