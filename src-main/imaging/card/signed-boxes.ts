import type { Box } from '../image.ts';
import type { AskedCheque } from '../signatures/ask-net.ts';
import { logOddsAt } from '../signatures/net-said.ts';

/** Fainter than this nothing counts as ink, as the net saw it. */
const faintest = 26;
/** A signature has so many pixels of ink at least, weighted by their probability. */
const leastMass = 45;
/** Of the ink in a signed box this share is a signature's at least, by its probability; print alone is hardly any. */
const leastShare = 0.4;

/**
 * Which boxes of a card are signed, by what the ink net says of the ink in them: empty ones and those with print alone aren't.
 * @param asked what the net said of the whole card
 */
export function signedBoxes({ said, scale }: AskedCheque, boxes: readonly Box[]): boolean[] {
  return boxes.map((box) => {
    const right = Math.min(said.width, Math.floor((box.x + box.width) / scale));
    const bottom = Math.min(said.height, Math.floor((box.y + box.height) / scale));
    let [mass, ink] = [0, 0];
    for (let y = Math.ceil(box.y / scale); y < bottom; y += 1) {
      for (let x = Math.ceil(box.x / scale); x < right; x += 1) {
        if (said.ink[y * said.width + x]! < faintest) continue;
        ink += 1;
        mass += 1 / (1 + Math.exp(-logOddsAt(said, x, y)));
      }
    }
    return mass >= leastMass && mass >= leastShare * ink;
  });
}
