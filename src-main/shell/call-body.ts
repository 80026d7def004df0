import { decode } from '@msgpack/msgpack';
import type { IncomingMessage } from 'node:http';
import { largestScanBytes } from '../contract/scan.ts';

/** A call's body may be one scan of the largest size with what goes beside it. */
export const largestBodyBytes = largestScanBytes + 1024 * 1024;

/** A request that isn't answered: the HTTP status, a word for the log and a sentence for people. */
export class Refusal extends Error {
  readonly status: number;
  readonly why: string;

  constructor(status: number, why: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.why = why;
  }
}

/**
 * Reads a request's body of a stated length.
 * @param limit in bytes; a longer body is refused by its header, before a byte of it is read
 * @throws Refusal 411 without a length, 413 above the limit, 400 where fewer or more bytes come than were stated
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const stated = request.headers['content-length'];
  if (stated === undefined || !/^\d{1,15}$/.test(stated)) {
    throw new Refusal(411, 'body', 'The request has no length.');
  }
  const length = Number(stated);
  if (length > limit) {
    throw new Refusal(413, 'too-large', `The request has ${stated} bytes; at most ${String(limit)} are taken.`);
  }
  const body = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    if (filled + part.length > length) throw new Refusal(400, 'body', 'The request is longer than it says.');
    body.set(part, filled);
    filled += part.length;
  }
  if (filled !== length) throw new Refusal(400, 'body', 'The request is shorter than it says.');
  return body;
}

/**
 * Unpacks a call's MessagePack body.
 * @throws Refusal 400 where it isn't MessagePack
 */
export function unpack(body: Uint8Array): unknown {
  try {
    return decode(body);
  } catch {
    throw new Refusal(400, 'body', "The request isn't MessagePack.");
  }
}
