import type { Client } from '../../../src-main/contract/calls.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';

/**
 * A scan that the app holds for this window: one for all cheques on it, closed when the last of them is let go. The app
 * works on the page that was turned to last, so a call about a page turns to it first where another one is up.
 */
export class HeldScan {
  readonly #client: Client;
  readonly #scan: string;
  #page: number;
  #users = 1;
  /** Turns go one after the other. */
  #turns: Promise<unknown> = Promise.resolve();

  constructor(client: Client, opened: OpenScan) {
    this.#client = client;
    this.#scan = opened.scan;
    this.#page = opened.page;
  }

  /** One more cheque uses the scan. */
  share(): void {
    this.#users++;
  }

  /** One cheque less uses the scan; the app is told to forget it after the last. */
  release(): void {
    this.#users--;
    if (this.#users === 0) void this.#client.closeScan({ scan: this.#scan }).catch(() => undefined);
  }

  /** Turns to a page. Rejects with a CallFailure. */
  turn(page: number): Promise<OpenScan> {
    const turned = this.#turns.then(async () => {
      const scan = await this.#client.turnPage({ scan: this.#scan, page });
      this.#page = page;
      return scan;
    });
    this.#turns = turned.catch(() => undefined);
    return turned;
  }

  /** Makes a call about a page. Rejects with a CallFailure. */
  async onPage<Answer>(page: number, call: () => Promise<Answer>): Promise<Answer> {
    await this.#turns;
    if (this.#page !== page) await this.turn(page);
    return call();
  }
}
