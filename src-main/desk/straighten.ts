import type { Engine } from '../engine/engine-types.ts';
import { askewBy, type InkPlace } from '../metric/askew.ts';
import type { Straighten } from './judge.ts';

/** The clean ink of a questioned signature, as it was scanned and as it was turned for a comparison. */
export interface StraightenedInk {
  /** For `judge`: has the ink turned back and embedded. */
  readonly straighten: Straighten;
  /**
   * The clean ink as PNG, turned back by so many degrees; 0: as it was scanned.
   * @throws Error where `straighten` wasn't asked for it before
   */
  cleanPng(degrees: number): Uint8Array;
}

/** Has a questioned signature's clean ink turned by the engine, where it lies askew of the specimens. */
export function straightenedInk(engine: Pick<Engine, 'embedClean'>, cleanPng: Uint8Array): StraightenedInk {
  const turned = new Map([[0, cleanPng]]);
  return {
    async straighten(degrees) {
      const { template, turnedPng } = await engine.embedClean({ cleanPng, tower: 'questioned', turn: -degrees });
      if (!turnedPng) throw new Error('The engine left out the ink that it turned.');
      turned.set(degrees, turnedPng);
      return template;
    },
    cleanPng(degrees) {
      const png = turned.get(degrees);
      if (!png) throw new Error(`The ink was not turned by ${degrees} degrees.`);
      return png;
    },
  };
}

/** What straightening the questioned signatures of an evaluated set takes. Templates are told apart by identity, not by what they hold. */
export interface Straightening {
  readonly ink: InkPlace;
  /** The clean ink, as PNG, that each questioned template was made of. One that isn't here is compared as it is. */
  readonly cleanInk: ReadonlyMap<Float32Array, Uint8Array>;
  /** By questioned template and degrees: the template of its ink turned back. */
  readonly turned: ReadonlyMap<Float32Array, ReadonlyMap<number, Float32Array>>;
}

/** By how many degrees a set's questioned template lies askew of these specimens; 0: not at all, or it can't be turned back. */
export function turnOf(
  straightening: Straightening | null | undefined,
  questioned: Float32Array,
  specimens: readonly Float32Array[],
): number {
  return straightening?.cleanInk.has(questioned) ? askewBy(questioned, specimens, straightening.ink) : 0;
}
