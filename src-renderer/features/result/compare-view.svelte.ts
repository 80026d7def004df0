/** The most the signatures are magnified over their fit. */
const largestZoom = 12;

/** One zoom and one shift for every picture of a comparison, so that they move together. */
export class CompareView {
  zoom = $state(1);
  /** Shift in CSS pixels, from the middle of each frame. */
  x = $state(0);
  y = $state(0);
  readonly moved = $derived(this.zoom !== 1 || this.x !== 0 || this.y !== 0);

  /** Magnifies by a factor about a point, given from the middle of its frame. */
  zoomBy(factor: number, at: { x: number; y: number } = { x: 0, y: 0 }): void {
    const zoom = Math.min(largestZoom, Math.max(1, this.zoom * factor));
    const ratio = zoom / this.zoom;
    this.x = at.x - (at.x - this.x) * ratio;
    this.y = at.y - (at.y - this.y) * ratio;
    this.zoom = zoom;
    if (zoom === 1) this.reset();
  }

  panBy(dx: number, dy: number, frame: { width: number; height: number }): void {
    const limit = (length: number) => (length * this.zoom) / 2;
    this.x = Math.min(limit(frame.width), Math.max(-limit(frame.width), this.x + dx));
    this.y = Math.min(limit(frame.height), Math.max(-limit(frame.height), this.y + dy));
  }

  reset(): void {
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
  }

  /** What a key does: plus and minus zoom, 0 fits, arrows shift. True where it was one of them. */
  key(key: string, frame: { width: number; height: number }): boolean {
    const shifts: Record<string, readonly [number, number]> = {
      ArrowLeft: [40, 0],
      ArrowRight: [-40, 0],
      ArrowUp: [0, 40],
      ArrowDown: [0, -40],
    };
    const shift = shifts[key];
    if (shift) this.panBy(shift[0], shift[1], frame);
    else if (key === '+' || key === '=') this.zoomBy(1.25);
    else if (key === '-') this.zoomBy(0.8);
    else if (key === '0') this.reset();
    else return false;
    return true;
  }
}
