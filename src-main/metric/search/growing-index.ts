import { nearestOf } from './exact.ts';
import { VectorRows } from './rows.ts';
import { Sketches } from './sketches.ts';
import type { KeptIndex } from './types.ts';

/** An index of any size: exact as long as that is quick, by sketches beyond. */
export interface GrowingIndex extends KeptIndex {
  /** Whether searches go by sketches now; else they are exact. */
  readonly sketched: boolean;
  /** Bytes of vectors and sketches. */
  readonly bytes: number;
  /**
   * Makes the sketches that this size asks for, a little at each step, so that whoever runs it can do other things in between;
   * searches, puts and removals may come between two steps. It ends at once where there is nothing to make.
   */
  prepare(): Generator<void, void>;
}

/** From so many vectors on it goes by sketches: an exact search takes some ten milliseconds there. */
const sketchedFrom = 50_000;
/** Axes are found anew once there are so many times the vectors that they were found from. */
const outgrown = 2;
/** Vectors sketched in one step: a few milliseconds. */
const step = 1000;

/**
 * @param dimension numbers a vector
 * @param ids of the vectors in `values`, in their order; each once
 * @param values taken over, not copied: the vectors one after another
 * @param from from how many vectors on it goes by sketches; other than the default only in tests
 * @throws RangeError where these don't fit each other, an id comes twice or a value isn't finite
 */
export function growingIndex(
  dimension: number,
  ids: readonly string[] = [],
  values?: Float32Array,
  from: number = sketchedFrom,
): GrowingIndex {
  const rows = new VectorRows(dimension, ids, values);
  let inUse: Sketches | null = null;
  let inMaking: Sketches | null = null;
  const each = (tell: (sketches: Sketches) => void): void => {
    if (inUse) tell(inUse);
    if (inMaking) tell(inMaking);
  };
  return {
    get size() {
      return rows.size;
    },
    get sketched() {
      return inUse !== null && rows.size >= from;
    },
    get bytes() {
      return rows.values.byteLength + (inUse?.bytes ?? 0) + (inMaking?.bytes ?? 0);
    },
    nearest(questioned, count) {
      return inUse && rows.size >= from ? inUse.nearest(questioned, count) : nearestOf(rows, questioned, count);
    },
    put(id, vector) {
      const row = rows.put(id, vector);
      each((sketches) => sketches.changed(row));
    },
    remove(id) {
      const row = rows.remove(id);
      if (row === null) return false;
      each((sketches) => sketches.removed(row, rows.size));
      return true;
    },
    *prepare() {
      if (rows.size < from || (inUse && rows.size < outgrown * inUse.foundFrom)) return;
      const making = new Sketches(rows);
      inMaking = making;
      while (!making.complete) {
        making.takeIn(step);
        yield;
        if (inMaking !== making) return;
      }
      inUse = making;
      inMaking = null;
    },
  };
}
