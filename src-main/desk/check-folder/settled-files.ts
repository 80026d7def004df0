import type { FoundFile } from './list-folder.ts';

/** A file that nobody has written to for so long has stopped growing. */
const quietMilliseconds = 10_000;
/** A file that was written to just now, or whose clock can't be trusted, has to look the same for so long. */
const sameMilliseconds = 2000;

/** Tells the files that have stopped growing from those that are still being written. */
export class SettledFiles {
  #waiting = new Map<string, { readonly size: number; readonly modified: number; readonly since: number }>();

  /**
   * @param files those that aren't in the batch yet
   * @param now milliseconds since 1970
   */
  look(files: readonly FoundFile[], now: number): { readonly ready: FoundFile[]; readonly growing: number } {
    const waiting = new Map<string, { size: number; modified: number; since: number }>();
    const ready: FoundFile[] = [];
    for (const found of files) {
      const { file, size, modified } = found;
      const before = this.#waiting.get(file);
      const same = before?.size === size && before.modified === modified;
      const since = same ? before.since : now;
      if (now - modified >= quietMilliseconds || now - since >= sameMilliseconds) ready.push(found);
      else waiting.set(file, { size, modified, since });
    }
    this.#waiting = waiting;
    return { ready, growing: waiting.size };
  }
}
