import type { CheckResult } from '../../../src-main/contract/check.ts';
import type { Comparing } from '../result/comparing.ts';

/** How the signatures of the item in front are compared; every item begins side by side, with the nearest specimen. */
export class ItemComparing implements Comparing {
  readonly #result: CheckResult | null;
  overlayShown = $state(false);
  mapShown = $state(false);
  chosen = $state(0);

  constructor(result: CheckResult | null) {
    this.#result = result;
  }

  choose(place: number): boolean {
    if (place < 0 || place >= (this.#result?.specimens.length ?? 0)) return false;
    this.chosen = place;
    return true;
  }

  toggleMap(): void {
    if (!this.#result?.why.map) return;
    this.mapShown = this.overlayShown || !this.mapShown;
    this.overlayShown = false;
  }
}
