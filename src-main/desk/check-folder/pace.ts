/** How long back the pace is measured. */
const windowMilliseconds = 60_000;
/** So many have to be done before a pace is told. */
const fewest = 3;

/** How fast a batch goes on, over the last minute. */
export class Pace {
  readonly #now: () => number;
  #started: number;
  #times: number[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#started = now();
  }

  /** One more is done. */
  tick(): void {
    this.#times.push(this.#now());
    this.#forget();
  }

  /** Done a second; null: not known yet. */
  get perSecond(): number | null {
    this.#forget();
    if (this.#times.length < fewest) return null;
    const seconds = Math.min(windowMilliseconds, this.#now() - this.#started) / 1000;
    return seconds > 0 ? this.#times.length / seconds : null;
  }

  /** Seconds until so many more are done; null: not known. */
  secondsFor(left: number): number | null {
    const { perSecond } = this;
    return perSecond === null || left === 0 ? null : left / perSecond;
  }

  #forget(): void {
    const since = this.#now() - windowMilliseconds;
    const first = this.#times.findIndex((time) => time >= since);
    if (first !== 0) this.#times = first < 0 ? [] : this.#times.slice(first);
  }
}
