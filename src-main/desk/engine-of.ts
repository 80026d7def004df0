import type { Log } from '../contract/log.ts';
import { openEngine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/engine.ts';
import { openEnginePool, type EnginePool } from '../engine/engine-pool.ts';
import type { StartPort } from '../engine/engine-port.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { ModelInUse } from './model-in-use.ts';

/** Notes the engine's comings and goings; nothing of a scan is in them. */
function logEngine(log: Log, startedAt: number) {
  return ({ event }: EngineEvent, engine: () => Engine | undefined): void => {
    if (event === 'died' || event === 'hung') log('engine-exited', { code: null });
    if (event === 'unusable') log('engine-unusable', { cause: 'engine' });
    if (event !== 'ready') return;
    const state = engine()?.state;
    const provider = state?.kind === 'ready' ? state.ready.providers?.provider : undefined;
    const known = (['cpu', 'dml', 'coreml'] as const).find((name) => name === provider) ?? 'other';
    const goldenError = state?.kind === 'ready' ? (state.ready.providers?.goldenError ?? null) : null;
    log('engine-ready', { provider: known, goldenError, milliseconds: Math.round(performance.now() - startedAt) });
  };
}

/** Starts the desk's own engine with a model. */
export function startEngine(startPort: StartPort, model: ModelInUse, log: Log): Engine {
  const note = logEngine(log, performance.now());
  let engine: Engine | undefined = undefined;
  engine = openEngine({
    startPort,
    model: model.chosen.package,
    inkNet: model.chosen.inkNet,
    // The event comes while openEngine is still running the first time; its state is read after.
    log: (event) => queueMicrotask(() => note(event, () => engine)),
  });
  return engine;
}

/** Starts low-priority engines for work over many scans, one a core; `model` null: imaging only. */
export function startPool(startPort: StartPort, model: ModelInUse | null, count?: number): EnginePool {
  return openEnginePool({
    makeEngine: () =>
      openEngine({
        startPort,
        model: model?.chosen.package ?? null,
        inkNet: model?.chosen.inkNet ?? null,
        background: true,
      }),
    ...(count === undefined ? {} : { count }),
  });
}
