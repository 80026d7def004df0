import { SvelteMap } from 'svelte/reactivity';
import type { BatchItem } from '../../../src-main/contract/batch.ts';
import type { Client } from '../../../src-main/contract/calls.ts';
import type { Crop, CheckResult } from '../../../src-main/contract/check.ts';
import type { Hand } from '../../../src-main/contract/identify.ts';
import { failureOf, type Failure } from '../../failure.ts';

type HandsClient = Pick<Client, 'batchHands' | 'batchItem'>;
type Signature = Hand['signatures'][number];

/** A signature of a hand with its ink and its item, as they are fetched for the screen. */
export interface HandPicture {
  /** null: it couldn't be fetched. */
  readonly item: BatchItem | null;
  readonly clean: Crop | null;
  /** Why there is no picture, in words. */
  readonly problem: string | null;
}

/** Hands that signed for several accounts of a folder, and the one that is looked at. */
export class Hands {
  readonly #client: HandsClient;
  readonly #batch: string;
  /** null: it is being fetched. */
  readonly #pictures = new SvelteMap<string, HandPicture | null>();
  #loading: Promise<void> | null = null;
  list = $state.raw<readonly Hand[]>([]);
  /** Signatures that were compared, and those of another model that couldn't be. null: not asked yet. */
  compared = $state.raw<{ readonly signatures: number; readonly leftOut: number; readonly border: number } | null>(
    null,
  );
  failure = $state.raw<Failure | null>(null);
  /** The group in front; null: none is looked at. */
  shown = $state<string | null>(null);
  readonly hand: Hand | null = $derived.by(() => this.list.find(({ hand }) => hand === this.shown) ?? null);

  constructor(client: HandsClient, batch: string) {
    this.#client = client;
    this.#batch = batch;
  }

  /** Asks for the groups as they are now; while one question is under way another one waits for its answer. Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#ask().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #ask(): Promise<void> {
    try {
      const { hands, ...compared } = await this.#client.batchHands({ batch: this.#batch });
      this.list = hands;
      this.compared = compared;
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** The group that an item's signature belongs to. */
  of(item: string): Hand | null {
    return this.list.find(({ signatures }) => signatures.some((signature) => signature.item === item)) ?? null;
  }

  /** Looks at a group, and fetches its pictures. */
  show(hand: string): void {
    this.shown = hand;
    for (const signature of this.hand?.signatures ?? []) void this.#fetch(signature);
  }

  /** Looks at the next group (1) or the one before (-1). */
  step(by: 1 | -1): void {
    const here = this.list.findIndex(({ hand }) => hand === this.shown);
    const next = this.list[here + by];
    if (next) this.show(next.hand);
  }

  close(): void {
    this.shown = null;
  }

  /** The picture of a signature; null while it is being fetched. */
  picture(signature: Signature): HandPicture | null {
    return this.#pictures.get(keyOf(signature)) ?? null;
  }

  async #fetch(signature: Signature): Promise<void> {
    const key = keyOf(signature);
    const known = this.#pictures.get(key);
    if (known === null || known?.item) return;
    this.#pictures.set(key, null);
    try {
      const { item, result } = await this.#client.batchItem({ item: signature.item });
      const clean = result === null ? null : inkOf(result, signature.decides);
      this.#pictures.set(key, { item, clean, problem: clean === null ? 'No picture of it is kept.' : null });
    } catch (error) {
      // It is asked for again when the group is looked at again.
      this.#pictures.set(key, { item: null, clean: null, problem: failureOf(error).message });
    }
  }
}

const keyOf = ({ item, decides }: Signature) => `${item} ${decides}`;

/** The ink of the signature that decided, or of the other one. */
function inkOf({ signatures, questioned }: CheckResult, decides: boolean): Crop | null {
  if (decides) return questioned.clean;
  return signatures.find((signature) => !signature.decides)?.questioned?.clean ?? null;
}
