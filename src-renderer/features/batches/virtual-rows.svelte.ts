import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';

/** Rows beyond the visible ones that are drawn too, so that scrolling meets no gap. */
const overscan = 8;

/** Which rows of a long list are drawn, and where. All rows are equally high. */
export class VirtualRows {
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  items = $state.raw<readonly VirtualItem[]>([]);
  height = $state(0);

  /**
   * @param frame the element that scrolls
   * @param rowHeight in CSS pixels
   * @param changed called with the first and the last row that are drawn now
   */
  constructor(frame: HTMLElement, rowHeight: number, changed: (first: number, last: number) => void) {
    this.#virtualizer = new Virtualizer({
      count: 0,
      getScrollElement: () => frame,
      estimateSize: () => rowHeight,
      overscan,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.#take(changed),
    });
    this.#changed = changed;
  }

  readonly #changed: (first: number, last: number) => void;

  /** Begins to follow the frame; returns the function that stops it. */
  follow(): () => void {
    const stop = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
    this.#take(this.#changed);
    return stop;
  }

  setCount(count: number): void {
    this.#virtualizer.setOptions({ ...this.#virtualizer.options, count });
    this.#virtualizer._willUpdate();
    this.#take(this.#changed);
  }

  /** Scrolls just so far that a row is in sight. */
  bringIntoSight(row: number): void {
    this.#virtualizer.scrollToIndex(row, { align: 'auto' });
  }

  #take(changed: (first: number, last: number) => void): void {
    this.items = this.#virtualizer.getVirtualItems();
    this.height = this.#virtualizer.getTotalSize();
    const first = this.items[0];
    const last = this.items.at(-1);
    if (first && last) changed(first.index, last.index);
  }
}
