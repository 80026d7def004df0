/** The share of a normal distribution below a deviation (logistic, right to a hundredth). */
const below = (deviation: number): number => 1 / (1 + Math.exp(-1.702 * deviation));

/** A rectangle of ink, in pixels; `slope` leans it about `pivot`, `blur` is a standard deviation. */
export interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pivot: number;
  readonly slope: number;
  readonly blur: number;
  readonly strength: number;
}

/** Adds a rectangle to the ink (0 to 1; `width * rows`), softened by its blur. */
export function layRectangle(ink: Float32Array, width: number, rows: number, rectangle: Rectangle): void {
  const { left, right, top, bottom, pivot, slope, blur, strength } = rectangle;
  if (right <= left || bottom <= top) return;
  const deviation = Math.hypot(blur, 0.29);
  const reach = 3 * deviation;
  for (let row = Math.max(0, Math.floor(top - reach)); row <= Math.min(rows - 1, bottom + reach); row += 1) {
    const y = row + 0.5;
    const down = below((y - top) / deviation) - below((y - bottom) / deviation);
    const shift = -slope * (y - pivot);
    const first = Math.max(0, Math.floor(left + shift - reach));
    for (let column = first; column <= Math.min(width - 1, right + shift + reach); column += 1) {
      const x = column + 0.5 - shift;
      const across = below((x - left) / deviation) - below((x - right) / deviation);
      ink[row * width + column]! += strength * down * across;
    }
  }
}
