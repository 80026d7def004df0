/** Connected marks of a mask, by their number from 1. */
export interface Components {
  /** Number of the component each pixel belongs to, 0 for none. */
  readonly labels: Int32Array;
  readonly count: number;
  /** For each component (index 1 and up): pixels, and bounding box edges (inclusive). */
  readonly area: Int32Array;
  readonly left: Int32Array;
  readonly top: Int32Array;
  readonly right: Int32Array;
  readonly bottom: Int32Array;
}

/**
 * Labels 8-connected components, numbered in reading order of their first pixel.
 *
 * @param mask `width * height`, non-zero where marked.
 */
export function labelComponents(mask: Uint8Array, width: number, height: number): Components {
  const labels = new Int32Array(width * height);
  const parents: number[] = [0];
  const find = (label: number): number => {
    let root = label;
    while (parents[root]! !== root) root = parents[root]!;
    while (parents[label]! !== root) {
      const next = parents[label]!;
      parents[label] = root;
      label = next;
    }
    return root;
  };
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      const at = start + column;
      if (!mask[at]) continue;
      let label = column > 0 ? labels[at - 1]! : 0;
      if (row > 0) {
        for (let step = column > 0 ? -1 : 0; step <= (column < width - 1 ? 1 : 0); step += 1) {
          const above = labels[at - width + step]!;
          if (!above) continue;
          if (!label) label = above;
          else if (label !== above) {
            const one = find(label);
            const other = find(above);
            if (one < other) parents[other] = one;
            else parents[one] = other;
          }
        }
      }
      if (!label) {
        label = parents.length;
        parents.push(label);
      }
      labels[at] = label;
    }
  }
  const numbers = new Int32Array(parents.length);
  let count = 0;
  for (let label = 1; label < parents.length; label += 1) {
    const root = find(label);
    numbers[label] = root === label ? ++count : numbers[root]!;
  }
  const area = new Int32Array(count + 1);
  const left = new Int32Array(count + 1).fill(width);
  const top = new Int32Array(count + 1).fill(height);
  const right = new Int32Array(count + 1).fill(-1);
  const bottom = new Int32Array(count + 1).fill(-1);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (!labels[at]) continue;
      const label = numbers[labels[at]!]!;
      labels[at] = label;
      area[label]! += 1;
      if (column < left[label]!) left[label] = column;
      if (column > right[label]!) right[label] = column;
      if (row < top[label]!) top[label] = row;
      if (row > bottom[label]!) bottom[label] = row;
    }
  }
  return { labels, count, area, left, top, right, bottom };
}
