/** Room of a DET plot in its own units; the picture is drawn to the width it is given. */
export const plot = { side: 300, left: 48, top: 10, width: 48 + 300 + 12, height: 10 + 300 + 46 };

/** From a place along the plot, 0 to 1, to the picture's x. */
export const across = (x: number): number => plot.left + x * plot.side;

/** From a place up the plot, 0 to 1, to the picture's y. */
export const down = (y: number): number => plot.top + (1 - y) * plot.side;

/** Places as a path; those that the axes don't reach are left out, but for the first beyond each end. */
export function curvePath(places: readonly { readonly x: number; readonly y: number }[]): string {
  const shown = places.filter((point, index) =>
    [places[index - 1], point, places[index + 1]].some((near) => near && near.x > 0 && near.y > 0),
  );
  return shown
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${down(y).toFixed(1)}`)
    .join('');
}
