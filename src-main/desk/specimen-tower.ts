import { EngineError } from '../engine/engine-error.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { CallRequest } from '../engine/protocol.ts';
import type { ModelInUse } from './model-in-use.ts';

/** Which half of the twin. */
export type Tower = CallRequest<'embedClean'>['tower'];

/** Whether a package has one tower only: then nothing depends on which is asked for. */
export function isTwin({ chosen }: Pick<ModelInUse, 'chosen'>): boolean {
  const { reference, questioned } = chosen.package.manifest.towers;
  return reference.file === questioned.file && reference.output === questioned.output;
}

/**
 * The tower that a specimen goes through: a half-twin's reference tower has learned clean cards and its questioned tower cheques, so a specimen
 * that was taken from a cheque goes through the questioned one. Told from the scan as it was enrolled; a store records it with each template.
 *
 * @param bytes the specimen's scan; only read where the package has two towers
 * @throws EngineError where the engine fails; a scan that it refuses counts as a card
 */
export async function specimenTower(
  engine: Pick<Engine, 'readCheque'>,
  model: Pick<ModelInUse, 'chosen'>,
  bytes: () => Promise<Uint8Array>,
): Promise<Tower> {
  if (isTwin(model)) return 'reference';
  try {
    const { kind } = await engine.readCheque({
      bytes: await bytes(),
      page: 0,
      layouts: [],
      account: null,
      micrSchemes: [],
      region: null,
      wants: {},
    });
    return kind === 'cheque' ? 'questioned' : 'reference';
  } catch (error) {
    if (error instanceof EngineError && error.origin === 'scan') return 'reference';
    throw error;
  }
}
