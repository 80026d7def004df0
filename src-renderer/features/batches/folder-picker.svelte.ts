import type { FolderView } from '../../../src-main/contract/batch.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { BatchClient } from './batch-client.ts';

/** A folder of this machine while it is being picked. */
export class FolderPicker {
  readonly #client: Pick<BatchClient, 'browseFolder'>;
  #asked = 0;
  view = $state.raw<FolderView | null>(null);
  /** The path in the field. */
  typed = $state('');
  failure = $state.raw<Failure | null>(null);
  /** Absolute path of the manifest; '': none. */
  manifest = $state('');
  watch = $state(false);

  constructor(client: Pick<BatchClient, 'browseFolder'>) {
    this.#client = client;
  }

  /** Looks into a folder; null: where the user's files are. The last folder asked for is shown, and what was typed meanwhile stays. */
  async look(folder: string | null): Promise<void> {
    const asked = ++this.#asked;
    const before = this.typed;
    try {
      const view = await this.#client.browseFolder({ folder });
      if (asked !== this.#asked) return;
      this.view = view;
      if (this.typed === before) this.typed = view.folder;
      this.manifest = '';
      this.failure = null;
    } catch (error) {
      if (asked === this.#asked) this.failure = failureOf(error);
    }
  }
}
