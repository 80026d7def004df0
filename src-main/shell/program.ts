import { join } from 'node:path';
import type { StartPort } from '../engine/engine-port.ts';
import { interruptedCode, runCommandLine } from './command-line.ts';
import { commands } from './commands/all.ts';
import { appFolder, appVersion, directories } from './directories.ts';
import { openLog } from './log.ts';
import { systemUser } from './system-user.ts';
import { terminalHost } from './terminal-host.ts';

/**
 * Runs the command line on this process's own terminal.
 * @param words the arguments, without the program
 * @param resources the folder that holds `models`; default: the app's own
 * @returns the exit code
 */
export async function runProgram(
  words: readonly string[],
  startEngine: StartPort,
  resources: string = appFolder(),
): Promise<number> {
  const places = directories();
  const { log, close } = openLog(places.log, 'command-line');
  const exitCode = await runCommandLine(words, {
    commands,
    host: terminalHost({
      log,
      startEngine,
      modelsDirectory: join(resources, 'models'),
      policyFile: places.policyFile,
      version: appVersion(appFolder()),
      operator: systemUser(),
      signal: abortedBySignal(),
      terminal: { input: process.stdin, output: process.stderr },
      environment: process.env,
    }),
    surroundings: { ownStore: places.store, logFolder: places.log },
    print: (text) => process.stdout.write(text),
  });
  await close();
  return exitCode;
}

/** The first Ctrl+C asks the command to stop where it can; a later one doesn't ask. */
function abortedBySignal(): AbortSignal {
  const interrupted = new AbortController();
  let firstAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // One Ctrl+C may come twice: from the terminal and passed on by scripts/countersign.js.
      if (interrupted.signal.aborted && performance.now() - firstAt > 500) process.exit(interruptedCode);
      if (!interrupted.signal.aborted) firstAt = performance.now();
      interrupted.abort();
    });
  }
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on('error', () => undefined);
  return interrupted.signal;
}
