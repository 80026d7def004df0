/**
 * Vectors one after another in one piece of memory, by id. Rows stay without gaps: where one is taken out, the last one
 * takes its place.
 */
export class VectorRows {
  readonly dimension: number;
  #values: Float32Array;
  readonly #ids: string[];
  readonly #rowOf = new Map<string, number>();

  /**
   * @param dimension numbers a vector, 1 and up
   * @param ids of the vectors in `values`, in their order; each once
   * @param values taken over, not copied: `ids.length` vectors one after another
   * @throws RangeError where these don't fit each other, an id comes twice or a value isn't finite
   */
  constructor(dimension: number, ids: readonly string[] = [], values: Float32Array = new Float32Array(0)) {
    if (!Number.isInteger(dimension) || dimension < 1)
      throw new RangeError(`A vector has 1 or more numbers, not ${dimension}.`);
    if (values.length !== ids.length * dimension)
      throw new RangeError(`${ids.length} vectors of ${dimension} numbers aren't ${values.length} numbers.`);
    requireFinite(values);
    this.dimension = dimension;
    this.#values = values;
    this.#ids = [...ids];
    this.#ids.forEach((id, row) => this.#rowOf.set(id, row));
    if (this.#rowOf.size !== ids.length) throw new RangeError('An id comes twice.');
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Rows one after another; what lies past the last row means nothing. Another piece of memory after a `put`. */
  get values(): Float32Array {
    return this.#values;
  }

  /** The row's id. An arrow, so that it can be handed on by itself. */
  readonly idOf = (row: number): string => this.#ids[row]!;

  rowOf(id: string): number | null {
    return this.#rowOf.get(id) ?? null;
  }

  /** Adds or replaces a vector (copied). @returns its row @throws RangeError as the constructor */
  put(id: string, vector: Float32Array): number {
    this.requireFitting(vector);
    const row = this.#rowOf.get(id) ?? this.#ids.length;
    if (row === this.#ids.length) {
      if ((row + 1) * this.dimension > this.#values.length) {
        const grown = new Float32Array(Math.max(64, Math.ceil(row * 1.25)) * this.dimension);
        grown.set(this.#values);
        this.#values = grown;
      }
      this.#ids.push(id);
      this.#rowOf.set(id, row);
    }
    this.#values.set(vector, row * this.dimension);
    return row;
  }

  /** Takes a vector out; the last row moves to its row. @returns that row, or null where there was none */
  remove(id: string): number | null {
    const row = this.#rowOf.get(id);
    if (row === undefined) return null;
    const last = this.#ids.length - 1;
    const lastId = this.#ids[last]!;
    const { dimension } = this;
    this.#values.copyWithin(row * dimension, last * dimension, (last + 1) * dimension);
    this.#values.fill(0, last * dimension, (last + 1) * dimension);
    this.#ids[row] = lastId;
    this.#ids.pop();
    this.#rowOf.set(lastId, row);
    this.#rowOf.delete(id);
    return row;
  }

  /** @throws RangeError where a vector has another length or holds something that isn't a finite number */
  requireFitting(vector: Float32Array): void {
    if (vector.length !== this.dimension)
      throw new RangeError(`A vector of ${vector.length} numbers doesn't fit an index of ${this.dimension}.`);
    requireFinite(vector);
  }
}

function requireFinite(values: Float32Array): void {
  // A sum of float32 values in float64 can't overflow, so it is finite exactly when each of them is.
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  if (!Number.isFinite(sum)) throw new RangeError("A vector holds something that isn't a finite number.");
}
