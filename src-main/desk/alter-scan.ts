import { EngineError } from '../engine/engine-error.ts';
import { scanFaultOf } from '../sample/conditions/picture.ts';

/**
 * Changes a scan before an engine of a pool sees it, so that a scan that can't be read is that scan's failure alone, as if
 * the engine had refused it.
 *
 * @param alter makes the changed file.
 * @throws EngineError `scan` with imaging's own fault and message; what else `alter` throws.
 */
export async function alterScan(alter: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await alter();
  } catch (error) {
    const fault = scanFaultOf(error);
    if (fault === null || !(error instanceof Error)) throw error;
    throw new EngineError('scan', fault, error.message);
  }
}
