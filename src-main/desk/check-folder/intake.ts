import type { Batch, BatchFile, BatchItem } from '../../store/batches.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import { listFolder, type FoundFile } from './list-folder.ts';
import { nothingSaid, readManifest, type Manifest } from './manifest.ts';
import { SettledFiles } from './settled-files.ts';

/** An item as the folder's files are held against it. */
interface KnownItem extends BatchFile {
  readonly id: string;
  state: BatchItem['state'];
}

/** Items that are read or added at once. */
const chunk = 500;

const sameFile = (a: FoundFile, b: FoundFile): boolean => a.size === b.size && a.modified === b.modified;

/**
 * Brings a batch up to its folder: new files become items; a file that was moved or renamed stays the item it was; one that was
 * written again takes the place of what wasn't judged.
 */
export class FolderIntake {
  readonly #store: ReferenceStore;
  readonly #batch: Batch;
  readonly #operator: string;
  readonly #leaveOut: ReadonlySet<string>;
  readonly #settled = new SettledFiles();
  readonly #byFile = new Map<string, KnownItem>();
  readonly #byIdentity = new Map<string, KnownItem>();
  readonly #byId = new Map<string, KnownItem>();
  #last: string | null = null;
  #manifest: Manifest | null = null;
  #looking: Promise<FolderLook> | null = null;

  constructor(store: ReferenceStore, batch: Batch, operator: string, leaveOut: ReadonlySet<string>) {
    this.#store = store;
    this.#batch = batch;
    this.#operator = operator;
    this.#leaveOut = leaveOut;
  }

  /** Reads the manifest and the items there are. @param each is given every item @throws CallFailure `bad-manifest` */
  async load(each: (item: BatchItem) => void): Promise<void> {
    const { manifest, folder } = this.#batch;
    this.#manifest = manifest === null ? null : await readManifest(manifest, folder);
    await this.#takeNew(each);
  }

  /** An item was judged, or couldn't be. */
  mark(item: string, state: BatchItem['state']): void {
    const known = this.#byId.get(item);
    if (known) known.state = state;
  }

  /** Looks through the folder once; calls that come while it looks share its outcome. @throws CallFailure `no-folder` */
  look(): Promise<FolderLook> {
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #look(): Promise<FolderLook> {
    const { folder, id } = this.#batch;
    const listing = await listFolder(folder, this.#leaveOut);
    const present = new Set(listing.files.map(({ file }) => file));
    const other = listing.files.filter((found) => !this.#isKnown(found));
    const { ready, growing } = this.#settled.look(other, Date.now());
    const fresh: BatchFile[] = [];
    let changed = 0;
    for (const found of ready) {
      const known = this.#itemOf(found, present);
      const file = { ...found, ...this.#said(found.file) };
      if (!known) fresh.push(file);
      else {
        changed += 1;
        await this.#store.batches.setFile(known.id, file, this.#operator);
        const again = known.state === 'failed' && !sameFile(known, found);
        this.#keep({ ...known, ...file, state: again ? 'waiting' : known.state });
      }
    }
    for (let at = 0; at < fresh.length; at += chunk)
      await this.#store.batches.add(id, fresh.slice(at, at + chunk), this.#operator);
    if (fresh.length > 0) await this.#takeNew(() => undefined);
    return { added: fresh.length, changed, growing, unreadable: listing.unreadable };
  }

  /** Whether the batch has this very file already, and knows what the manifest says of it. */
  #isKnown(found: FoundFile): boolean {
    const known = this.#byFile.get(found.file);
    if (!known || !sameFile(known, found)) return false;
    const { account, amount, date } = this.#said(found.file);
    return known.state !== 'waiting' || (known.account === account && known.amount === amount && known.date === date);
  }

  /** The item that a file belongs to already; null: it is a new one. */
  #itemOf(found: FoundFile, present: ReadonlySet<string>): KnownItem | null {
    const here = this.#byFile.get(found.file);
    // A name that is used again after its cheque was judged is another cheque.
    if (here) return here.state === 'judged' && !sameFile(here, found) ? null : here;
    const moved = found.identity === null ? undefined : this.#byIdentity.get(found.identity);
    return moved && sameFile(moved, found) && !present.has(moved.file) ? moved : null;
  }

  #said(file: string): Pick<BatchFile, 'account' | 'amount' | 'date'> {
    return this.#manifest?.of(file) ?? nothingSaid;
  }

  async #takeNew(each: (item: BatchItem) => void): Promise<void> {
    for (;;) {
      const items = await this.#store.batches.items(this.#batch.id, { after: this.#last, limit: chunk });
      for (const item of items) {
        each(item);
        if (item.cheque === 0) this.#keep(item);
        this.#last = item.id;
      }
      if (items.length < chunk) return;
    }
  }

  #keep(item: KnownItem): void {
    const { id, file, size, modified, identity, account, amount, date, state } = item;
    const before = this.#byId.get(id);
    if (before && this.#byFile.get(before.file) === before) this.#byFile.delete(before.file);
    const known: KnownItem = { id, file, size, modified, identity, account, amount, date, state };
    this.#byId.set(id, known);
    this.#byFile.set(file, known);
    if (identity !== null) this.#byIdentity.set(identity, known);
  }
}

/** What one look found. */
export interface FolderLook {
  readonly added: number;
  /** Items whose file was moved or written again. */
  readonly changed: number;
  /** Files that are still being written. */
  readonly growing: number;
  readonly unreadable: readonly string[];
}
