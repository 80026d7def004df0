import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { calls, type CallName } from '../../src-main/contract/calls.ts';
import { callChannel, eventChannel } from '../../src-main/shell/channels.ts';
import { contentSecurityPolicy } from '../../src-main/shell/security-headers.ts';
import type { ShellDeskOptions } from '../../src-main/shell/shell-desk.ts';
import * as standIn from './electron-stand-in.ts';
import { watchedDesk, windowFiles } from './stand-in-desk.ts';

const { desk, given } = vi.hoisted(() => ({
  desk: { current: undefined as unknown },
  given: { current: undefined as unknown },
}));

vi.mock('electron', async () => {
  const stand = await import('./electron-stand-in.ts');
  return {
    app: stand.app,
    BrowserWindow: stand.StandInWindow,
    dialog: stand.dialog,
    ipcMain: stand.ipcMain,
    protocol: stand.protocol,
    safeStorage: stand.safeStorage,
    session: stand.sessionModule,
    utilityProcess: stand.utilityProcess,
  };
});
vi.mock('../../src-main/shell/shell-desk.ts', () => ({
  openShellDesk: (options: unknown) => {
    given.current = options;
    return Promise.resolve(desk.current);
  },
}));
vi.mock('../../src-main/shell/window-files.ts', async () => {
  const stand = await import('./stand-in-desk.ts');
  return { readWindowFiles: () => stand.windowFiles };
});

const home = mkdtempSync(join(tmpdir(), 'countersign-electron-'));
// What was called while the app started, before a test clears it.
const started: Record<string, unknown[][]> = {};
const watched = watchedDesk({ loadSamples: () => ({ accounts: 3, specimens: 12 }) });

beforeAll(async () => {
  desk.current = watched;
  process.env['COUNTERSIGN_HOME'] = home;
  await import('../../src-main/shell/electron.ts');
  await vi.waitUntil(() => standIn.StandInWindow.all[0]?.loadURL.mock.calls.length === 1);
  Object.assign(started, {
    enableSandbox: [...standIn.app.enableSandbox.mock.calls],
    lock: [...standIn.app.requestSingleInstanceLock.mock.calls],
    setPath: [...standIn.app.setPath.mock.calls],
    switches: [...standIn.app.commandLine.appendSwitch.mock.calls],
    schemes: [...standIn.protocol.registerSchemesAsPrivileged.mock.calls],
    load: [...theWindow().loadURL.mock.calls],
    partition: [...standIn.sessionModule.fromPartition.mock.calls],
  });
});
afterAll(() => {
  delete process.env['COUNTERSIGN_HOME'];
  rmSync(home, { recursive: true, force: true });
});

const theWindow = () => {
  const [window] = standIn.StandInWindow.all;
  if (!window) throw new Error('No window was made.');
  return window;
};

describe('before it is ready', () => {
  test('every page is sandboxed, one instance runs, and Chromium is told to keep off the network', () => {
    expect(started['enableSandbox']).toHaveLength(1);
    expect(started['lock']).toHaveLength(1);
    expect(started['setPath']).toEqual([['userData', join(home, 'electron')]]);
    const { switches } = started;
    expect(switches).toContainEqual(['host-resolver-rules', 'MAP * ~NOTFOUND']);
    expect(switches).toContainEqual(['disable-background-networking', undefined]);
  });

  test('app:// is a secure scheme of its own, without a way around the policy', () => {
    expect(started['schemes']).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
    ]);
  });
});

test('the window is shut in', () => {
  expect(theWindow().options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  });
  expect(String(theWindow().options.webPreferences['preload'])).toMatch(/preload\.cjs$/);
  expect(started['load']).toEqual([['app://countersign/']]);
  expect(started['partition']).toEqual([['countersign', { cache: false }]]);
});

describe('navigation', () => {
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is denied',
    (name) => {
      const preventDefault = vi.fn();
      theWindow().webContents.emit(name, { preventDefault, url: 'https://example.test/' });
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  test('no page opens another window', () => {
    expect(theWindow().webContents.openHandler?.({ url: 'app://countersign/' })).toEqual({ action: 'deny' });
  });

  test('pages made later are guarded too', () => {
    const contents = new standIn.StandInContents();
    standIn.app.emit('web-contents-created', {}, contents);
    expect(contents.openHandler?.({ url: 'https://example.test/' })).toEqual({ action: 'deny' });
    expect(contents.listenerCount('will-navigate')).toBe(1);
  });
});

describe('the session', () => {
  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fileSystem', 'openExternal'])(
    'the permission %s is denied',
    (name) => {
      const callback = vi.fn();
      standIn.session.permissionRequest?.({}, name, callback);
      expect(callback).toHaveBeenCalledExactlyOnceWith(false);
      expect(standIn.session.permissionCheck?.()).toBe(false);
      expect(standIn.session.deviceCheck?.()).toBe(false);
    },
  );

  test.each([
    ['app://countersign/', false],
    ['app://countersign/assets/index.js', false],
    ['blob:app://countersign/0a1b', false],
    ['data:image/png;base64,AAAA', false],
    ['devtools://devtools/bundled/index.html', false],
    ['app://other/', true],
    ['app://countersign.example.test/', true],
    ['app://user@countersign/', true],
    ['https://example.test/', true],
    ['http://127.0.0.1:80/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['blob:https://example.test/0a1b', true],
    ['data:text/html,hello', true],
    ['chrome-extension://abc/x.js', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const callback = vi.fn();
    standIn.session.beforeRequest?.({ url }, callback);
    expect(callback).toHaveBeenCalledExactlyOnceWith({ cancel });
  });

  test('only what the window made itself may be saved', () => {
    const save = (url: string) => {
      const preventDefault = vi.fn();
      standIn.session.emit('will-download', { preventDefault }, { getURL: () => url });
      return preventDefault.mock.calls.length === 0;
    };
    expect(save('blob:app://countersign/0a1b')).toBe(true);
    expect(save('app://countersign/index.html')).toBe(false);
    expect(save('https://example.test/file')).toBe(false);
  });
});

describe('app://', () => {
  const get = (url: string, method = 'GET') => {
    const handler = standIn.session.schemes.get('app');
    if (!handler) throw new Error('app:// is not handled.');
    return handler({ url, method });
  };

  test('serves the window with the policy', async () => {
    for (const url of ['app://countersign/', 'app://countersign/index.html']) {
      const response = get(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(windowFiles.get('/index.html')?.bytes);
    }
  });

  test.each([
    'app://countersign/../package.json',
    'app://countersign/%2e%2e/package.json',
    'app://countersign/..%2f..%2fpackage.json',
    'app://countersign/assets/..%5c..%5cpackage.json',
    'app://countersign//etc/passwd',
    'app://countersign/nowhere',
  ])('%s leads nowhere', (url) => {
    const response = get(url);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  test('other hosts and methods are refused', () => {
    expect(get('app://elsewhere/index.html').status).toBe(403);
    expect(get('app://countersign/index.html', 'POST').status).toBe(403);
  });
});

describe('calls', () => {
  const ask = (name: CallName, event: object, request: unknown = {}) =>
    standIn.handled.get(callChannel(name))?.(event, request);
  const ours = () => ({ sender: theWindow().webContents, senderFrame: theWindow().webContents.mainFrame });

  test('there is one channel a call of the contract, and no other', () => {
    expect([...standIn.handled.keys()].sort()).toEqual((Object.keys(calls) as CallName[]).map(callChannel).sort());
  });

  test('the window is answered', async () => {
    expect(await ask('loadSamples', ours())).toEqual({ ok: true, value: { accounts: 3, specimens: 12 } });
    expect(await ask('lockStore', ours())).toMatchObject({ ok: false, error: { fault: 'locked' } });
    expect(await ask('turnPage', ours(), { scan: 'a', page: 'b' })).toMatchObject({
      ok: false,
      error: { fault: 'bad-request', field: 'page' },
    });
  });

  test.each([
    ['another page', () => ({ ...ours(), sender: new standIn.StandInContents() })],
    ['a frame within the window', () => ({ ...ours(), senderFrame: { url: 'app://countersign/' } })],
    ['a frame that has gone', () => ({ ...ours(), senderFrame: null })],
  ])('%s is refused', async (_name, event) => {
    const before = watched.asked.length;
    expect(await ask('loadSamples', event())).toMatchObject({ ok: false, error: { fault: 'refused' } });
    expect(watched.asked).toHaveLength(before);
  });

  test.each(['https://example.test/', 'app://elsewhere/', 'file:///x/index.html', 'about:blank', ''])(
    'the main frame standing at "%s" is refused',
    async (url) => {
      const { mainFrame } = theWindow().webContents;
      const own = mainFrame.url;
      mainFrame.url = url;
      expect(await ask('loadSamples', ours())).toMatchObject({ ok: false, error: { fault: 'refused' } });
      mainFrame.url = own;
    },
  );
});

test('events go to the window, each on its channel', () => {
  const { emit } = given.current as ShellDeskOptions;
  emit('progress', { task: 'templates', done: 1, total: 2 });
  expect(theWindow().webContents.sent).toEqual([
    { channel: eventChannel('progress'), payload: { task: 'templates', done: 1, total: 2 } },
  ]);
});

test('a second instance brings the window to the front; a page that crashed is loaded again', () => {
  standIn.app.emit('second-instance');
  expect(theWindow().restore).toHaveBeenCalledOnce();
  expect(theWindow().focus).toHaveBeenCalledOnce();
  theWindow().webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect(theWindow().webContents.reload).not.toHaveBeenCalled();
  theWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(theWindow().webContents.reload).toHaveBeenCalledOnce();
});

test('closing the window closes the desk before the app goes', async () => {
  standIn.app.emit('window-all-closed');
  expect(standIn.app.quit).toHaveBeenCalledOnce();
  expect(watched.closed()).toBe(false);
  const preventDefault = vi.fn();
  standIn.app.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
  await expect.poll(() => standIn.app.exit.mock.calls).toEqual([[0]]);
  expect(watched.closed()).toBe(true);
});
