import type { SeededRandom } from '../../seeded.ts';
import type { BackgroundFamily } from '../layout.ts';
import { bands, lattice, rosettes, spirals, waves, type Sheet } from './lines.ts';
import { engraving, landscape } from './pictures.ts';
import { emblems, microprint, tint, watermark } from './screens.ts';

/** What is printed on the sheet before the form: SVG in millimetres, which may reach past the sheet's edges. */
export async function printBackground(family: BackgroundFamily, sheet: Sheet, random: SeededRandom): Promise<string> {
  const below = family !== 'plain' && family !== 'tint' && random.chance(0.5) ? tint(sheet, random.child('below')) : '';
  return below + (await ownBackground(family, sheet, random));
}

function ownBackground(family: BackgroundFamily, sheet: Sheet, random: SeededRandom): string | Promise<string> {
  switch (family) {
    case 'plain':
      return '';
    case 'tint':
      return tint(sheet, random);
    case 'waves':
      return waves(sheet, random);
    case 'rosettes':
      return rosettes(sheet, random);
    case 'picture':
      return landscape(sheet, random);
    case 'microprint':
      return microprint(sheet, random);
    case 'void':
    case 'void screen':
      // Its dots are drawn on the page (pantograph.ts).
      return '';
    case 'watermark':
      return watermark(sheet, random);
    case 'lattice':
      return lattice(sheet, random);
    case 'spirals':
      return spirals(sheet, random);
    case 'hatched picture':
      return engraving(sheet, random);
    case 'emblems':
      return emblems(sheet, random);
    case 'bands':
      return bands(sheet, random);
  }
}
