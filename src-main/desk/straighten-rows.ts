import type { CommandHost } from './command-host.ts';
import type { EmbeddedSet } from './embed-rows.ts';
import { startPool } from './engine-of.ts';
import { judgeableTrials } from './feature-trials.ts';
import type { ModelInUse } from './model-in-use.ts';
import { straightenedInk } from './straighten.ts';

/**
 * Embeds the turned ink of every questioned signature that lies askew of a trial's specimens, each turn once, as a check
 * at the desk does (`judge`).
 *
 * @param numbers how many specimens, each 1 or more
 * @throws EngineError where the engines or the model fail; the host's reason where it was stopped
 */
export async function straightenRows(
  host: CommandHost,
  model: ModelInUse,
  set: EmbeddedSet,
  numbers: readonly number[],
): Promise<EmbeddedSet> {
  const { straightening } = set;
  if (!straightening) return set;
  const turned = new Map([...straightening.turned].map(([template, known]) => [template, new Map(known)]));
  const wanted: { questioned: Float32Array; degrees: number; cleanPng: Uint8Array }[] = [];
  const asked = new Map<Float32Array, Set<number>>();
  for (const count of numbers) {
    for (const judgeable of judgeableTrials(set, count)) {
      if (!('questioned' in judgeable) || judgeable.turn === 0) continue;
      const { questioned, turn: degrees } = judgeable;
      const before = asked.get(questioned) ?? new Set(turned.get(questioned)?.keys());
      asked.set(questioned, before);
      const cleanPng = straightening.cleanInk.get(questioned);
      if (before.has(degrees) || !cleanPng) continue;
      before.add(degrees);
      wanted.push({ questioned, degrees, cleanPng });
    }
  }
  if (wanted.length === 0) return set;
  const pool = startPool(host.startEngine, model);
  try {
    const outcomes = pool.map(wanted, (engine, { cleanPng, degrees }) =>
      straightenedInk(engine, cleanPng).straighten(degrees),
    );
    for await (const outcome of outcomes) {
      host.signal.throwIfAborted();
      if (!outcome.ok) throw outcome.error;
      const { questioned, degrees } = outcome.item;
      turned.set(questioned, (turned.get(questioned) ?? new Map<number, Float32Array>()).set(degrees, outcome.result));
      host.progress('straightening signatures', outcome.index + 1, wanted.length);
    }
  } finally {
    await pool.close();
  }
  return { ...set, straightening: { ...straightening, turned } };
}
