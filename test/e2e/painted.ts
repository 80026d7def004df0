import type { Page } from 'playwright-core';

/** What the page keeps while it is watched. */
interface Watched {
  paints: number[];
}

/**
 * Measures in the page itself, from now on, how long it takes from a key press until the next cheque's pictures have been
 * painted. The last key before the cheque changes counts.
 */
export async function watchPaints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched: Watched = { paints: [] };
    (globalThis as unknown as { watched: Watched }).watched = watched;
    const inFront = () => document.querySelector<HTMLElement>('[data-item-picture]')?.dataset['itemPicture'] ?? null;
    let pressed: { at: number; item: string | null } | null = null;
    addEventListener('keydown', (event) => (pressed = { at: event.timeStamp, item: inFront() }), true);
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    /** Until a picture is decoded, or was taken away: a promise to decode it may then never be kept. */
    const drawn = async (image: HTMLImageElement) => {
      let decoded = false;
      const settled = () => (decoded = true);
      image.decode().then(settled, settled);
      while (!decoded && image.isConnected) await frame();
    };
    new MutationObserver(() => {
      if (pressed === null || inFront() === null || inFront() === pressed.item) return;
      const { at } = pressed;
      pressed = null;
      // The frame after the one in which everything was drawn: what was asked for is on the screen.
      void Promise.all([...document.querySelectorAll<HTMLImageElement>('main img')].map(drawn))
        .then(frame)
        .then(frame)
        .then(() => watched.paints.push(performance.now() - at));
    }).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-item-picture'],
    });
  });
}

/** Milliseconds from key to paint, of every change of cheque since the watch began. */
export function paints(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.paints);
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
