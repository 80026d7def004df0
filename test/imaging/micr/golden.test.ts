import { expect, it } from 'vitest';
import { randomConditions } from '../../../scripts/micr/print-conditions.ts';
import { printLine, randomText } from '../../../scripts/micr/print-line.ts';
import { readMicrLine } from '../../../src-main/imaging/micr/read-line.ts';
import { seededRandom } from '../../../src-main/sample/seeded.ts';

/**
 * Lines of every kind and what was read of them, to the character and the doubt: whoever changes the reader sees what
 * changes. `vitest -u` writes the file anew.
 */
it('reads what it read before', { timeout: 60_000 }, async () => {
  const readings = [];
  for (const font of ['e13b', 'cmc7'] as const) {
    for (const [index, dotsPerInch] of [100, 200, 200, 240, 300, 600].entries()) {
      const random = seededRandom('golden', font, index);
      const printed = randomText(font, random);
      const conditions = randomConditions(font, dotsPerInch, 0.5, random);
      const { image } = printLine(font, printed, conditions, random, { width: 203, height: 50 });
      const reading = readMicrLine(image, { dotsPerInch });
      readings.push({
        font,
        dotsPerInch,
        printed: printed.replaceAll(/ +/g, ' '),
        read: reading?.text ?? null,
        sure: reading?.sure ?? false,
        resolution: Math.round(reading?.dotsPerInch ?? 0),
      });
    }
  }
  await expect(`${JSON.stringify(readings, null, 2)}\n`).toMatchFileSnapshot('golden-readings.json');
});
