import type { Engine } from '../../engine/engine-types.ts';
import { exactIndex } from '../../metric/search/exact.ts';
import type { VectorIndex } from '../../metric/search/types.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import { bySignatory } from '../judge-signatures.ts';
import type { SignatoryTemplates } from '../judge.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { templatesFor } from '../templates.ts';
import { shortPlace, shortVector } from './short-vector.ts';

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

interface Held {
  readonly modelHash: string;
  readonly index: VectorIndex;
  /** By specimen. */
  readonly owners: ReadonlyMap<string, EnrolledSignatory>;
  readonly signatories: number;
}

/** Entries of the record that concern no specimen. After any other one the vectors are read anew. */
const unconcerned: ReadonlySet<string> = new Set([
  'logged-on',
  'checked',
  'identified',
  'not-judged',
  'item-settled',
  'decided',
  'decision-undone',
  'decision-confirmed',
  'decision-refused',
  'exported',
  'batch-started',
  'batch-extended',
  'batch-item-moved',
  'batch-paused',
  'batch-resumed',
  'batch-retried',
  'batch-cancelled',
  'batch-closed',
  'policy-in-force',
  'policy-changed',
  'setting-changed',
  'layout-changed',
  'model-in-force',
  'mandate-set',
]);

/**
 * Everybody with a specimen in use, by the vectors that short lists are made from. They are read from the store when they are first
 * asked for, and again after an entry of the record that may concern specimens, whoever made it.
 */
export class EnrolledSignatories {
  readonly #parts: { readonly store: ReferenceStore; readonly engine: Engine; readonly model: ModelInUse };
  #held: Held | null = null;
  #seen = 0;

  constructor(parts: { readonly store: ReferenceStore; readonly engine: Engine; readonly model: ModelInUse }) {
    this.#parts = parts;
  }

  /**
   * @param template of the questioned signature
   * @param most signatories
   * @throws EngineError, StoreError where missing templates can't be made
   */
  async shortList(template: Float32Array, most: number): Promise<ShortList> {
    const { index, owners, signatories } = await this.#current();
    const vector = shortVector(template, shortPlace(this.#parts.model));
    // A signatory has a few specimens, and often all of them lie near.
    for (let count = 4 * most; ; count *= 4) {
      const listed = new Map<string, EnrolledSignatory>();
      for (const { id } of index.nearest(vector, count)) {
        const owner = owners.get(id)!;
        if (listed.size < most) listed.set(owner.id, owner);
      }
      if (listed.size === Math.min(most, signatories) || count >= index.size)
        return { listed: [...listed.values()], signatories };
    }
  }

  /** The specimens to compare with, as a check takes them; null: gone since. */
  async templatesOf({ id, account }: EnrolledSignatory): Promise<SignatoryTemplates | null> {
    const { store, engine, model } = this.#parts;
    const specimens = await store.specimensOf(account, { modelHash: model.hash });
    const own = specimens.filter(({ signatory }) => signatory === id);
    return bySignatory(own, await templatesFor(store, engine, model, own))[0] ?? null;
  }

  async #current(): Promise<Held> {
    const { store, model } = this.#parts;
    const { sequence } = await store.record.head();
    let changed = false;
    for (let after = this.#seen; after < sequence && !changed;) {
      const entries = await store.record.entries({ after, limit: 500 });
      changed = entries.some(({ kind }) => !unconcerned.has(kind));
      after = entries.at(-1)?.sequence ?? sequence;
    }
    if (this.#held?.modelHash !== model.hash || changed) this.#held = await this.#read();
    // Making missing templates puts an entry on record too.
    this.#seen = (await store.record.head()).sequence;
    return this.#held;
  }

  async #read(): Promise<Held> {
    const { store, engine, model } = this.#parts;
    const place = shortPlace(model);
    const index = exactIndex(place.length);
    const owners = new Map<string, EnrolledSignatory>();
    for (const account of await store.listAccounts()) {
      const specimens = await store.specimensOf(account.number, { modelHash: model.hash });
      const vectors = await templatesFor(store, engine, model, specimens);
      for (const { id, signatory } of specimens) {
        index.put(id, shortVector(vectors.get(id)!, place));
        owners.set(id, { id: signatory, account: account.number, holder: account.holder });
      }
    }
    const signatories = new Set([...owners.values()].map(({ id }) => id)).size;
    return { modelHash: model.hash, index, owners, signatories };
  }
}
