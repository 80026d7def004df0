import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { findBrowser, type Browser } from '../../src-main/shell/find-browser.ts';
import { openLocalWindow, type Emit } from '../../src-main/shell/local-window.ts';
import { packagedBrowser } from '../e2e/packaged-browser.ts';
import { watchedDesk } from './stand-in-desk.ts';

// The launch page, the browser's command line, the socket and the end of the app with a real browser, and a window that
// does no more than take its secret, tell what it could reach, and listen.
const script = `
const meta = document.querySelector('meta[name="countersign-session"]');
const session = meta.content;
meta.remove();
const reached = async (address) => fetch(address, { mode: 'no-cors' }).then(() => true, () => false);
const call = (name, body) => fetch('/call/' + name, { method: 'POST', headers: { 'x-countersign-session': session }, body });
const socket = new WebSocket('ws://' + location.host + '/events');
socket.binaryType = 'arraybuffer';
socket.onopen = () => socket.send(session);
let heard = 0;
socket.onmessage = async () => {
  if (heard++ > 0) return;
  const outside = await reached('https://example.test/') || await reached('http://127.0.0.1:9/');
  // MessagePack of {} where nothing outside was reached: the call is answered; else of nil, which is refused.
  await call('lockStore', outside ? Uint8Array.of(0xc0) : Uint8Array.of(0x80));
};
`;
const files = new Map([
  [
    '/index.html',
    {
      bytes: new TextEncoder().encode(
        '<!doctype html><html><head><title>Countersign</title><script type="module" src="./assets/index.js"></script></head><body></body></html>',
      ),
      type: 'text/html; charset=utf-8',
    },
  ],
  ['/assets/index.js', { bytes: new TextEncoder().encode(script), type: 'text/javascript; charset=utf-8' }],
]);

const folder = mkdtempSync(join(tmpdir(), 'countersign-net-'));
const sandbox = process.env['COUNTERSIGN_NO_SANDBOX'];
process.env['COUNTERSIGN_NO_SANDBOX'] = '1';
afterAll(() => {
  if (sandbox === undefined) delete process.env['COUNTERSIGN_NO_SANDBOX'];
  else process.env['COUNTERSIGN_NO_SANDBOX'] = sandbox;
  rmSync(folder, { recursive: true, force: true });
});

/** An installed browser, else the one that a Linux development package brings. */
async function someBrowser(): Promise<(Browser & { shellOnly: boolean }) | null> {
  const installed = findBrowser();
  if (installed) return { ...installed, shellOnly: false };
  const packaged = await packagedBrowser();
  return packaged ? { kind: 'chromium', path: packaged, shellOnly: true } : null;
}

interface NetLog {
  constants: { logEventTypes: Record<string, number> };
  events: { type: number; params?: Record<string, unknown> }[];
}

/** What the browser did on the network, by its own log of it: addresses it tried to connect to, datagrams it sent. */
function networkUse(netLog: NetLog): { tried: string[]; datagrams: number } {
  const typeOf = (name: string) => {
    const type = netLog.constants.logEventTypes[name];
    if (type === undefined) throw new Error(`This browser's network log has no ${name}.`);
    return type;
  };
  const tries = typeOf('TCP_CONNECT_ATTEMPT');
  // Connecting a datagram socket sends nothing: Chromium does that to see which address family the machine has.
  const sent = typeOf('UDP_BYTES_SENT');
  const tried = netLog.events
    .filter(({ type }) => type === tries)
    .flatMap(({ params }) => (typeof params?.['address'] === 'string' ? [params['address']] : []));
  return { tried: [...new Set(tried)], datagrams: netLog.events.filter(({ type }) => type === sent).length };
}

test('the launch page opens the window, the window hears and calls, nothing else is reached, and closing it ends the app', async (context) => {
  const browser = await someBrowser();
  if (!browser) return context.skip('There is no Chromium, Chrome or Edge on this machine.');
  const desk = watchedDesk();
  const netLogFile = join(folder, 'net.json');
  let emit: Emit = () => undefined;
  let ended: string | null = null;
  const window = await openLocalWindow({
    files,
    openDesk: (emitter) => {
      emit = emitter;
      return Promise.resolve(desk);
    },
    browser,
    browserSwitches: (launchAddress) => [
      ...['--headless', '--disable-gpu', '--remote-debugging-port=0', `--log-net-log=${netLogFile}`],
      // A headless shell knows no app windows and opens the page that it is given.
      ...(browser.shellOnly ? [launchAddress] : []),
    ],
    log: () => undefined,
    patience: 200,
  });
  void window.ended.then((ending) => (ended = ending.why));
  try {
    await expect
      .poll(
        () => {
          emit('progress', { task: 'templates', done: 0, total: 0 });
          return [ended, desk.asked.length];
        },
        { timeout: 60_000, interval: 100 },
      )
      .toEqual([null, 1]);
    expect(desk.asked).toEqual([{ name: 'lockStore', request: {} }]);

    // Closed as a person would: the window goes, and the browser with it.
    const profile = join(window.launchFile, '..', 'profile');
    const [port = '', path = ''] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
    const { WebSocket } = await import('ws');
    const debugging = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    debugging.on('open', () => debugging.send(JSON.stringify({ id: 1, method: 'Browser.close' })));
    debugging.on('error', () => undefined);
    expect(await window.ended).toEqual({ why: 'window-closed' });
    expect(desk.closed()).toBe(true);
    const used = networkUse(JSON.parse(readFileSync(netLogFile, 'utf8')) as NetLog);
    // What the browser would have asked others of its own accord went to the proxy that isn't there.
    const own = window.origin.slice('http://'.length);
    expect(used.tried).toContain(own);
    expect(used.tried.filter((address) => address !== own && address !== '127.0.0.1:9')).toEqual([]);
    expect(used.datagrams).toBe(0);
  } finally {
    await window.close('finished');
  }
});

test('a browser that gives up at once ends the app and says why', async () => {
  const desk = watchedDesk();
  const window = await openLocalWindow({
    files,
    openDesk: () => Promise.resolve(desk),
    browser: { kind: 'chromium', path: join(folder, 'no-such-browser') },
    log: () => undefined,
  });
  expect(await window.ended).toMatchObject({ why: 'failed', said: expect.stringContaining('ENOENT') as string });
  expect(desk.closed()).toBe(true);
  expect(pathToFileURL(window.launchFile).href).toMatch(/^file:/);
});
