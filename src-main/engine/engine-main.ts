/** The engine process: reads scans, embeds them, answers. Started by the app through fork-port.ts or utility-port.ts. */
import { isMainThread } from 'node:worker_threads';
import { childPort } from './child-port.ts';
import { mayHaveSecondThread, servePages, startPageThread } from './page-thread.ts';

if (isMainThread) {
  if (mayHaveSecondThread()) startPageThread(new URL(import.meta.url));
  const port = childPort();
  // Only here: the second thread has no use for models and decoders.
  const { serve } = await import('./serve.ts');
  serve(port, () => process.exit(0));
} else {
  servePages();
}
