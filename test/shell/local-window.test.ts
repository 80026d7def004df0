import { decode, encode } from '@msgpack/msgpack';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, platform } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openLocalWindow, type Emit, type LocalWindow } from '../../src-main/shell/local-window.ts';
import { largestBodyBytes } from '../../src-main/shell/call-body.ts';
import { contentSecurityPolicy } from '../../src-main/shell/security-headers.ts';
import { rawRequest } from './raw-request.ts';
import { watchedDesk, windowFiles, type WatchedDesk } from './stand-in-desk.ts';

interface Opened {
  readonly window: LocalWindow;
  readonly desk: WatchedDesk;
  readonly refused: string[];
  readonly emit: Emit;
}

const open: LocalWindow[] = [];
afterEach(async () => {
  for (const window of open.splice(0)) await window.close('finished');
});

async function opened(answers: Parameters<typeof watchedDesk>[0] = {}): Promise<Opened> {
  const desk = watchedDesk(answers);
  const refused: string[] = [];
  let emit: Emit = () => undefined;
  const window = await openLocalWindow({
    files: windowFiles,
    openDesk: (emitter) => {
      emit = emitter;
      return Promise.resolve(desk);
    },
    browser: null,
    patience: 20,
    log: (event, fields) => {
      if (event === 'request-refused' && 'why' in fields) refused.push(fields.why);
    },
  });
  open.push(window);
  return { window, desk, refused, emit: (name, payload) => emit(name, payload) };
}

function launchSecret(window: LocalWindow): string {
  return /name="secret" value="([^"]+)"/.exec(readFileSync(window.launchFile, 'utf8'))?.[1] ?? '';
}

function launch(window: LocalWindow, secret: string, headers: Record<string, string> = { origin: 'null' }) {
  return rawRequest(window.origin, { method: 'POST', path: '/launch', headers, body: `secret=${secret}` });
}

async function launched(window: LocalWindow): Promise<string> {
  const answer = await launch(window, launchSecret(window));
  expect(answer.status).toBe(200);
  return /<meta name="countersign-session" content="([^"]+)">/.exec(answer.body.toString())?.[1] ?? '';
}

function call(window: LocalWindow, name: string, headers: Record<string, string>, body: Uint8Array = encode({})) {
  return rawRequest(window.origin, { method: 'POST', path: `/call/${name}`, headers, body });
}

interface Heard {
  readonly messages: unknown[];
  readonly closed: Promise<number>;
}

function listen(window: LocalWindow, first: string | Uint8Array | null, origin = window.origin): Heard {
  const socket = new WebSocket(`${window.origin.replace('http', 'ws')}/events`, { origin });
  const messages: unknown[] = [];
  socket.on('open', () => {
    if (first !== null) socket.send(first);
  });
  socket.on('message', (data) => messages.push(decode(data as Buffer)));
  const closed = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
  });
  return { messages, closed };
}

const progress = { task: 'templates', done: 1, total: 2 };

/** Waits until the socket has shown its secret and hears events. */
async function hearing(heard: Heard, emit: Emit): Promise<void> {
  await expect
    .poll(() => {
      emit('progress', progress);
      return heard.messages.length;
    })
    .toBeGreaterThan(0);
}

describe('opening', () => {
  test('the launch page lies in a folder for this user only, and goes once its secret is spent', async () => {
    const { window } = await opened();
    if (platform() !== 'win32') {
      expect(statSync(dirname(window.launchFile)).mode & 0o777).toBe(0o700);
      expect(statSync(window.launchFile).mode & 0o777).toBe(0o600);
    }
    const page = readFileSync(window.launchFile, 'utf8');
    expect(page).toContain(`form-action ${window.origin}`);
    await launched(window);
    expect(existsSync(window.launchFile)).toBe(false);
    expect(existsSync(dirname(window.launchFile))).toBe(true);
    await window.close('finished');
    expect(existsSync(dirname(window.launchFile))).toBe(false);
  });

  test('the page carries a session secret that is not the launch secret, and never twice the same', async () => {
    const { window } = await opened();
    const other = await opened();
    const first = launchSecret(window);
    const session = await launched(window);
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(session).not.toBe(first);
    expect(await launched(other.window)).not.toBe(session);
  });

  test('a wrong launch secret opens nothing and spoils nothing', async () => {
    const { window, refused } = await opened();
    const answer = await launch(window, 'x'.repeat(43));
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).not.toContain('countersign-session');
    expect((await launch(window, '')).status).toBe(403);
    expect(refused).toEqual(['secret', 'secret']);
    expect(await launched(window)).not.toBe('');
  });

  test('a launch from another site is refused, with the right secret too', async () => {
    const { window } = await opened();
    const secret = launchSecret(window);
    expect((await launch(window, secret, { origin: 'https://example.test' })).status).toBe(403);
    expect(await launched(window)).not.toBe('');
  });

  test('a replayed launch secret ends the session: the window is told why and the app closes', async () => {
    const { window, desk, refused, emit } = await opened();
    const secret = launchSecret(window);
    const session = await launched(window);
    const heard = listen(window, session);
    const headers = { origin: window.origin, 'x-countersign-session': session };
    await hearing(heard, emit);
    const again = await launch(window, secret);
    expect(again.status).toBe(403);
    expect(again.body.toString()).toContain('used already');
    expect((await window.ended).why).toBe('replayed-secret');
    await heard.closed;
    expect(heard.messages.at(-1)).toEqual(['closing', { why: expect.stringContaining('a second time') as string }]);
    expect(desk.closed()).toBe(true);
    expect(refused).toContain('replayed');
    await expect(call(window, 'appState', headers)).rejects.toThrow();
  });
});

describe('who is answered', () => {
  test('another browser that only knows the address gets no page and no call', async () => {
    const { window, desk } = await opened();
    await launched(window);
    for (const path of ['/', '/index.html', '/launch']) {
      const answer = await rawRequest(window.origin, { path });
      expect(answer.status).toBe(403);
      expect(answer.body.toString()).toContain('start Countersign again');
    }
    expect((await call(window, 'appState', { origin: window.origin })).status).toBe(403);
    expect(desk.asked).toEqual([]);
  });

  test('no secret, a wrong one, one before the launch, and the launch secret itself: no call is answered', async () => {
    const { window, desk } = await opened();
    const first = launchSecret(window);
    const attempt = async (secret: string | null) =>
      (
        await call(window, 'appState', {
          origin: window.origin,
          ...(secret ? { 'x-countersign-session': secret } : {}),
        })
      ).status;
    expect(await attempt('x'.repeat(43))).toBe(403);
    const session = await launched(window);
    for (const secret of [null, 'wrong', first, `${session}x`, session.slice(0, -1)])
      expect(await attempt(secret)).toBe(403);
    expect(desk.asked).toEqual([]);
    expect(await attempt(session)).toBe(200);
  });

  test('another origin, or none, is refused although the secret is right', async () => {
    const { window, desk, refused } = await opened();
    const session = await launched(window);
    const origins = [
      'https://example.test',
      'null',
      `${window.origin}0`,
      window.origin.replace('127.0.0.1', 'localhost'),
    ];
    for (const origin of origins) {
      expect((await call(window, 'appState', { origin, 'x-countersign-session': session })).status).toBe(403);
    }
    expect((await call(window, 'appState', { 'x-countersign-session': session })).status).toBe(403);
    expect(desk.asked).toEqual([]);
    expect(new Set(refused)).toEqual(new Set(['origin']));
  });

  test('a forged Host is refused on every path', async () => {
    const { window, desk, refused } = await opened();
    const secret = launchSecret(window);
    const port = new URL(window.origin).port;
    for (const host of ['example.test', `example.test:${port}`, `localhost:${port}`, '127.0.0.1', '127.0.0.1:1']) {
      expect((await rawRequest(window.origin, { path: '/assets/index.js', headers: { host } })).status).toBe(421);
      expect((await launch(window, secret, { origin: 'null', host })).status).toBe(421);
    }
    const session = await launched(window);
    const headers = { origin: window.origin, 'x-countersign-session': session, host: `example.test:${port}` };
    expect((await call(window, 'appState', headers)).status).toBe(421);
    expect(desk.asked).toEqual([]);
    expect(new Set(refused)).toEqual(new Set(['host']));
  });

  test('files are served to the window alone', async () => {
    const { window } = await opened();
    const get = (headers: Record<string, string>) => rawRequest(window.origin, { path: '/assets/index.js', headers });
    expect((await get({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get({ origin: 'https://example.test' })).status).toBe(403);
  });

  test.each([
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/..%5cpackage.json',
    '//etc/passwd',
    '/assets/index.js/../../../package.json',
    '/assets',
    '/constructor',
  ])('no path leads out of the window: %s', async (path) => {
    const { window } = await opened();
    const answer = await rawRequest(window.origin, { path });
    expect(answer.status).toBe(404);
    expect(answer.body.toString()).toBe('There is nothing here.\n');
  });

  test('other methods are refused', async () => {
    const { window } = await opened();
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'POST']) {
      expect((await rawRequest(window.origin, { method, path: '/assets/index.js' })).status).toBe(405);
    }
  });

  test('every answer, refusals too, carries the policy and is never stored', async () => {
    const { window } = await opened();
    const answers = [
      await rawRequest(window.origin, { path: '/assets/index.js' }),
      await rawRequest(window.origin, { path: '/nowhere' }),
      await rawRequest(window.origin, { path: '/', headers: { host: 'example.test' } }),
      await launch(window, launchSecret(window)),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });
});

describe('calls', () => {
  test('a call travels as MessagePack, bytes as they are', async () => {
    const { window, desk } = await opened({ loadSamples: () => ({ accounts: 3, specimens: 12 }) });
    const session = await launched(window);
    const headers = { origin: window.origin, 'x-countersign-session': session };
    const scan = { name: 'cheque.png', bytes: Uint8Array.from({ length: 70_000 }, (_, at) => at & 255), page: 0 };
    expect(decode((await call(window, 'openScan', headers, encode(scan))).body)).toEqual({
      ok: false,
      error: { fault: 'locked', message: 'The store is locked.' },
    });
    const [{ name, request } = { name: 'appState', request: {} }] = desk.asked;
    expect(name).toBe('openScan');
    expect(Buffer.from((request as typeof scan).bytes).equals(Buffer.from(scan.bytes))).toBe(true);
    expect(decode((await call(window, 'loadSamples', headers)).body)).toEqual({
      ok: true,
      value: { accounts: 3, specimens: 12 },
    });
  });

  test('unknown calls, misfits and fumbled bodies get words, and faults of the app none of its own', async () => {
    const { window, desk } = await opened({
      loadSamples: () => {
        throw new TypeError('account 123 of Mrs Smith');
      },
    });
    const session = await launched(window);
    const headers = { origin: window.origin, 'x-countersign-session': session };
    const outcome = async (name: string, body?: Uint8Array) => decode((await call(window, name, headers, body)).body);
    expect(await outcome('constructor')).toMatchObject({ ok: false, error: { fault: 'no-such-call' } });
    expect(await outcome('turnPage', encode({ scan: 'a', page: -1 }))).toMatchObject({
      ok: false,
      error: { fault: 'bad-request', field: 'page' },
    });
    expect(JSON.stringify(await outcome('loadSamples'))).not.toContain('Smith');
    expect((await call(window, 'appState', headers, Uint8Array.of(0xc1))).status).toBe(400);
    expect(desk.asked.map(({ name }) => name)).toEqual(['loadSamples']);
  });

  test('a body above the limit is refused by its stated length, before any of it is sent', async () => {
    const { window, desk, refused } = await opened();
    const session = await launched(window);
    const { port, host } = new URL(window.origin);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /call/openScan HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${window.origin}\r\nx-countersign-session: ${session}\r\n` +
            `Content-Length: ${String(largestBodyBytes + 1)}\r\n\r\n`,
        );
      });
      let text = '';
      socket.on('data', (part: Buffer) => (text += part.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('at most');
    expect(desk.asked).toEqual([]);
    expect(refused).toEqual(['too-large']);
  });

  test('a body without a length is refused', async () => {
    const { window, desk } = await opened();
    const session = await launched(window);
    const headers = { origin: window.origin, 'x-countersign-session': session, 'transfer-encoding': 'chunked' };
    expect((await call(window, 'appState', headers)).status).toBe(411);
    expect(desk.asked).toEqual([]);
  });
});

describe('events', () => {
  test('a socket that shows the session secret first hears events, and nothing that came before', async () => {
    const { window, emit } = await opened({ lockStore: () => ({}) });
    const session = await launched(window);
    emit('progress', { ...progress, done: 0 });
    const heard = listen(window, session);
    await hearing(heard, emit);
    expect(heard.messages[0]).toEqual(['progress', progress]);
  });

  test.each([
    ['a wrong secret', () => 'x'.repeat(43)],
    ['the right secret as bytes', (session: string) => Buffer.from(session)],
    ['nothing but an empty message', () => ''],
  ])('%s hears nothing and is closed', async (_name, first) => {
    const { window, emit } = await opened();
    const session = await launched(window);
    const heard = listen(window, first(session));
    emit('progress', progress);
    expect(await heard.closed).toBe(4403);
    expect(heard.messages).toEqual([]);
  });

  test('a message above the limit closes the socket', async () => {
    const { window } = await opened();
    await launched(window);
    expect(await listen(window, 'x'.repeat(100_000)).closed).toBe(1009);
  });

  test('another origin gets no socket', async () => {
    const { window, refused } = await opened();
    const session = await launched(window);
    expect(await listen(window, session, 'https://example.test').closed).toBe(403);
    expect(refused).toEqual(['origin']);
  });

  test('ending the app tells the window why', async () => {
    const { window, desk, emit } = await opened();
    const heard = listen(window, await launched(window));
    await hearing(heard, emit);
    await window.close('signal');
    await heard.closed;
    expect(heard.messages.at(-1)).toEqual(['closing', { why: 'Countersign was closed.' }]);
    expect(desk.closed()).toBe(true);
    expect(await window.ended).toEqual({ why: 'signal' });
  });
});

test('nothing listens on any address of this machine but 127.0.0.1', async () => {
  const { window } = await opened();
  const port = Number(new URL(window.origin).port);
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, scopeid }) => (scopeid ? `${address}%${String(scopeid)}` : address))
    .filter((address) => address !== '127.0.0.1');
  for (const host of [...others, ...(platform() === 'linux' ? ['127.0.0.2'] : []), '::1']) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host, port, timeout: 2000 }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
      socket.on('timeout', () => {
        socket.destroy();
        resolve(false);
      });
    });
    expect({ host, reached }).toEqual({ host, reached: false });
  }
});
