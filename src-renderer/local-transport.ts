import { decode, encode } from '@msgpack/msgpack';
import type { CallOutcome } from '../src-main/contract/call.ts';
import type { Transport } from './api.ts';

const metaName = 'countersign-session';

/** Takes the session secret out of the page; null where there is none. Nothing else in the page can read it afterwards. */
export function takeSessionSecret(page: Document): string | null {
  const meta = page.querySelector(`meta[name="${metaName}"]`);
  const secret = meta?.getAttribute('content') ?? null;
  meta?.remove();
  return secret === '' ? null : secret;
}

/**
 * Keeps the page that holds the secret: the keys that would load it again do nothing, and where it is loaded again all
 * the same, the launch secret isn't sent a second time (which would end the session as stolen).
 */
export function keepPage(window: Window): void {
  window.history.replaceState(null, '', '/');
  window.addEventListener('keydown', (event) => {
    const reload = event.key === 'F5' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'r');
    if (reload) event.preventDefault();
  });
}

/**
 * The transport of the local window: each call a POST, events by a socket, both MessagePack. Resolves once the socket is
 * open or has failed; a socket that closes is told as the event `closing`.
 */
export function localTransport(secret: string, place: { host: string; origin: string }): Promise<Transport> {
  let tell: (name: string, payload: unknown) => void = () => undefined;
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    tell('closing', { why: '' });
  };
  const socket = new WebSocket(`ws://${place.host}/events`);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', (message: MessageEvent<unknown>) => {
    if (!(message.data instanceof ArrayBuffer)) return;
    const frame = decode(new Uint8Array(message.data));
    if (Array.isArray(frame) && typeof frame[0] === 'string') tell(frame[0], frame[1]);
  });
  socket.addEventListener('close', close);
  const transport: Transport = {
    async call(name, request) {
      const response = await fetch(`${place.origin}/call/${name}`, {
        method: 'POST',
        headers: { 'x-countersign-session': secret, 'content-type': 'application/msgpack' },
        body: new Uint8Array(encode(request)),
        cache: 'no-store',
      });
      return decode(new Uint8Array(await response.arrayBuffer())) as CallOutcome<unknown>;
    },
    listen(listener) {
      tell = listener;
      if (closed) tell('closing', { why: '' });
    },
  };
  return new Promise((resolve) => {
    socket.addEventListener('open', () => {
      socket.send(secret);
      resolve(transport);
    });
    socket.addEventListener('close', () => resolve(transport));
  });
}
