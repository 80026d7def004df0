/** What is said of an engine that can't answer: for a clerk, short, with what to do. */
import { largestScanBytes } from '../contract/scan.ts';
import { EngineError, engineError } from './engine-error.ts';
import type { EngineExit } from './engine-port.ts';

/** The process ended or was ended while it had a scan. @param what what happened, as the start of a sentence. */
export function notJudged(fault: 'engine-died' | 'engine-hung', what: string): EngineError {
  return engineError(fault, `${what} while it had this scan. The scan was not judged; try again.`);
}

/** The process doesn't stay alive. @param lastWords its standard error, of which the line that names an error is told. */
export function keepsDying(times: number, lastWords: string): EngineError {
  const lines = lastWords.trim().split('\n');
  const said = (lines.find((line) => /^\s*(Uncaught\s+)?\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').trim();
  return engineError(
    'engine-unusable',
    `The engine can't be kept running: it stopped ${times} times in a row without having been given anything` +
      `${said ? ` ("${said}")` : ''}. Run "countersign doctor".`,
  );
}

/** The app is closing the engine. */
export function closing(): EngineError {
  return engineError('engine-closed', 'Countersign is closing; the scan was not judged.');
}

/** The caller gave the request up. */
export function cancelled(): EngineError {
  return engineError('cancelled', 'The check was cancelled; the scan was not judged.');
}

/** The refusal of a file of so many bytes; null where it isn't too large. @param what the file, as the start of a sentence. */
export function tooLarge(what: string, bytes: number): EngineError | null {
  if (bytes <= largestScanBytes) return null;
  const size = Math.ceil(bytes / 2 ** 20);
  return new EngineError(
    'scan',
    'too-large',
    `${what} has ${size} MB; at most 64 MB are read. Scan the cheque at 300 dots per inch and save it as JPEG.`,
  );
}

/** How a process ended, in a few words. */
export function ending(exit: EngineExit): string {
  if (exit.signal) return exit.signal;
  return exit.code === null ? 'it never started' : `exit code ${exit.code}`;
}
