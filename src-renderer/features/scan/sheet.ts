import type { Box } from '../../../src-main/contract/box.ts';
import type { ReadCheque, ToPage } from '../../../src-main/contract/reading.ts';
import type { OpenScan } from '../../../src-main/contract/scan.ts';
import { boxBetween, type Point, type Size } from './box-geometry.ts';
import { boundsOf, cornersOf } from './marks.ts';

/** What lies in the scan's frame: the page as it was scanned, or one cheque of it, upright. */
export interface Sheet {
  readonly kind: 'page' | 'upright';
  readonly size: Size;
  readonly picture: Uint8Array;
  readonly pictureType: OpenScan['pictureType'];
  /** Where a point of the page lies on the sheet. */
  fromPage(point: Point): Point;
  /** The smallest box on the page, in whole pixels of it, that holds a box of the sheet. */
  boxOnPage(box: Box): Box;
}

/** The page as it was scanned. */
export function pageSheet(scan: OpenScan): Sheet {
  return {
    kind: 'page',
    size: { width: scan.width, height: scan.height },
    picture: scan.picture,
    pictureType: scan.pictureType,
    fromPage: (point) => point,
    boxOnPage: (box) => box,
  };
}

/** A cheque of the page by itself and upright; null where the page's own picture shows it so. */
export function uprightSheet(scan: OpenScan, cheque: ReadCheque): Sheet | null {
  if (cheque.upright === null) return null;
  const { toPage } = cheque;
  return {
    kind: 'upright',
    size: { width: cheque.width, height: cheque.height },
    ...cheque.upright,
    fromPage: (point) => backFromPage(toPage, point),
    boxOnPage: (box) => {
      const { x, y, width, height } = boundsOf(cornersOf(box).map((corner) => onPage(toPage, corner)));
      return boxBetween({ x, y }, { x: x + width, y: y + height }, scan);
    },
  };
}

/** Where a point of the straightened cheque lies on its page. */
export function onPage(toPage: ToPage, { x, y }: Point): Point {
  return { x: toPage.a * x + toPage.c * y + toPage.e, y: toPage.b * x + toPage.d * y + toPage.f };
}

/** Where a point of the page lies on the straightened cheque. */
export function backFromPage({ a, b, c, d, e, f }: ToPage, point: Point): Point {
  const area = a * d - b * c;
  const x = point.x - e;
  const y = point.y - f;
  return { x: (d * x - c * y) / area, y: (a * y - b * x) / area };
}

/** Corners on the page (in order round) as points of a sheet. */
export function cornersOn(sheet: Sheet, corners: readonly (readonly [number, number])[]): Point[] {
  return corners.map(([x, y]) => sheet.fromPage({ x, y }));
}

/** The upright box round corners of the page, in whole pixels of a sheet and inside it. */
export function boxOn(sheet: Sheet, corners: readonly (readonly [number, number])[]): Box {
  const { x, y, width, height } = boundsOf(cornersOn(sheet, corners));
  return boxBetween({ x, y }, { x: x + width, y: y + height }, sheet.size);
}
