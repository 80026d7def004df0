import { randomUUID } from 'node:crypto';
import { CallFailure } from '../contract/calls.ts';
import { largestScanBytes } from '../contract/scan.ts';

/** A scan in memory: its bytes as they came, and what it is called. */
export interface HeldScan {
  readonly scan: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Bytes that all open scans together may hold. */
const largestHeldBytes = 1024 * 1024 * 1024;

/** The scans that the window has open. They live in memory only, and go when the store locks. */
export class OpenScans {
  readonly #scans = new Map<string, HeldScan>();

  /**
   * Keeps a scan.
   * @throws CallFailure `too-large`, `empty` or `too-many-scans`
   */
  add(name: string, bytes: Uint8Array): HeldScan {
    if (bytes.byteLength === 0) {
      throw new CallFailure({ fault: 'empty', message: `${name} is empty (0 bytes). Scan it again.` });
    }
    if (bytes.byteLength > largestScanBytes) {
      const size = Math.round(bytes.byteLength / 2 ** 20);
      throw new CallFailure({
        fault: 'too-large',
        message: `${name} is ${size} MB; scans of up to 64 MB can be read. Scan it at a lower resolution.`,
      });
    }
    let held = bytes.byteLength;
    for (const scan of this.#scans.values()) held += scan.bytes.byteLength;
    if (held > largestHeldBytes) {
      throw new CallFailure({ fault: 'too-many-scans', message: 'Too many large scans are open. Close some first.' });
    }
    const scan: HeldScan = { scan: randomUUID(), name, bytes };
    this.#scans.set(scan.scan, scan);
    return scan;
  }

  /** @throws CallFailure `no-such-scan` where it has been closed. */
  get(scan: string): HeldScan {
    const held = this.#scans.get(scan);
    if (!held) throw new CallFailure({ fault: 'no-such-scan', message: 'This scan is closed. Open it again.' });
    return held;
  }

  close(scan: string): void {
    this.#scans.delete(scan);
  }

  clear(): void {
    this.#scans.clear();
  }
}
