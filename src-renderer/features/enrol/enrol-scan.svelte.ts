import type { Box } from '../../../src-main/contract/box.ts';
import type { Client } from '../../../src-main/contract/calls.ts';
import type { SpecimenPreview } from '../../../src-main/contract/enrol.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';
import { failureOf } from '../../failure.ts';
import { sizeRefusal, type IncomingScan } from '../desk/files.ts';

let nextId = 1;

/** One scan to be enrolled: opened, boxed, and shown as it would go on file. */
export class EnrolScan {
  readonly id = nextId++;
  readonly name: string;
  readonly #client: Client;
  readonly #incoming: IncomingScan;
  #gone = false;

  scan = $state.raw<OpenScan | null>(null);
  /** The signature's box; null: the whole picture. */
  box = $state.raw<Box | null>(null);
  clean = $state.raw<Uint8Array | null>(null);
  problem = $state<string | null>(null);

  /** `waiting`: opened, and the dry run hasn't spoken of it yet. */
  readonly state: 'reading' | 'waiting' | 'clean' | 'problem' = $derived.by(() => {
    if (this.problem !== null) return 'problem';
    if (this.scan === null) return 'reading';
    return this.clean === null ? 'waiting' : 'clean';
  });

  constructor(client: Client, incoming: IncomingScan) {
    this.#client = client;
    this.#incoming = incoming;
    this.name = incoming.name;
  }

  /** Reads and opens the scan; a failure becomes its problem. */
  async open(): Promise<void> {
    this.problem = sizeRefusal(this.#incoming.size);
    if (this.problem !== null) return;
    try {
      const bytes = await this.#incoming.bytes();
      const scan = await this.#client.openScan({ name: this.name, bytes, page: 0 });
      if (this.#gone) {
        void this.#client.closeScan({ scan: scan.scan }).catch(() => undefined);
        return;
      }
      this.scan = scan;
      this.box = scan.region;
    } catch (error) {
      if (!this.#gone) this.problem = failureOf(error).message;
    }
  }

  /** Takes what the dry run says. */
  take(preview: SpecimenPreview): void {
    this.clean = preview.problem === null ? preview.clean : null;
    this.problem = preview.problem;
  }

  /** Forgets what the dry run said. */
  wait(): void {
    this.clean = null;
    this.problem = null;
  }

  /** Takes the scan off the page; the app is told to forget it. */
  close(): void {
    if (this.scan !== null) void this.#client.closeScan({ scan: this.scan.scan }).catch(() => undefined);
    this.forget();
  }

  /** Forgets the scan here; the app forgets its scans by itself when the store locks. */
  forget(): void {
    this.#gone = true;
    this.scan = null;
    this.clean = null;
  }
}
