import type { WriteStream } from 'node:tty';

/** A bar on one line of a terminal; nothing at all where the output isn't one. */
export interface ProgressBar {
  /** `total` 0: how much there is to do isn't known yet. */
  show(task: string, done: number, total: number): void;
  clear(): void;
}

const cells = 30;

/** The bar's line, as in `Reading [#####-----] 50 of 100`. */
export function barLine(task: string, done: number, total: number): string {
  if (total <= 0) return `${task} … ${String(done)}`;
  const filled = Math.round(cells * Math.min(1, Math.max(0, done / total)));
  return `${task} [${'#'.repeat(filled)}${'-'.repeat(cells - filled)}] ${String(done)} of ${String(total)}`;
}

/** Draws progress on a terminal, at most ten times a second. */
export function drawProgress(output: Pick<WriteStream, 'isTTY' | 'write'>): ProgressBar {
  let shown = false;
  let last = 0;
  return {
    show(task, done, total) {
      if (!output.isTTY) return;
      const now = performance.now();
      const finished = total > 0 && done >= total;
      if (shown && !finished && now - last < 100) return;
      last = now;
      shown = true;
      output.write(`\r\u001b[2K${barLine(task, done, total)}`);
      if (finished) this.clear();
    },
    clear() {
      if (!shown) return;
      shown = false;
      output.write('\r\u001b[2K');
    },
  };
}
