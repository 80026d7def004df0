import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Notification,
  protocol,
  safeStorage,
  session,
  utilityProcess,
} from 'electron';
import { join } from 'node:path';
import type { LogFields } from '../contract/log.ts';
import { engineEntry } from '../engine/process-shape.ts';
import { utilityPorts } from '../engine/utility-port.ts';
import { eventChannel } from './channels.ts';
import { appFolder, appVersion, directories } from './directories.ts';
import { answerCalls } from './electron-calls.ts';
import { answerFromFiles } from './electron-files.ts';
import { guardAllContents, guardSession, networkSwitches, windowAddress } from './electron-guards.ts';
import { describeError, openLog } from './log.ts';
import { runProgram } from './program.ts';
import { openShellDesk } from './shell-desk.ts';
import { systemSlot } from './system-slot.ts';
import { readWindowFiles } from './window-files.ts';

const folder = appFolder();
const version = appVersion(folder);
const places = directories();
const ownHome = process.env['COUNTERSIGN_HOME'];

// All of this has to be said before Electron is ready.
if (ownHome) app.setPath('userData', join(ownHome, 'electron'));
app.enableSandbox();
for (const [name, value] of networkSwitches) app.commandLine.appendSwitch(name, value);
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
guardAllContents(app);

const commandLineAt = process.argv.indexOf('--command-line');
if (commandLineAt >= 0) {
  // An installed app has no Node of its own to run the commands with: they run in here, without a window.
  void app.whenReady().then(async () => {
    const words = process.argv.slice(commandLineAt + 1);
    app.exit(await runProgram(words, utilityPorts(utilityProcess, engineEntry()), resources()));
  });
} else if (app.requestSingleInstanceLock()) {
  run().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : 'Countersign could not start.';
    console.error(why);
    dialog.showErrorBox('Countersign could not start', why);
    app.exit(1);
  });
} else {
  // Another Countersign of this user is open: it comes to the front.
  app.quit();
}

/** The folder that holds `models`. */
function resources(): string {
  return app.isPackaged ? process.resourcesPath : folder;
}

async function run(): Promise<void> {
  const { log, close: closeLog } = openLog(places.log, 'window');
  await app.whenReady();
  log('app-started', { shell: 'electron', version, node: process.version });
  const files = readWindowFiles(join(folder, 'out', 'renderer'));
  // A session in memory: nothing that the window shows or loads is written to the disk.
  const windowSession = session.fromPartition('countersign', { cache: false });
  guardSession(windowSession, () => log('request-refused', { why: 'outside' }));
  windowSession.protocol.handle('app', answerFromFiles(files));

  let window: BrowserWindow | null = null;
  const desk = await openShellDesk({
    shell: 'electron',
    version,
    folder: resources(),
    places,
    log,
    startEngine: utilityPorts(utilityProcess, engineEntry()),
    systemSlot: systemSlot(safeStorage),
    notify: (title, body) => {
      if (Notification.isSupported()) new Notification({ title, body }).show();
    },
    emit: (name, payload) => {
      if (window && !window.isDestroyed()) window.webContents.send(eventChannel(name), payload);
    },
  });
  answerCalls({
    ipcMain,
    handlers: desk.handlers,
    contents: () => window?.webContents ?? null,
    report: (call, error) =>
      log('call-failed', { call: call as LogFields<'call-failed'>['call'], ...describeError(error) }),
    onRefused: () => log('request-refused', { why: 'sender' }),
  });

  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closed ??= (async () => {
      log('app-closing', { why: 'window-closed' });
      await desk.close();
      await closeLog();
    })();
    return closed;
  };
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    // The desk closes its store and its engine before the process may go.
    event.preventDefault();
    void close().finally(() => app.exit(0));
  });
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });

  window = new BrowserWindow({
    width: 1440,
    height: 960,
    minWidth: 900,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    title: 'Countersign',
    webPreferences: {
      session: windowSession,
      preload: join(folder, 'out', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would come from the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  const shown = window;
  shown.once('ready-to-show', () => shown.show());
  shown.on('closed', () => {
    window = null;
  });
  shown.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') shown.webContents.reload();
  });
  await shown.loadURL(windowAddress);
  log('window-opened', { browser: 'electron' });
}
