/** So many seconds before it locks, the window says so. */
const warningSeconds = 20;

/** A clock that tests can set. */
export interface Clock {
  now(): number;
  every(milliseconds: number, run: () => void): () => void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, run) {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
};

const inputEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'drop', 'dragover'] as const;

/**
 * Locks after so many seconds without input, by the wall clock, so that a machine that slept locks when it wakes.
 * Warns in the last {@link warningSeconds}.
 */
export class IdleLock {
  readonly #seconds: () => number;
  readonly #lock: () => void;
  readonly #clock: Clock;
  #lastInput = 0;
  /** Seconds until it locks, while the warning is up; null otherwise. */
  remaining = $state<number | null>(null);

  constructor(seconds: () => number, lock: () => void, clock: Clock = systemClock) {
    this.#seconds = seconds;
    this.#lock = lock;
    this.#clock = clock;
  }

  /** Listens to input and watches the clock; returns the function that stops both. */
  watch(target: EventTarget): () => void {
    const input = () => this.input();
    this.input();
    for (const name of inputEvents) target.addEventListener(name, input, { passive: true, capture: true });
    const stop = this.#clock.every(500, () => this.tick());
    return () => {
      stop();
      this.remaining = null;
      for (const name of inputEvents) target.removeEventListener(name, input, { capture: true });
    };
  }

  /** The clerk did something. */
  input(): void {
    this.#lastInput = this.#clock.now();
    this.remaining = null;
  }

  /** Looks at the clock: warns, locks, or does nothing. */
  tick(): void {
    const limit = this.#seconds();
    if (limit <= 0) {
      this.remaining = null;
      return;
    }
    const left = limit - (this.#clock.now() - this.#lastInput) / 1000;
    if (left <= 0) {
      this.remaining = null;
      this.#lastInput = this.#clock.now();
      this.#lock();
    } else {
      this.remaining = left <= Math.min(warningSeconds, limit / 2) ? Math.ceil(left) : null;
    }
  }
}
