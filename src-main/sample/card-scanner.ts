import type { ScannerEffects } from './render.ts';
import type { seededRandom } from './seeded.ts';

/** What a branch's scanner adds to a signature on a white card; another one each time it is asked for. */
export function cardScanner(random: ReturnType<typeof seededRandom>): ScannerEffects {
  const tone = random.integer(16);
  return {
    paper: [253 - tone, 252 - tone, 248 - tone],
    noise: random.uniform(0.5, 3),
    shade: random.uniform(0, 10),
    blur: random.uniform(0.2, 0.8),
  };
}
