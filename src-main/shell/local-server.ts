import { encode } from '@msgpack/msgpack';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallOutcome } from '../contract/call.ts';
import type { EventName, Events } from '../contract/events.ts';
import { largestBodyBytes, readBody, Refusal, unpack } from './call-body.ts';
import { openEventSockets } from './event-sockets.ts';
import { isSecret, newSecret } from './secret.ts';
import { securityHeaders } from './security-headers.ts';
import type { WindowFile } from './window-files.ts';

/** What the local window's server serves and whom it tells. */
export interface LocalServerOptions {
  readonly files: ReadonlyMap<string, WindowFile>;
  /** Answers one call of the contract; never rejects. */
  readonly answerCall: (name: string, request: unknown) => Promise<CallOutcome<unknown>>;
  /** A request was turned away; one word of `log-events.ts`. */
  readonly onRefused: (why: string) => void;
  /** The launch secret was right and the window has been handed out. */
  readonly onLaunched: () => void;
  /** The launch secret came a second time: somebody else has it. The session has ended already. */
  readonly onReplayed: () => void;
  /** The number of windows that listen for events changed. */
  readonly onListeners: (listeners: number) => void;
}

/** The running server. */
export interface LocalServer {
  /** As in `http://127.0.0.1:4711`. */
  readonly origin: string;
  /** To be presented once, to POST /launch. */
  readonly launchSecret: string;
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void;
  close(): Promise<void>;
}

const sessionTag = '<meta name="countersign-session" content="';
const oneFormBytes = 4096;

/**
 * Serves the window on 127.0.0.1 at a port that the system picks. Every request and socket must name this very host
 * and come from this very origin; calls and events also need the session secret, which only the page that /launch
 * answered with has.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const launchSecret = newSecret();
  const sessionSecret = newSecret();
  let state: 'waiting' | 'launched' | 'ended' = 'waiting';
  let origin = '';
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    serve(request, response).catch((error: unknown) => refuse(request, response, error));
  });
  server.maxConnections = 64;
  const isSession = (presented: unknown) => state === 'launched' && isSecret(sessionSecret, presented);
  const sockets = openEventSockets(server, {
    admits: (request) => namesHost(request) && request.headers.origin === origin && request.url === '/events',
    isSession,
    onRefused: options.onRefused,
    onListeners: options.onListeners,
  });
  await listen(server);
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  function namesHost(request: IncomingMessage): boolean {
    return request.headers.host === origin.slice('http://'.length);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!namesHost(request)) throw new Refusal(421, 'host', 'This address is not served here.');
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const from = request.headers.origin;
    if (request.method === 'POST' && path === '/launch') {
      // The page on disk has no origin to name; nobody else may post here.
      if (from !== 'null' && from !== undefined) throw new Refusal(403, 'origin', 'Not from there.');
      return launch(request, response);
    }
    if (from !== undefined && from !== origin) throw new Refusal(403, 'origin', 'Not from there.');
    if (request.method === 'POST' && path.startsWith('/call/'))
      return call(request, response, path.slice('/call/'.length));
    if (request.method !== 'GET') throw new Refusal(405, 'method', 'Only GET here.');
    const site = request.headers['sec-fetch-site'];
    if (path === '/' || path === '/index.html' || path === '/launch') {
      throw new Refusal(403, 'secret', 'This window belongs to Countersign. Close it and start Countersign again.');
    }
    if (site !== undefined && site !== 'same-origin') throw new Refusal(403, 'origin', 'Not from there.');
    const file = options.files.get(path);
    if (!file) throw new Refusal(404, 'path', 'There is nothing here.');
    send(response, 200, file.type, file.bytes);
  }

  async function launch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(Buffer.from(await readBody(request, oneFormBytes)).toString('latin1'));
    if (!isSecret(launchSecret, form.get('secret'))) throw new Refusal(403, 'secret', 'That is not the launch secret.');
    if (state !== 'waiting') {
      if (state === 'launched') {
        state = 'ended';
        sockets.emit('closing', {
          why: 'The key that opened this window was used a second time, which only another program can have done. Countersign has closed; start it again.',
        });
        sockets.endAll();
        options.onReplayed();
      }
      throw new Refusal(
        403,
        'replayed',
        'That launch secret was used already. Countersign has closed; start it again.',
      );
    }
    state = 'launched';
    const page = Buffer.from(options.files.get('/index.html')?.bytes ?? []).toString('utf8');
    const withSession = page.replace(/<head>/i, `<head>\n    ${sessionTag}${sessionSecret}">`);
    send(response, 200, 'text/html; charset=utf-8', Buffer.from(withSession));
    options.onLaunched();
  }

  async function call(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    if (request.headers.origin !== origin) throw new Refusal(403, 'origin', 'Not from there.');
    if (!isSession(request.headers['x-countersign-session'])) {
      throw new Refusal(403, 'secret', 'This window belongs to Countersign. Close it and start Countersign again.');
    }
    const body = await readBody(request, largestBodyBytes);
    const outcome = await options.answerCall(name, unpack(body));
    send(response, 200, 'application/msgpack', encode(outcome, { ignoreUndefined: true }));
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'body', 'That went wrong.');
    options.onRefused(refusal.why);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    // What is left of a refused body is not read: the connection goes with the answer.
    response.setHeader('connection', 'close');
    response.once('finish', () => request.destroy());
    send(response, refusal.status, 'text/plain; charset=utf-8', Buffer.from(`${refusal.message}\n`));
  }

  return {
    origin,
    launchSecret,
    emit: (name, payload) => sockets.emit(name, payload),
    async close() {
      state = 'ended';
      sockets.endAll();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, status: number, type: string, bytes: Uint8Array): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': type, 'content-length': bytes.byteLength });
  response.end(bytes);
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
