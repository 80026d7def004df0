import { decode, encode } from '@msgpack/msgpack';
import type { Page } from 'playwright-core';
import type { CallName } from '../../src-main/contract/calls.ts';

/** What the app answers to a call. */
export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly fault: string; readonly message: string };
}

/**
 * Makes calls as the window would, whatever the window offers: with the secret that its own calls carry. To be made before the
 * page makes its first one.
 */
export function pageCalls(page: Page): (name: CallName, request: unknown) => Promise<Answer> {
  let secret = '';
  page.on('request', (request) => {
    secret = request.headers()['x-countersign-session'] ?? secret;
  });
  return async (name, request) => {
    const answer = await page.evaluate(
      async ({ name, secret, body }) => {
        const response = await fetch(`/call/${name}`, {
          method: 'POST',
          headers: { 'x-countersign-session': secret, 'content-type': 'application/msgpack' },
          body: Uint8Array.from(atob(body), (character) => character.charCodeAt(0)),
        });
        return [...new Uint8Array(await response.arrayBuffer())];
      },
      { name, secret, body: Buffer.from(encode(request)).toString('base64') },
    );
    return decode(new Uint8Array(answer)) as Answer;
  };
}
