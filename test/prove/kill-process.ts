import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** What an enrolling process had confirmed: a batch's number and its specimens' ids. */
export interface ConfirmedBatch {
  readonly batch: number;
  readonly specimens: readonly string[];
}

/**
 * Runs a program that enrols without end, kills it (`kill -9`) some time after it has said that it is ready, and gives
 * back what it had confirmed by then: one line of JSON each.
 *
 * @param life milliseconds between ready and the kill
 * @throws Error where the program ended by itself
 */
export async function killAfter(program: string, args: readonly string[], life: number): Promise<ConfirmedBatch[]> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<string | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
  let output = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('\n')) resolve();
    });
  });
  await Promise.race([ready, ended]);
  await delay(life);
  child.kill('SIGKILL');
  if ((await ended) !== 'SIGKILL') throw new Error(`The enrolling process ended by itself: ${errors}`);
  // The first line says that it is ready; one that the kill cut short was not confirmed to anybody.
  return output
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line) as ConfirmedBatch);
}
