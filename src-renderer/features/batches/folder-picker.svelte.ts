import type { FolderView } from '../../../src-main/contract/batch.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { BatchClient } from './batch-client.ts';

/** A folder of this machine while it is being picked. */
export class FolderPicker {
  readonly #client: Pick<BatchClient, 'browseFolder'>;
  view = $state.raw<FolderView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Absolute path of the manifest; '': none. */
  manifest = $state('');
  watch = $state(false);

  constructor(client: Pick<BatchClient, 'browseFolder'>) {
    this.#client = client;
  }

  /** Looks into a folder; null: where the user's files are. */
  async look(folder: string | null): Promise<void> {
    try {
      this.view = await this.#client.browseFolder({ folder });
      this.manifest = '';
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }
}
