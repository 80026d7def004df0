/** Kills the engine process with SIGKILL at random moments of a check, and watches what is lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../../src-main/engine/engine.ts';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import { hasGone } from '../engine/processes.ts';
import { signatureScan } from '../engine/scan-fixture.ts';
import { tinyPackage } from '../model/tiny-package.ts';

/** What came of the kills. */
export interface EngineKills {
  /** Processes killed. */
  readonly kills: number;
  /** Kills that took the scan in hand with them; the others came between two scans. */
  readonly scansFailed: number;
  /** Scans judged, each with the same template bit for bit as without any kill. */
  readonly scansJudged: number;
}

/**
 * Kills the engine `count` times while it checks one of three scans, at a moment drawn by the seed.
 * @throws Error where a kill fails more than one scan, fails it with anything but `engine-died`, changes a template, or
 *   leaves a process behind.
 */
export async function proveEngineKills(
  count: number,
  options: { readonly seed?: number; readonly model?: ModelPackage; readonly onKill?: (done: number) => void } = {},
): Promise<EngineKills> {
  const random = seeded(options.seed ?? 1);
  const engine = openEngine({ startPort: forkPorts(), model: options.model ?? (await tinyPackage()) });
  const check = (bytes: Uint8Array) =>
    engine.examine({ bytes, page: 0, region: null, wants: { template: 'questioned' } });
  try {
    const scans = [
      await signatureScan(1, 900, 360),
      await signatureScan(2, 900, 360),
      await signatureScan(3, 900, 360),
    ];
    const expected: Float32Array[] = [];
    for (const scan of scans) expected.push((await check(scan)).template!);
    const from = performance.now();
    await check(scans[0]!);
    const typical = performance.now() - from;

    let scansFailed = 0;
    let scansJudged = 0;
    for (let done = 0; done < count; done += 1) {
      const { pid } = await engine.ready();
      const outcomes = Promise.allSettled(scans.map(check));
      await sleep(random() * typical * scans.length);
      process.kill(pid, 'SIGKILL');
      const failed = (await outcomes).flatMap((outcome, index) => {
        if (outcome.status === 'fulfilled') {
          requireSame(outcome.value.template!, expected[index]!, `scan ${index + 1} after kill ${done + 1}`);
          scansJudged += 1;
          return [];
        }
        const { reason } = outcome as { reason: unknown };
        if (!(reason instanceof EngineError) || reason.fault !== 'engine-died') throw reason;
        return [index];
      });
      if (failed.length > 1)
        throw new Error(`Kill ${done + 1} failed ${failed.length} scans; at most one was in hand.`);
      scansFailed += failed.length;
      if (!(await hasGone(pid))) throw new Error(`The killed process ${pid} is still there.`);
      while (engine.pid === pid) await sleep(1);
      // The scan that failed is judged when it is tried again, as the message told the clerk.
      for (const index of failed) {
        requireSame((await check(scans[index]!)).template!, expected[index]!, 'the scan tried again');
        scansJudged += 1;
      }
      options.onKill?.(done + 1);
    }
    return { kills: count, scansFailed, scansJudged };
  } finally {
    await engine.close();
  }
}

function requireSame(found: Float32Array, told: Float32Array, what: string): void {
  if (found.length !== told.length || found.some((value, index) => !Object.is(value, told[index]))) {
    throw new Error(`The template of ${what} isn't the one without kills.`);
  }
}

/** Numbers in [0, 1) by a linear congruential generator: the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
