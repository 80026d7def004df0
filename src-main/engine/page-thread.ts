/**
 * A thread of the engine that looks for a page's cheques, turns them upright and reads their MICR lines, while the engine's own thread
 * asks the ink net, which holds it for longer; and judges the scan's quality while that one embeds. It knows no model and gives what the engine's own thread would; where it can't start,
 * or ends, that one does its work.
 */
import { performance } from 'node:perf_hooks';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { RasterImage } from '../imaging/image.ts';
import type { ChequeOnPage } from '../imaging/page/cheque-on-page.ts';
import { lookAtPage, type PageLook } from '../imaging/page/find-cheques.ts';
import type { QualityFinding } from '../imaging/page/quality-finding.ts';
import { qualityOf, uprightWithLine, type KnownHints, type UprightWithLine } from './upright-with-line.ts';

/** What lies on a page, as the thread tells it. */
export interface TimedLook extends PageLook {
  readonly milliseconds: number;
}

/** A page that the second thread has in its hands. */
export interface PageBeside {
  readonly look: Promise<TimedLook>;
  /** The cheque of so many in the look, the right way up. Only after the look. */
  upright(at: number): Promise<UprightWithLine>;
  /** What `judgeQuality` finds about that cheque. Only after it is upright, and before the next page is handed over. */
  quality(at: number, hints: KnownHints): Promise<readonly QualityFinding[]>;
}

interface PageQuestion {
  readonly page: RasterImage;
  readonly dotsPerInch: number | null;
}

type Question = PageQuestion | { readonly at: number; readonly hints: KnownHints };

/** First the look, then each of its cheques upright, in turn; images that were given go back as {@link asGiven}; null: it failed. */
type Answer = { readonly look: TimedLook } | { readonly upright: UprightWithLine } | null;

/** A cheque's quality; null: it failed. */
interface QualityAnswer {
  readonly quality: readonly QualityFinding[] | null;
}

/** Stands for the image that was given. */
const asGiven: RasterImage = { width: 0, height: 0, channels: 1, data: new Uint8Array(0) };

let thread: Worker | null = null;
/** In the order in which they were asked, as they are answered. */
const jobs: Job[] = [];
const judging: ((answer: QualityAnswer) => void)[] = [];

/** Whether the process was allowed a thread: the desk's engine is; those of a batch, one a core, aren't. */
export function mayHaveSecondThread(): boolean {
  return process.permission?.has('worker') ?? false;
}

/**
 * Starts the thread.
 * @param entry the engine's own program; on the thread it calls `servePages`
 */
export function startPageThread(entry: URL): void {
  const started = new Worker(entry, { argv: [], stdout: false, stderr: false });
  thread = started;
  started.unref();
  started.on('message', (answer: Answer | QualityAnswer) => {
    if (answer && 'quality' in answer) judging.shift()?.(answer);
    else if (jobs[0]?.take(answer)) jobs.shift();
  });
  // An error is followed by the exit.
  started.on('error', () => undefined);
  started.on('exit', () => {
    thread = null;
    for (const job of jobs.splice(0)) job.take(null);
    for (const take of judging.splice(0)) take({ quality: null });
  });
}

/** Whether there is a second thread to ask. */
export function hasPageThread(): boolean {
  return thread !== null;
}

/** Hands a page to the second thread; where there is none any more, its work is done at once. */
export function pageBeside(page: RasterImage, dotsPerInch: number | null): PageBeside {
  const job = jobOf({ page, dotsPerInch });
  if (thread) {
    jobs.push(job);
    ask({ page: sharedCopy(page), dotsPerInch });
  } else {
    job.take(null);
  }
  return job;
}

/** A copy that both threads can read: a message would be copied once more on its way. */
function sharedCopy(page: RasterImage): RasterImage {
  const data = new Uint8Array(new SharedArrayBuffer(page.data.length));
  data.set(page.data);
  return { ...page, data };
}

function ask(question: Question): void {
  thread?.postMessage(question);
}

interface Job extends PageBeside {
  /** Takes an answer; what the thread failed over is done here, and fails here in its own words. @returns whether it was the last */
  take(answer: Answer): boolean;
}

function jobOf({ page, dotsPerInch }: PageQuestion): Job {
  const look = promised<TimedLook>();
  const uprights: Promised<UprightWithLine>[] = [];
  let found: readonly ChequeOnPage[] | null = null;
  const known: UprightWithLine[] = [];
  let taken = 0;
  const takeLook = (seen: TimedLook): void => {
    found = seen.cheques;
    uprights.push(...seen.cheques.map(() => promised<UprightWithLine>()));
    look.resolve(seen);
  };
  const takeUpright = (upright: UprightWithLine): void => {
    known.push(uprightIn(upright, asGiven, found![taken]!.image));
    uprights[taken]!.resolve(known[taken]!);
    taken += 1;
  };
  let doneHere = false;
  const doTheRest = (): void => {
    doneHere = true;
    try {
      if (!found) takeLook(timedLook(page, dotsPerInch));
      while (taken < found!.length) takeUpright(uprightWithLine(found![taken]!));
    } catch (error) {
      look.reject(error);
      for (const upright of uprights) upright.reject(error);
    }
  };
  return {
    look: look.promise,
    upright: (at) => uprights[at]!.promise,
    quality: (at, hints) =>
      new Promise((resolve, reject) => {
        const take = ({ quality }: QualityAnswer): void => {
          try {
            resolve(quality ?? qualityOf(known[at]!, hints));
          } catch (error) {
            reject(error);
          }
        };
        if (!thread || doneHere) {
          take({ quality: null });
          return;
        }
        judging.push(take);
        ask({ at, hints });
      }),
    take(answer) {
      if (!answer) {
        doTheRest();
        return true;
      }
      if ('look' in answer)
        takeLook({ ...answer.look, cheques: answer.look.cheques.map((one) => chequeWith(one, asGiven, page)) });
      else takeUpright(answer.upright);
      return taken === found!.length;
    },
  };
}

/** Serves the engine's own thread, on the second one. */
export function servePages(): void {
  const port = parentPort;
  if (isMainThread || !port) throw new Error('This is no second thread.');
  const answer = (told: Answer | QualityAnswer): void => port.postMessage(told);
  // Of the last page.
  let uprights: UprightWithLine[] = [];
  port.on('message', (question: Question) => {
    if ('at' in question) {
      answer({ quality: attempt(() => qualityOf(uprights[question.at]!, question.hints)) });
      return;
    }
    const { page, dotsPerInch } = question;
    uprights = [];
    try {
      const look = timedLook(page, dotsPerInch);
      answer({ look: { ...look, cheques: look.cheques.map((one) => chequeWith(one, page, asGiven)) } });
      for (const found of look.cheques) {
        const upright = uprightWithLine(found);
        uprights.push(upright);
        answer({ upright: uprightIn(upright, found.image, asGiven) });
      }
    } catch {
      answer(null);
    }
  });
}

function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function timedLook(page: RasterImage, dotsPerInch: number | null): TimedLook {
  const from = performance.now();
  const look = lookAtPage(page, dotsPerInch);
  return { ...look, milliseconds: performance.now() - from };
}

function uprightIn(upright: UprightWithLine, one: RasterImage, other: RasterImage): UprightWithLine {
  return { ...upright, cheque: chequeWith(upright.cheque, one, other) };
}

/** A cheque with another image where it has the one. On the way an empty image becomes a copy: any is the same as any other. */
function chequeWith(cheque: ChequeOnPage, one: RasterImage, other: RasterImage): ChequeOnPage {
  const { image } = cheque;
  return image === one || (image.width === 0 && one.width === 0) ? { ...cheque, image: other } : cheque;
}

interface Promised<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

/** A promise to be kept later. Where nobody waits for it any more, its failure is nobody's. */
function promised<Value>(): Promised<Value> {
  const kept = Promise.withResolvers<Value>();
  kept.promise.catch(() => undefined);
  return kept;
}
