import { EventEmitter } from 'node:events';
import { vi } from 'vitest';

/** What stands in for Electron's `webContents`. */
export class StandInContents extends EventEmitter {
  readonly mainFrame = { url: 'app://countersign/' };
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly sent: { channel: string; payload: unknown }[] = [];
  readonly reload = vi.fn();

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  send(channel: string, payload: unknown): void {
    this.sent.push({ channel, payload });
  }
}

export class StandInWindow extends EventEmitter {
  static readonly all: StandInWindow[] = [];
  readonly webContents = new StandInContents();
  readonly options: { webPreferences: Record<string, unknown> };
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly loadURL = vi.fn(() => Promise.resolve());
  isMinimized = () => true;
  isDestroyed = () => false;

  constructor(options: { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
    StandInWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
}

type Handler = (event: unknown, request: unknown) => Promise<unknown>;

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: vi.fn(),
  setPath: vi.fn(),
  quit: vi.fn(),
  exit: vi.fn(),
  whenReady: () => Promise.resolve(),
  requestSingleInstanceLock: vi.fn(() => true),
  commandLine: { appendSwitch: vi.fn() },
});

export const session = Object.assign(new EventEmitter(), {
  permissionRequest: undefined as
    ((contents: unknown, name: string, callback: (is: boolean) => void) => void) | undefined,
  permissionCheck: undefined as (() => boolean) | undefined,
  deviceCheck: undefined as (() => boolean) | undefined,
  beforeRequest: undefined as
    ((details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void) | undefined,
  schemes: new Map<string, (request: { url: string; method: string }) => Response>(),
});

export const sessionModule = {
  fromPartition: vi.fn(() =>
    Object.assign(session, {
      setPermissionRequestHandler: (handler: NonNullable<typeof session.permissionRequest>) => {
        session.permissionRequest = handler;
      },
      setPermissionCheckHandler: (handler: () => boolean) => {
        session.permissionCheck = handler;
      },
      setDevicePermissionHandler: (handler: () => boolean) => {
        session.deviceCheck = handler;
      },
      webRequest: {
        onBeforeRequest: (handler: NonNullable<typeof session.beforeRequest>) => {
          session.beforeRequest = handler;
        },
      },
      protocol: {
        handle: (scheme: string, handler: (request: { url: string; method: string }) => Response) => {
          session.schemes.set(scheme, handler);
        },
      },
    }),
  ),
};

export const handled = new Map<string, Handler>();
export const ipcMain = { handle: (channel: string, handler: Handler) => void handled.set(channel, handler) };
export const protocol = { registerSchemesAsPrivileged: vi.fn() };
export const dialog = { showErrorBox: vi.fn() };
export const utilityProcess = { fork: vi.fn() };
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(`sealed:${text}`)),
  decryptStringAsync: (sealed: Buffer) =>
    Promise.resolve({ shouldReEncrypt: false, result: sealed.toString().replace('sealed:', '') }),
  getSelectedStorageBackend: () => 'gnome_libsecret',
};

export class Notification {
  static readonly shown: { title: string; body: string }[] = [];
  readonly #options: { title: string; body: string };

  static isSupported(): boolean {
    return true;
  }

  constructor(options: { title: string; body: string }) {
    this.#options = options;
  }

  show(): void {
    Notification.shown.push(this.#options);
  }
}
