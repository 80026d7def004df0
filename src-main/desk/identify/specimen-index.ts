import { setImmediate as nextTurn } from 'node:timers/promises';
import { growingIndex, type GrowingIndex } from '../../metric/search/growing-index.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import type { VectorOwner, VectorPlace } from '../../store/vectors.ts';

/** A specimen in use and how far its short vector lies from the questioned one's. */
export interface NearSpecimen extends VectorOwner {
  readonly squaredDistance: number;
}

/** So many vectors that are in no block are worth a block: they take a tenth of a second to open one by one. */
const leastPacked = 256;

interface Held {
  readonly index: GrowingIndex;
  readonly owners: Map<string, VectorOwner>;
  /** How many signatories these are; null: to be counted. */
  signatories: number | null;
  sequence: number;
}

/**
 * The short vectors of every specimen in use, in memory while the store is unlocked. Read from the store's sealed blocks when first asked for; then
 * kept up, entry of the record by entry, with whatever this or another program enrols, retires, confirms or erases.
 */
export class SpecimenIndex {
  readonly #store: ReferenceStore;
  readonly #modelHash: string;
  readonly #place: VectorPlace;
  #held: Held | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;
  #making: Promise<void> | null = null;

  /** @param place which of a template's numbers the short vector is */
  constructor(store: ReferenceStore, modelHash: string, place: VectorPlace) {
    this.#store = store;
    this.#modelHash = modelHash;
    this.#place = place;
  }

  /** Specimens that it held when it was last asked; 0 before. */
  get size(): number {
    return this.#held?.index.size ?? 0;
  }

  /** Bytes of vectors and sketches in memory. */
  get bytes(): number {
    return this.#held?.index.bytes ?? 0;
  }

  /** Signatories who have a specimen in it. */
  async signatories(): Promise<number> {
    const held = await this.#current();
    held.signatories ??= new Set([...held.owners.values()].map(({ signatory }) => signatory)).size;
    return held.signatories;
  }

  /**
   * Specimens nearest to a short vector, nearest first, as the store is now.
   * @throws StoreError; RangeError where the vector isn't one of this model's
   */
  async nearest(questioned: Float32Array, count: number): Promise<NearSpecimen[]> {
    const { index, owners } = await this.#current();
    return index.nearest(questioned, count).map(({ id, squaredDistance }) => ({ ...owners.get(id)!, squaredDistance }));
  }

  /** Reads the vectors, if that hasn't been done, and waits until searches are as quick as they get. @throws StoreError */
  async ready(): Promise<void> {
    await this.#current();
    await this.#making;
  }

  /** Puts vectors that are in no block yet into blocks, so that the next unlocking is quick. @throws StoreError */
  async pack(): Promise<number> {
    let packed = 0;
    for (;;) {
      const more = this.#closed ? 0 : await this.#store.vectors.pack(this.#modelHash, this.#place, leastPacked);
      if (more === 0) return packed;
      packed += more;
    }
  }

  /** Forgets everything. */
  close(): void {
    this.#closed = true;
    this.#held = null;
  }

  /** One at a time, so that no change is taken in twice or before an earlier one. */
  #current(): Promise<Held> {
    const current = this.#queue.then(() => this.#bringUp());
    this.#queue = current.catch(() => undefined);
    return current;
  }

  async #bringUp(): Promise<Held> {
    const held = this.#held;
    const changes = held && (await this.#store.vectors.changesSince(held.sequence, this.#modelHash, this.#place));
    if (!held || !changes) {
      this.#held = await this.#load();
      this.#prepare(this.#held.index);
      return this.#held;
    }
    for (const specimen of changes.removed) {
      held.index.remove(specimen);
      held.owners.delete(specimen);
    }
    for (const { vector, ...owner } of changes.put) {
      held.index.put(owner.specimen, vector);
      held.owners.set(owner.specimen, owner);
    }
    held.sequence = changes.sequence;
    if (changes.removed.length + changes.put.length > 0) held.signatories = null;
    if (changes.put.length > 0) this.#prepare(held.index);
    return held;
  }

  async #load(): Promise<Held> {
    const { owners, values, sequence } = await this.#store.vectors.load(this.#modelHash, this.#place);
    const ids = owners.map(({ specimen }) => specimen);
    const byId = new Map(owners.map((owner) => [owner.specimen, owner]));
    return { index: growingIndex(this.#place.length, ids, values), owners: byId, signatories: null, sequence };
  }

  /** Makes what a large index needs to be quick, in between other things; until then searches are exact. */
  #prepare(index: GrowingIndex): void {
    this.#making ??= (async () => {
      for (const making = index.prepare(); !making.next().done;) {
        await nextTurn();
        if (this.#closed || this.#held?.index !== index) break;
      }
      this.#making = null;
    })();
  }
}
