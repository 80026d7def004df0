import type { MendedLine } from './cheque-account.ts';
import type { HeldScan } from './open-scans.ts';
import type { PageReading } from './read-scan.ts';

/**
 * What was read of the pages that the window shows, one a scan. Kept with the scan itself: when that is closed, or the store
 * locks, nothing of it is left.
 */
export class PageReadings {
  readonly #readings = new WeakMap<HeldScan, PageReading>();

  put(scan: HeldScan, reading: PageReading): void {
    this.#readings.set(scan, reading);
  }

  /** The page that is shown now, or null: none was read. */
  of(scan: HeldScan): PageReading | null {
    return this.#readings.get(scan) ?? null;
  }

  /**
   * Puts a clerk's own reading of a cheque's MICR line in the place of what was read; null takes it back.
   * @returns the reading as it is then
   */
  mend(scan: HeldScan, reading: PageReading, cheque: number, line: MendedLine | null): PageReading {
    const mended = new Map(reading.mended);
    if (line) mended.set(cheque, line);
    else mended.delete(cheque);
    const changed = { ...reading, mended };
    this.put(scan, changed);
    return changed;
  }
}
