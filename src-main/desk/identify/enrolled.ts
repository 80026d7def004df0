import type { Engine } from '../../engine/engine-types.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import { bySignatory } from '../judge-signatures.ts';
import type { SignatoryTemplates } from '../judge.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { remakeTemplates, templatesFor } from '../templates.ts';
import { shortPlace, shortVector } from './short-vector.ts';
import { SpecimenIndex } from './specimen-index.ts';

/** A signatory on file, found by a short list. */
export interface EnrolledSignatory {
  readonly id: string;
  /** The account's number and holder. */
  readonly account: string;
  readonly holder: string | null;
}

/** Those whose specimens lie nearest, nearest first, of all who are on file. */
export interface ShortList {
  readonly listed: readonly EnrolledSignatory[];
  /** How many signatories were looked through. */
  readonly signatories: number;
}

/**
 * Everybody with a specimen in use, by the vectors that short lists are made from. They are read from the store when they are first
 * asked for, and kept up with it, whoever changes it.
 */
export class EnrolledSignatories {
  readonly #parts: { readonly store: ReferenceStore; readonly engine: Engine; readonly model: ModelInUse };
  #held: { readonly modelHash: string; readonly index: Promise<SpecimenIndex> } | null = null;

  constructor(parts: { readonly store: ReferenceStore; readonly engine: Engine; readonly model: ModelInUse }) {
    this.#parts = parts;
  }

  /**
   * @param template of the questioned signature
   * @param most signatories
   * @throws EngineError, StoreError where missing templates can't be made
   */
  async shortList(template: Float32Array, most: number): Promise<ShortList> {
    const { store, model } = this.#parts;
    const index = await this.#current();
    const vector = shortVector(template, shortPlace(model));
    const signatories = await index.signatories();
    // A signatory has a few specimens, and often all of them lie near.
    for (let count = 4 * most; ; count *= 4) {
      const near = await index.nearest(vector, count);
      const accounts = new Map(near.map(({ signatory, account }) => [signatory, account]));
      if (accounts.size < Math.min(most, signatories) && count < index.size) continue;
      const listed: EnrolledSignatory[] = [];
      for (const [id, account] of [...accounts].slice(0, most)) {
        const known = await store.vectors.accountOf(account);
        if (known) listed.push({ id, account: known.number, holder: known.holder });
      }
      return { listed, signatories };
    }
  }

  /** The specimens to compare with, as a check takes them; null: gone since. */
  async templatesOf({ id, account }: EnrolledSignatory): Promise<SignatoryTemplates | null> {
    const { store, engine, model } = this.#parts;
    const specimens = await store.specimensOf(account, { modelHash: model.hash });
    const own = specimens.filter(({ signatory }) => signatory === id);
    return bySignatory(own, await templatesFor(store, engine, model, own))[0] ?? null;
  }

  /** The index for the model in use; a failed reading is tried again by the next question. */
  async #current(): Promise<SpecimenIndex> {
    const { hash } = this.#parts.model;
    if (this.#held?.modelHash !== hash) {
      void this.#held?.index.then((index) => index.close()).catch(() => undefined);
      this.#held = { modelHash: hash, index: this.#read() };
    }
    const held = this.#held;
    try {
      return await held.index;
    } catch (error) {
      if (this.#held === held) this.#held = null;
      throw error;
    }
  }

  async #read(): Promise<SpecimenIndex> {
    const { store, engine, model } = this.#parts;
    await remakeTemplates(store, engine, model, new AbortController().signal, () => undefined);
    const index = new SpecimenIndex(store, model.hash, shortPlace(model));
    await index.nearest(new Float32Array(shortPlace(model).length), 0);
    // In between other things: what isn't packed by the time the store is locked is packed the next time.
    void index.pack().catch(() => undefined);
    return index;
  }
}
