/** The engine process: reads scans, embeds them, answers. Started by the app through fork-port.ts or utility-port.ts. */
import { isMainThread } from 'node:worker_threads';
import { childPort } from './child-port.ts';
import { mayHaveSecondThread, servePages, startPageThread } from './page-thread.ts';
import { serve } from './serve.ts';

if (isMainThread) {
  if (mayHaveSecondThread()) startPageThread(new URL(import.meta.url));
  serve(childPort(), () => process.exit(0));
} else {
  servePages();
}
