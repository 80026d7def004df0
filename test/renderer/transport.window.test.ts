import { decode, encode } from '@msgpack/msgpack';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectionOver } from '../../src-renderer/api.ts';
import { electronTransport, type Bridge } from '../../src-renderer/electron-transport.ts';
import { localTransport } from '../../src-renderer/local-transport.ts';
import { StandInApp } from './stand-in/app.ts';

class FakeSocket extends EventTarget {
  static last: FakeSocket;
  readonly sent: unknown[] = [];
  binaryType = 'blob';
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSocket.last = this;
  }
  send(message: unknown) {
    this.sent.push(message);
  }
  frame(value: unknown) {
    const data = Uint8Array.from(encode(value)).buffer;
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const place = { host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4711' };

afterEach(() => vi.unstubAllGlobals());

describe('the local transport', () => {
  async function open() {
    const app = new StandInApp();
    const requests: { url: string; headers: unknown; body: unknown }[] = [];
    vi.stubGlobal('WebSocket', FakeSocket);
    vi.stubGlobal('fetch', async (url: string, options: { headers: unknown; body: Uint8Array }) => {
      const body = decode(options.body);
      requests.push({ url, headers: options.headers, body });
      return new Response(Uint8Array.from(encode(await app.call(url.split('/').at(-1) as never, body))));
    });
    const opening = localTransport('the secret', place);
    FakeSocket.last.dispatchEvent(new Event('open'));
    return { app, requests, socket: FakeSocket.last, connection: connectionOver(await opening) };
  }

  it('posts MessagePack with the secret as a header, bytes as bytes both ways', async () => {
    const { connection, requests } = await open();
    const bytes = new Uint8Array([7, 8, 9]);
    const scan = await connection.client.openScan({ name: 'a.png', bytes, page: 0 });
    expect(requests[0]?.url).toBe('http://127.0.0.1:4711/call/openScan');
    expect(requests[0]?.headers).toMatchObject({ 'x-countersign-session': 'the secret' });
    expect(requests[0]?.body).toEqual({ name: 'a.png', bytes, page: 0 });
    expect(scan.picture).toBeInstanceOf(Uint8Array);
  });

  it('rejects with the fault and the message of the app', async () => {
    const { connection } = await open();
    await expect(connection.client.accountDetails({ account: '77' })).rejects.toMatchObject({ fault: 'no-account' });
  });

  it('shows the socket the secret first, then hears events', async () => {
    const { connection, socket } = await open();
    const heard: unknown[] = [];
    const stop = connection.onEvent('progress', (progress) => heard.push(progress));
    socket.frame(['progress', { task: 'x', done: 1, total: 2 }]);
    socket.frame(['not an event', 1]);
    stop();
    socket.frame(['progress', { task: 'x', done: 2, total: 2 }]);
    expect(socket.url).toBe('ws://127.0.0.1:4711/events');
    expect(socket.sent).toEqual(['the secret']);
    expect(heard).toEqual([{ task: 'x', done: 1, total: 2 }]);
  });

  it('tells once that the app has closed, also where the socket never opened', async () => {
    const { connection, socket } = await open();
    let closings = 0;
    connection.onEvent('closing', () => closings++);
    socket.dispatchEvent(new Event('close'));
    socket.dispatchEvent(new Event('close'));
    expect(closings).toBe(1);
    const opening = localTransport('the secret', place);
    FakeSocket.last.dispatchEvent(new Event('close'));
    const late: string[] = [];
    (await opening).listen((name) => late.push(name));
    expect(late).toEqual(['closing']);
  });
});

describe('the Electron transport', () => {
  it('calls the function of that name, and hears events', async () => {
    const app = new StandInApp();
    const calls = new Proxy({} as Bridge['calls'], {
      get: (_target, name) => (request: unknown) => app.call(name as never, request),
    });
    const connection = connectionOver(
      electronTransport({
        calls,
        onEvent: (listener) => {
          app.listen(listener);
          return () => undefined;
        },
      }),
    );
    expect((await connection.client.appState({})).operator).toBe('mwalker');
    const heard: string[] = [];
    connection.onEvent('closing', ({ why }) => heard.push(why));
    app.tell('closing', { why: 'bye' });
    expect(heard).toEqual(['bye']);
  });
});
