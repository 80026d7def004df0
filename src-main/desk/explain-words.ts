import type { Difference } from '../contract/check.ts';
import type { MeasuredDifference } from './explain-differences.ts';

/** "22 %", or "4.1 %" below ten. */
const percent = (value: number): string => `${value < 9.95 ? value.toFixed(1) : value.toFixed(0)} %`;

const ratio = (value: number): string => value.toFixed(value < 9.95 ? 1 : 0);

/** "3 to 5" or, where both read the same, "3"; `more` follows each number. */
const span = (lowest: number, highest: number, text: (value: number) => string): string =>
  text(lowest) === text(highest) ? text(lowest) : `${text(lowest)} to ${text(highest)}`;

const side = (degrees: number): 'left' | 'right' | null =>
  Math.round(degrees) === 0 ? null : degrees > 0 ? 'right' : 'left';
const turn = (degrees: number): string => `${Math.abs(Math.round(degrees))}°`;

/** "lean 1° to 3° to the left", "lean from 2° to the left to 3° to the right", "stand upright". */
function slants(lowest: number, highest: number, many: boolean): string {
  const [lean, stand] = many ? ['lean', 'stand'] : ['leans', 'stands'];
  const [low, high] = [side(lowest), side(highest)];
  if (low === null && high === null) return `${stand} upright`;
  if (low === high) {
    const [near, far] = low === 'left' ? [highest, lowest] : [lowest, highest];
    return `${lean} ${span(near, far, turn)} to the ${low}`;
  }
  const from = low === null ? 'upright' : `${turn(lowest)} to the ${low}`;
  const to = high === null ? 'upright' : `${turn(highest)} to the ${high}`;
  return `${lean} from ${from} to ${to}`;
}

function textOf({ kind, questioned, middle, lowest, highest, specimens }: MeasuredDifference): string {
  const many = specimens > 1;
  const theSpecimens = many ? 'the specimens' : 'the specimen';
  const percents = span(lowest, highest, percent);
  switch (kind) {
    case 'proportions': {
      const how = questioned > middle ? 'Wider for its height' : 'Taller for its width';
      return `${how}: ${ratio(questioned)} times as wide as high; ${theSpecimens} ${span(lowest, highest, ratio)} times.`;
    }
    case 'slant': {
      const here = slants(questioned, questioned, false);
      return `${here[0]!.toUpperCase()}${here.slice(1)}; ${theSpecimens} ${slants(lowest, highest, many)}.`;
    }
    case 'missing-stroke':
      return many
        ? `A stroke that the specimens share isn't here: ${percent(questioned)} of the length of their strokes.`
        : `A stroke of the specimen isn't here: ${percent(questioned)} of the length of its strokes.`;
    case 'extra-stroke':
      return `A stroke that ${many ? 'no specimen has' : "the specimen doesn't have"}: ${percent(questioned)} of the length of the strokes.`;
    case 'tremor':
      return `Less steady strokes: their edges waver by ${percent(questioned)} of the stroke width; in ${theSpecimens} by ${percents}.`;
    case 'pressure':
      return `The stroke width varies ${questioned > middle ? 'more' : 'less'}, as it does with the pen's pressure: by ${percent(questioned)}; in ${theSpecimens} by ${percents}.`;
    case 'spacing':
      return `${questioned > middle ? 'More' : 'Less'} space between its parts: ${percent(questioned)} of its width; in ${theSpecimens} ${percents}.`;
  }
}

const units = {
  proportions: '',
  slant: '°',
  'missing-stroke': '%',
  'extra-stroke': '%',
  tremor: '%',
  pressure: '%',
  spacing: '%',
} as const;

/** A measured difference in words for the clerk: what is seen and by how much, never what it may mean. */
export function describeDifference(difference: MeasuredDifference): Difference {
  const { kind, questioned, middle } = difference;
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return {
    kind,
    text: textOf(difference),
    questioned: rounded(questioned),
    specimens: rounded(middle),
    unit: units[kind],
  };
}
