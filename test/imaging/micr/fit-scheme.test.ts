import { describe, expect, it } from 'vitest';
import { withoutHook } from '../../../src-main/imaging/micr/fit-scheme.ts';
import type { CellReading } from '../../../src-main/imaging/micr/read-cells.ts';
import { bandPitch } from '../../../src-main/imaging/micr/straighten.ts';

/** Places of a line: a space leaves one empty, a letter after `~` is read but not beyond doubt, `?` is in doubt. */
function places(line: string): CellReading[] {
  const cells: CellReading[] = [];
  let edge = 3 * bandPitch;
  let shaky = false;
  for (const character of line) {
    if (character === '~') {
      shaky = true;
      continue;
    }
    const doubtful = character === '?';
    if (character !== ' ')
      cells.push({
        cell: { edge, measured: true },
        likely: [{ character: doubtful ? '7' : character, confidence: doubtful ? 0.5 : 0.99 }],
        agreement: shaky || doubtful ? 0.58 : 0.95,
        rival: 0.4,
        ink: 0.3,
      });
    edge += bandPitch;
    shaky = false;
  }
  return cells;
}

const read = (line: string, font: 'e13b' | 'cmc7' = 'e13b') =>
  withoutHook(places(line), font)
    .map(({ likely, agreement }) => (agreement < 0.5 ? '?' : likely[0]?.character))
    .join('');

describe('a hook at the end of a field', () => {
  it.each([
    ['⑆086190219⑆ 69306557⑈ 2313~⑇ ⑇0000015491⑇', '⑆086190219⑆69306557⑈2313⑇0000015491⑇'],
    ['⑈004021⑈ 87⑉8835⑆ 09668673⑈?', '⑈004021⑈87⑉8835⑆09668673⑈'],
  ])('is left out of %s, which fits a scheme without it', (line, wanted) => {
    expect(read(line)).toBe(wanted);
  });

  it.each([
    ['beyond doubt', '⑆086190219⑆ 69306557⑈ 2313⑇ ⑇0000015491⑇'],
    ['of a line that fits with it', '⑆087979154⑆ 871971910⑈ 482~9'],
    ['in the midst of a field', '⑆086190219⑆ 693~⑇06557⑈ 2313 ⑇0000015491⑇'],
    ['of a line that no scheme knows', '⑈0007955⑈ ⑆4295381⑆ 7863422734⑉87~⑈'],
    ['that another place could be as well', '⑈004021⑈~⑉ 87⑉8835⑆ 09668673⑈~⑉'],
  ])('stays where it is %s', (_, line) => {
    expect(withoutHook(places(line), 'e13b')).toHaveLength(places(line).length);
  });
});
