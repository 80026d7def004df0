import { isOwnAddress } from './electron-guards.ts';
import { securityHeaders } from './security-headers.ts';
import type { WindowFile } from './window-files.ts';

/**
 * Answers requests to `app://countersign/` from the files in memory. A path is looked up as it stands, so that none
 * leads out of the window's folder.
 */
export function answerFromFiles(
  files: ReadonlyMap<string, WindowFile>,
): (request: { readonly url: string; readonly method: string }) => Response {
  return (request) => {
    if (!isOwnAddress(request.url) || request.method !== 'GET') return refusal(403);
    const { pathname } = new URL(request.url);
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (!file) return refusal(404);
    return new Response(new Uint8Array(file.bytes), {
      headers: { ...securityHeaders, 'content-type': file.type },
    });
  };
}

function refusal(status: number): Response {
  return new Response('There is nothing here.\n', {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });
}
