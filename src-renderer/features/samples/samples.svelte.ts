import type { Client, ResponseOf } from '../../../src-main/contract/calls.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { Desk } from '../desk/desk.svelte.ts';

type SampleCheque = ResponseOf<'sampleCheques'>['cheques'][number];

/** The sample accounts and the cheques that go with them. */
export class Samples {
  readonly #client: Client;
  readonly #loaded: () => Promise<void>;
  cheques = $state.raw<readonly SampleCheque[] | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** @param loaded called when the sample accounts came into the store: they bring layouts with them */
  constructor(client: Client, loaded: () => Promise<void>) {
    this.#client = client;
    this.#loaded = loaded;
  }

  /** Puts the sample accounts into the store (harmless where they are) and fetches the cheques. */
  async load(alreadyInStore: boolean): Promise<void> {
    if (this.loading || this.cheques !== null) return;
    this.loading = true;
    this.failure = null;
    try {
      if (!alreadyInStore) {
        await this.#client.loadSamples({});
        await this.#loaded();
      }
      this.cheques = (await this.#client.sampleCheques({})).cheques;
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.loading = false;
    }
  }

  /** Opens one sample cheque as if it had been dropped, and brings it to the front. */
  open(cheque: SampleCheque, desk: Desk): void {
    const scan = { name: cheque.name, size: cheque.bytes.byteLength, bytes: () => Promise.resolve(cheque.bytes) };
    desk.add([scan], cheque.account);
    const added = desk.cheques.at(-1);
    if (added) desk.select(added);
  }

  clear(): void {
    this.cheques = null;
  }
}
