import { cardScanner } from './card-scanner.ts';
import { encode, renderTrace, toGrey } from './render.ts';
import { seededRandom } from './seeded.ts';
import { writeGenuine } from './signer.ts';
import type { Signer } from './signer.ts';

/** Dots per inch of a loose signature. */
const dotsPerInch = 200;

/**
 * A synthetic signer's own signature as a specimen card of 200 dpi is scanned, in grey. A signer writes as large as on generated
 * cheques, and always about as large. The same signer and repetition give the same bytes.
 *
 * @param repetition which of this signer's signatures, any whole number
 * @returns a PNG file
 */
export async function looseSignature(signer: Signer, repetition: number): Promise<Uint8Array> {
  const seed = `${String(signer.seed)} ${String(repetition)}`;
  const size = seededRandom('loose size', signer.seed).uniform(1.05, 1.75);
  const trace = writeGenuine(signer, `loose ${String(repetition)}`);
  const larger = {
    ...trace,
    points: trace.points.map((point) => ({ ...point, x: point.x * size, y: point.y * size })),
  };
  const picture = renderTrace(larger, {
    dpi: dotsPerInch,
    effects: cardScanner(seededRandom('loose signature', seed)),
    seed,
  });
  return encode(toGrey(picture), { type: 'png' }, dotsPerInch);
}
