import { encode } from '@msgpack/msgpack';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { EventName, Events } from '../contract/events.ts';

/** Who may listen, and who is told. */
export interface EventSocketsOptions {
  /** Whether the request's host, origin and path are right. */
  readonly admits: (request: IncomingMessage) => boolean;
  /** Whether a socket's first message is the session secret. */
  readonly isSession: (presented: unknown) => boolean;
  readonly onRefused: (why: string) => void;
  readonly onListeners: (listeners: number) => void;
}

/** The sockets that carry events to the window. */
export interface EventSockets {
  /** Sends an event, as MessagePack `[name, payload]`, to every window that showed the session secret. */
  emit<Name extends EventName>(name: Name, payload: Events[Name]): void;
  /** Closes every socket after what was sent has gone out. */
  endAll(): void;
}

const secretWithinMilliseconds = 5000;
const largestMessageBytes = 1024;

/** Takes over the server's upgrade requests: sockets that send the session secret first, and nothing after it. */
export function openEventSockets(server: Server, options: EventSocketsOptions): EventSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes, perMessageDeflate: false });
  const listeners = new Set<WebSocket>();

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (!options.admits(request)) {
      options.onRefused('origin');
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, admit);
  });

  function admit(socket: WebSocket): void {
    const late = setTimeout(() => turnAway(socket), secretWithinMilliseconds);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(late);
      if (listeners.delete(socket)) options.onListeners(listeners.size);
    });
    socket.once('message', (data, isBinary) => {
      clearTimeout(late);
      const presented = isBinary || !(data instanceof Buffer) ? undefined : data.toString('utf8');
      if (!options.isSession(presented)) {
        turnAway(socket);
        return;
      }
      socket.on('message', () => turnAway(socket));
      listeners.add(socket);
      options.onListeners(listeners.size);
    });
  }

  function turnAway(socket: WebSocket): void {
    options.onRefused('secret');
    socket.close(4403, 'not this session');
  }

  return {
    emit(name, payload) {
      if (listeners.size === 0) return;
      const message = encode([name, payload], { ignoreUndefined: true });
      for (const socket of listeners) if (socket.readyState === WebSocket.OPEN) socket.send(message);
    },
    endAll() {
      for (const socket of sockets.clients) socket.close(1001, 'closing');
    },
  };
}
