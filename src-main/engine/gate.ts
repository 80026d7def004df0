/** Holds a batch back while the desk is at work: the desk holds the gate, the batch passes only when nobody does. */
export interface Gate {
  /** Shuts the gate until the returned function is called (once or more often). Several may hold it. */
  hold(): () => void;
  /** Resolves when nobody holds the gate; at once where that is now. */
  passed(): Promise<void>;
  readonly held: boolean;
}

/** Makes an open gate. */
export function createGate(): Gate {
  let holders = 0;
  let waiting: (() => void)[] = [];
  return {
    hold() {
      holders += 1;
      let holding = true;
      return () => {
        if (!holding) return;
        holding = false;
        holders -= 1;
        if (holders > 0) return;
        const released = waiting;
        waiting = [];
        for (const pass of released) pass();
      };
    },
    async passed() {
      while (holders > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    get held() {
      return holders > 0;
    },
  };
}
