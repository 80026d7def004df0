/** Things to borrow one at a time: whoever asks first gets the next one that is free. */
export interface Slots<T> {
  /** Resolves with a free one. */
  take(): Promise<T>;
  /** Gives one back. */
  put(slot: T): void;
}

/** Makes slots of things that are all free. */
export function createSlots<T>(all: Iterable<T>): Slots<T> {
  const free = [...all];
  const asking: ((slot: T) => void)[] = [];
  return {
    take() {
      const slot = free.shift();
      if (slot !== undefined) return Promise.resolve(slot);
      return new Promise((resolve) => asking.push(resolve));
    },
    put(slot) {
      const next = asking.shift();
      if (next) next(slot);
      else free.push(slot);
    },
  };
}
