/** Scans for the tests of the engine: a pen stroke by formula, as a scanner would give it. */
import sharp from 'sharp';

/** A grey JPEG of a signature-like stroke on noisy paper; the same for the same numbers. */
export async function signatureScan(number: number, width = 600, height = 240): Promise<Uint8Array> {
  const paper = new Uint8Array(width * height);
  let seed = number * 2654435761 + 12345;
  for (let at = 0; at < paper.length; at += 1) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    paper[at] = 225 + (seed >>> 29);
  }
  const nib = Math.max(2, Math.round(height / 90));
  const steps = width * 6;
  for (let step = 0; step < steps; step += 1) {
    const along = step / steps;
    const x = width * (0.12 + 0.74 * along + 0.04 * Math.sin(along * (29 + number)));
    const y = height * (0.5 + 0.27 * Math.sin(along * (23 + 3 * number) + number) * Math.cos(along * 3 + number / 2));
    for (let dy = -nib; dy <= nib; dy += 1) {
      for (let dx = -nib; dx <= nib; dx += 1) {
        if (dx * dx + dy * dy > nib * nib) continue;
        const at = Math.round(y + dy) * width + Math.round(x + dx);
        if (at >= 0 && at < paper.length) paper[at] = 45;
      }
    }
  }
  const bytes = await sharp(paper, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .jpeg({ quality: 88 })
    .toBuffer();
  return new Uint8Array(bytes);
}
