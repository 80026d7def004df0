import type { EngineCall } from './protocol.ts';

/**
 * How long a call may take, in milliseconds, before the process counts as hung. Each is some fifty times what the call
 * takes on a slow machine: a limit that ends honest work is worse than a slow one.
 */
export const timeLimits: Readonly<Record<EngineCall, number>> = {
  // DirectML and CoreML compile the graph when it is opened.
  start: 90_000,
  read: 30_000,
  examine: 45_000,
  readCheque: 60_000,
  readCard: 60_000,
  embedClean: 20_000,
  distances: 20_000,
  pairDistances: 60_000,
  align: 30_000,
  // A map by occlusion embeds the signature some fifty times.
  explain: 120_000,
  evidence: 45_000,
  ping: 10_000,
};

/** A background process shares its core with everything else. */
export const backgroundPatience = 4;

/**
 * Waits before the next start, in milliseconds, after 1, 2, 3 … processes that ended by themselves with nothing in
 * hand. When the list is through, the engine is unusable until it is restarted by hand.
 */
export const backOff: readonly number[] = [0, 250, 1000, 4000];
