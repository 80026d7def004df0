/** One vector of an index and how far it lies from the questioned one. */
export interface Near {
  readonly id: string;
  /** Squared Euclidean distance, 0 and up. */
  readonly squaredDistance: number;
}

/** Vectors by id, searched for those nearest to a questioned one. */
export interface VectorIndex {
  /** How many vectors it holds. */
  readonly size: number;
  /**
   * The vectors nearest to the questioned one, nearest first, equally near ones in order of their ids.
   *
   * @param questioned as long as the index's vectors, all finite
   * @param count at most so many; fewer where the index holds fewer
   * @throws RangeError where the vector has another length or holds something that isn't a finite number
   */
  nearest(questioned: Float32Array, count: number): readonly Near[];
}

/** An index that is kept up as specimens come and go. */
export interface KeptIndex extends VectorIndex {
  /**
   * Adds a vector (copied); one of the same id is replaced.
   * @throws RangeError where it has another length or holds something that isn't a finite number
   */
  put(id: string, vector: Float32Array): void;
  /** Takes a vector out. @returns whether there was one */
  remove(id: string): boolean;
}
