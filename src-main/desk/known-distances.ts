import { createHash } from 'node:crypto';

/** Distances of one template to several, in their order. */
export type MeasureDistances = (from: Float32Array, to: readonly Float32Array[]) => Promise<readonly number[]>;

/** 10,000 signatories of four specimens: some 15 MB. */
const defaultMost = 60_000;

/**
 * Distances that were measured before, for as long as the store is open: those among a signatory's specimens are the same
 * at every check. They are found by what they were made from, model and both templates whole, so that a specimen that was
 * replaced or made again never meets a value that isn't its own. Holds no template; the longest unused go first.
 */
export class KnownDistances {
  readonly #most: number;
  readonly #distances = new Map<string, number>();

  /** @param most how many pairs are kept, 0 or more */
  constructor(most = defaultMost) {
    this.#most = most;
  }

  /** How many pairs are kept. */
  get size(): number {
    return this.#distances.size;
  }

  /**
   * Distances among templates, symmetric, with a zero diagonal; only pairs that aren't known are measured.
   *
   * @param modelHash SHA-256 of the model's manifest
   * @param measure a distance that is the same both ways round
   * @throws what `measure` does
   */
  async among(modelHash: string, templates: readonly Float32Array[], measure: MeasureDistances): Promise<number[][]> {
    const digests = templates.map(digestOf);
    const table = templates.map(() => templates.map(() => 0));
    for (const [row, from] of templates.entries()) {
      const missing: number[] = [];
      for (let column = row + 1; column < templates.length; column++) {
        const known = this.#take(keyOf(modelHash, digests[row]!, digests[column]!));
        if (known === undefined) missing.push(column);
        else table[row]![column] = known;
      }
      if (missing.length > 0) {
        const measured = await measure(
          from,
          missing.map((column) => templates[column]!),
        );
        for (const [at, column] of missing.entries()) {
          const distance = measured[at]!;
          table[row]![column] = distance;
          this.#keep(keyOf(modelHash, digests[row]!, digests[column]!), distance);
        }
      }
      for (let column = row + 1; column < templates.length; column++) table[column]![row] = table[row]![column]!;
    }
    return table;
  }

  /** A known distance, which becomes the latest used. */
  #take(key: string): number | undefined {
    const known = this.#distances.get(key);
    if (known === undefined) return undefined;
    this.#distances.delete(key);
    this.#distances.set(key, known);
    return known;
  }

  #keep(key: string, distance: number): void {
    this.#distances.set(key, distance);
    for (const oldest of this.#distances.keys()) {
      if (this.#distances.size <= this.#most) return;
      this.#distances.delete(oldest);
    }
  }
}

/** SHA-256 of the template's bytes, in base64. */
function digestOf(template: Float32Array): string {
  const bytes = new Uint8Array(template.buffer, template.byteOffset, template.byteLength);
  return createHash('sha256').update(bytes).digest('base64');
}

/** The same for a pair whatever its order. */
function keyOf(modelHash: string, a: string, b: string): string {
  return `${modelHash} ${a < b ? a + b : b + a}`;
}
