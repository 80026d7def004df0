import { micrPitch } from '../../imaging/micr/glyph.ts';
import type { SeededRandom } from '../seeded.ts';
import { accountCount, chequeAccount } from './account.ts';
import type { ChequeAccount } from './account.ts';
import { printBackground } from './backgrounds/background.ts';
import { sheetColour } from './backgrounds/lines.ts';
import { drawPantograph } from './backgrounds/pantograph.ts';
import type { Pantograph } from './backgrounds/pantograph.ts';
import { drawWear } from './conditions.ts';
import type { PaperWear, ScanWishes } from './conditions.ts';
import { fillIn } from './entries.ts';
import type { Entries } from './entries.ts';
import { printForm } from './form.ts';
import type { LaidInSignature } from './laid-in.ts';
import type { LayoutSet } from './layout.ts';
import { layoutsOf } from './layouts/layouts.ts';
import { codedLine } from './micr-line.ts';
import type { CodedAccount, CodedLine } from './micr-line.ts';
import { backSvg, stapleSvg } from './wear.ts';

/** Which cheque to make. The same request gives the same bytes, on the same versions of the libraries. */
export interface ChequeRequest extends ScanWishes {
  readonly seed: number | string;
  /** Which of the seed's cheques, 1 and up; it depends on no other. */
  readonly number: number;
  readonly layouts: LayoutSet;
  /** A scanned signature to lay on instead of synthetic ones; it is the only one. */
  readonly signature?: LaidInSignature | undefined;
}

/** What one cheque of a page is to be. */
export interface ChequeDraft {
  readonly account: ChequeAccount;
  readonly random: SeededRandom;
  readonly wear: PaperWear;
  readonly line: CodedLine;
  readonly hand: string;
  readonly entries: Entries;
  /** Of the background. */
  readonly family: string;
  /** Background, form and typed text, in millimetres. */
  readonly svg: string;
  readonly pantograph: Pantograph | null;
}

/** The coded line of a cheque; a sum for which its form has no room is left out. */
export function lineOn(
  { micr, paper }: ChequeAccount['layout'],
  coded: CodedAccount,
  number: number,
  amount: number | null,
): CodedLine {
  const line = codedLine(coded, number, amount);
  const room = (micr.right ?? paper.width - 5) - (micr.left ?? 5);
  // A press may set it wider than the standard asks by a fiftieth.
  return line.places.length * micrPitch * 1.02 > room ? codedLine(coded, number, null) : line;
}

/**
 * Draws all that is printed and written on a cheque, but for its signatures.
 *
 * @param plain whether nothing happened to the paper.
 */
export async function draftCheque(request: ChequeRequest, random: SeededRandom, plain: boolean): Promise<ChequeDraft> {
  const { seed, layouts, signature } = request;
  const heldOut = layouts === 'held-out';
  const key = signature ? ['writer', signature.writer] : [seed, random.child('account').integer(accountCount)];
  const account = chequeAccount([layouts, ...key], layoutsOf(layouts));
  const { layout, printing } = account;
  const wear = plain
    ? { folds: 0, staple: false, shadow: false, showThrough: 0, stamps: 0 }
    : drawWear(random.child('wear'), heldOut);
  const hand = `${layouts} hand ${String(random.integer(14))}`;
  const entries = fillIn(account, hand, random.child('entries'), heldOut);
  const numbering = random.child('number');
  const number = 1 + numbering.integer(9000);
  const coded = account.coded.scheme.startsWith('us') && numbering.chance(0.12) ? entries.sum : null;
  const line = lineOn(account.layout, account.coded, number, coded);
  const family = printing.child('family').pick(layout.backgrounds);
  const hue = printing.child('hue').pick(layout.hues) + printing.child('hue').uniform(-12, 12);
  const strength = printing.child('strength').uniform(heldOut ? 0.6 : 0.7, heldOut ? 1.4 : 1.25);
  const background = await printBackground(family, { ...layout.paper, hue, strength }, printing.child('background'));
  const pantograph =
    family === 'void' || family === 'void screen'
      ? await drawPantograph(
          layout.paper,
          family === 'void screen',
          sheetColour(hue, 0.2 * strength),
          printing.child('pantograph'),
        )
      : null;
  const style = {
    ink: printing.child('ink').pick(['#333', '#444', `hsl(${String(Math.round(hue))},40%,28%)`, '#2a2a2a']),
    accent: printing
      .child('accent')
      .pick([`hsl(${String(Math.round(hue))},60%,30%)`, `hsl(${String(Math.round(hue))},50%,38%)`, '#333']),
    logo: printing.child('logo').integer(5),
    whiteAmount: printing.child('amount').chance(0.6),
  };
  const form = printForm(
    layout,
    { ...account.names, number: String(number).padStart(6, '0'), year: '20' },
    style,
    printing.child('form'),
  );
  const back = wear.showThrough > 0 ? backSvg(layout.paper, wear.showThrough, random.child('back')) : '';
  const staple = wear.staple ? stapleSvg(random.child('staple')) : '';
  return {
    account,
    random,
    wear,
    line,
    hand,
    entries,
    family,
    pantograph,
    svg: background + back + form + entries.typed + staple,
  };
}
