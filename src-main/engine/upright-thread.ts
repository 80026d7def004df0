/**
 * A thread of the engine that turns cheques upright and reads their MICR lines (`uprightWithLine`) while the engine's own thread asks
 * the ink net, which holds it for longer. It knows no model and gives what the engine's own thread would; where it can't start, or
 * ends, that one does its work.
 */
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { RasterImage } from '../imaging/image.ts';
import type { ChequeOnPage } from '../imaging/page/cheque-on-page.ts';
import { uprightWithLine, type UprightWithLine } from './upright-with-line.ts';

/** The cheque's own image goes back as {@link asGiven}, another as it is; null: the thread failed over it. */
type Answer = UprightWithLine | null;

interface Asked {
  readonly found: ChequeOnPage;
  readonly settle: (upright: UprightWithLine) => void;
  readonly fail: (error: unknown) => void;
}

/** Stands for the image that was given. */
const asGiven: RasterImage = { width: 0, height: 0, channels: 1, data: new Uint8Array(0) };

let thread: Worker | null = null;
/** In the order in which they were asked, as they are answered. */
const asked: Asked[] = [];

/** Whether the process was allowed a thread: the desk's engine is; those of a batch, one a core, aren't. */
export function mayHaveSecondThread(): boolean {
  return process.permission?.has('worker') ?? false;
}

/**
 * Starts the thread.
 * @param entry the engine's own program; on the thread it calls `serveUprights`
 */
export function startUprightThread(entry: URL): void {
  const started = new Worker(entry, { argv: [], stdout: false, stderr: false });
  thread = started;
  started.unref();
  started.on('message', (answer: Answer) => {
    const first = asked.shift();
    if (first) settle(first, answer);
  });
  // An error is followed by the exit.
  started.on('error', () => undefined);
  started.on('exit', () => {
    thread = null;
    for (const each of asked.splice(0)) settle(each, null);
  });
}

/** Whether there is a second thread to ask. */
export function hasUprightThread(): boolean {
  return thread !== null;
}

/** As {@link uprightWithLine}, on the second thread where there is one. */
export function uprightBeside(found: ChequeOnPage): Promise<UprightWithLine> {
  return new Promise((resolve, reject) => {
    const question: Asked = { found, settle: resolve, fail: reject };
    if (!thread) {
      settle(question, null);
      return;
    }
    asked.push(question);
    thread.postMessage(found);
  });
}

/** Takes the thread's answer; what it failed over is done here, and fails here in its own words. */
function settle({ found, settle: take, fail }: Asked, answer: Answer): void {
  try {
    take(answer ? withImage(answer, asGiven, found.image) : uprightWithLine(found));
  } catch (error) {
    fail(error);
  }
}

/** Serves the engine's own thread, on the second one. */
export function serveUprights(): void {
  const port = parentPort;
  if (isMainThread || !port) throw new Error('This is no second thread.');
  port.on('message', (found: ChequeOnPage) => port.postMessage(answerTo(found)));
}

function answerTo(found: ChequeOnPage): Answer {
  try {
    return withImage(uprightWithLine(found), found.image, asGiven);
  } catch {
    return null;
  }
}

/** An empty image is the same as any other empty one: on the way it becomes a copy. */
function withImage(upright: UprightWithLine, one: RasterImage, other: RasterImage): UprightWithLine {
  const { image } = upright.cheque;
  const same = image === one || (image.width === 0 && one.width === 0);
  return same ? { ...upright, cheque: { ...upright.cheque, image: other } } : upright;
}
