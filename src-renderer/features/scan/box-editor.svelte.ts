import type { Box } from '../../../src-main/contract/box.ts';
import {
  boxBetween,
  handles,
  moveBox,
  resizeBox,
  wholePage,
  type Handle,
  type Point,
  type Size,
} from './box-geometry.ts';
import { fitBox, fitPage, keepInSight, pagePoint, zoomAt, type Viewport } from './viewport.ts';

/** Margin round the page in its frame, in CSS pixels. */
const margin = 10;

/** A press on the box moves it from so many CSS pixels on, so that a click or a trembling hand changes nothing. */
const leastMove = 4;

/** A drag under way. `moved`: it has left its place. */
type Drag =
  | {
      readonly kind: 'move' | 'resize';
      readonly from: Point;
      readonly box: Box;
      readonly handle: Handle | null;
      moved: boolean;
    }
  | { readonly kind: 'draw'; readonly from: Point }
  | { readonly kind: 'pan'; readonly at: Point; readonly viewport: Viewport };

/** The signature box on a page: how the page lies in its frame, and what the pointer does to it. Points are the frame's. */
export class BoxEditor {
  readonly page: Size;
  readonly #commit: (box: Box | null) => void;
  #drag: Drag | null = null;
  #own: Viewport | null = $state.raw(null);

  frame = $state.raw<Size>({ width: 0, height: 0 });
  /** The box while it is dragged; null: the one that is set counts. */
  draft = $state.raw<Box | null>(null);
  /** The next drag draws a new box. */
  drawing = $state(false);

  readonly viewport: Viewport = $derived.by(() =>
    this.#own === null ? fitPage(this.page, this.frame, margin) : keepInSight(this.#own, this.page, this.frame, margin),
  );
  readonly zoomed = $derived(this.#own !== null);

  constructor(page: Size, commit: (box: Box | null) => void) {
    this.page = page;
    this.#commit = commit;
  }

  zoomBy(factor: number, at: Point = { x: this.frame.width / 2, y: this.frame.height / 2 }): void {
    const next = zoomAt(this.viewport, factor, at, this.page, this.frame, margin);
    const whole = fitPage(this.page, this.frame, margin);
    this.#own = next.scale <= whole.scale * 1.001 ? null : next;
  }

  panBy(dx: number, dy: number): void {
    if (this.#own === null) return;
    this.#own = keepInSight(
      { ...this.viewport, x: this.viewport.x + dx, y: this.viewport.y + dy },
      this.page,
      this.frame,
      margin,
    );
  }

  fit(): void {
    this.#own = null;
  }

  /** Brings the box near. */
  zoomTo(box: Box): void {
    this.#own = fitBox(box, this.page, this.frame, margin);
  }

  /** Begins a drag on a handle, on the box, or on the page: there it draws where there is no box, and pans otherwise. */
  press(at: Point, on: Handle | 'box' | 'page', box: Box | null, mayEdit: boolean): void {
    const from = pagePoint(this.viewport, at);
    if (mayEdit && (this.drawing || (box === null && on === 'page' && !this.zoomed)))
      this.#drag = { kind: 'draw', from };
    else if (mayEdit && box !== null && on !== 'page') {
      this.#drag =
        on === 'box'
          ? { kind: 'move', from, box, handle: null, moved: false }
          : { kind: 'resize', from, box, handle: handles.find((handle) => handle === on) ?? null, moved: true };
    } else this.#drag = { kind: 'pan', at, viewport: this.viewport };
  }

  /** Follows the pointer. */
  move(at: Point): void {
    const drag = this.#drag;
    if (drag === null) return;
    if (drag.kind === 'pan') {
      if (this.#own === null) return;
      const moved = { ...drag.viewport, x: drag.viewport.x + at.x - drag.at.x, y: drag.viewport.y + at.y - drag.at.y };
      this.#own = keepInSight(moved, this.page, this.frame, margin);
      return;
    }
    const to = pagePoint(this.viewport, at);
    const dx = to.x - drag.from.x;
    const dy = to.y - drag.from.y;
    if (drag.kind === 'draw') {
      this.draft = boxBetween(drag.from, to, this.page);
      return;
    }
    drag.moved ||= Math.hypot(dx, dy) * this.viewport.scale >= leastMove;
    if (!drag.moved) return;
    if (drag.handle !== null) this.draft = resizeBox(drag.box, drag.handle, dx, dy, this.page);
    else this.draft = moveBox(drag.box, dx, dy, this.page);
  }

  /** Ends the drag and sets the box. A click that drew nothing to speak of sets none. */
  release(): void {
    const drag = this.#drag;
    const draft = this.draft;
    this.#drag = null;
    this.draft = null;
    if (drag === null || drag.kind === 'pan' || draft === null) return;
    const least = 12 / this.viewport.scale;
    if (drag.kind === 'draw' && (draft.width < least || draft.height < least)) return;
    this.drawing = false;
    this.#commit(draft);
  }

  /** Gives the drag up; the box stays as it was. */
  cancel(): void {
    this.#drag = null;
    this.draft = null;
    this.drawing = false;
  }

  /** The box that a first key press starts from where there is none: the middle of the page. */
  startingBox(): Box {
    const page = wholePage(this.page);
    return boxBetween(
      { x: page.width * 0.25, y: page.height * 0.25 },
      { x: page.width * 0.75, y: page.height * 0.75 },
      this.page,
    );
  }
}
