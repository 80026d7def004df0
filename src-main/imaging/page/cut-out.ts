import { chain, identity, type Affine } from '../affine.ts';
import type { RasterImage } from '../image.ts';
import { cropImage } from '../plane.ts';
import { cornersOf, wholePage, type ChequeOnPage } from './cheque-on-page.ts';
import { mapOf, type Rectangle } from './rectangle.ts';
import { straighten } from './straighten.ts';
import { quarterTurned, turnedBack } from './turn-cheque.ts';

/** A cheque that lies askew by no more than this, in degrees, is left so: neither the MICR line nor a signature minds. */
export const straightEnough = 0.15;

/**
 * Cuts a rectangle out of a page as an upright picture.
 *
 * @param rectangle in pixels of the page; beyond the page's edge it is cut off there, unless it lies askew.
 * @param onItsSide whether its long side, as it lies, runs down the page: it is turned back by a quarter.
 */
export function cutOut(page: RasterImage, rectangle: Rectangle, onItsSide: boolean): ChequeOnPage {
  const turns = onItsSide ? 1 : 0;
  if (Math.abs(rectangle.angle) <= straightEnough) return cutStraight(page, rectangle, turns);
  const { width, height, angle } = rectangle;
  const across = Math.max(1, Math.round(width));
  const down = Math.max(1, Math.round(height));
  const lying = mapOf(rectangle);
  const back = onItsSide ? 3 : 0;
  const image = quarterTurned(straighten(page, lying, across, down), back);
  const toPage = chain(turnedBack(back, across, down), lying);
  return {
    image,
    corners: cornersOf(toPage, image.width, image.height),
    toPage,
    quarterTurns: turns,
    skew: angle,
    mirrored: false,
    dotsPerInch: null,
    resolutionFrom: null,
  };
}

function cutStraight(page: RasterImage, { x, y, width, height, angle }: Rectangle, turns: 0 | 1): ChequeOnPage {
  const left = Math.min(page.width - 1, Math.max(0, Math.round(x - width / 2)));
  const top = Math.min(page.height - 1, Math.max(0, Math.round(y - height / 2)));
  const box = {
    x: left,
    y: top,
    width: Math.max(1, Math.min(page.width, Math.round(x + width / 2)) - left),
    height: Math.max(1, Math.min(page.height, Math.round(y + height / 2)) - top),
  };
  const whole = box.width === page.width && box.height === page.height;
  if (whole && turns === 0) return { ...wholePage(page), skew: angle };
  const lying = whole ? page : cropImage(page, box);
  const back = turns === 1 ? 3 : 0;
  const image = quarterTurned(lying, back);
  const toPage: Affine = chain(turnedBack(back, box.width, box.height), { ...identity, e: box.x, f: box.y });
  return {
    image,
    corners: cornersOf(toPage, image.width, image.height),
    toPage,
    quarterTurns: turns,
    skew: angle,
    mirrored: false,
    dotsPerInch: null,
    resolutionFrom: null,
  };
}
