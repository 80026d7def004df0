import type { ChequeTruth } from '../../contract/cheque-truth.ts';
import type { EvaluateChequesOutput } from '../../contract/cli-evaluate.ts';
import type { Box } from '../../contract/box.ts';
import type { LineScore, SignaturesScore } from './score-page.ts';

/** What one true cheque came to. */
export interface ChequeScore {
  readonly found: boolean;
  /** Of the scan; null: nothing tells. */
  readonly dotsPerInch: number | null;
  /** null: the cheque has no line. */
  readonly line: LineScore | null;
  /** What was read of the line and of the account. */
  readonly text: string | null;
  readonly account: string | null;
  /** Kinds of the findings that refuse the scan. */
  readonly refused: readonly string[];
  /** null: unsigned, or the ink isn't known. */
  readonly inkF1: number | null;
}

/** What one picture came to. */
export interface PictureScore {
  readonly signatures: SignaturesScore;
  /** Of each signature that an edge cuts off and that was found at all: whether that was told. */
  readonly cutOff: readonly boolean[];
  /** One a true cheque, in their order. */
  readonly cheques: readonly ChequeScore[];
  readonly found: readonly { readonly box: Box; readonly confidence: number | null }[];
  readonly timings: Readonly<Record<string, number>>;
}

type Rates = Omit<EvaluateChequesOutput, 'verification' | 'counts'>;
type Tone = ChequeTruth['tone'];
type Font = 'e13b' | 'cmc7';

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** From this resolution on a scan's MICR line counts with the others; below it is apart. Tags round. */
const leastResolution = 195;

/** Sums scores of pictures to rates. */
export class ChequeTally {
  readonly #counts = {
    pictures: 0,
    unreadable: 0,
    cheques: 0,
    chequesFound: 0,
    signatures: 0,
    found: 0,
    false: 0,
    cutOff: 0,
    cutOffTold: 0,
    unsigned: 0,
    unsignedRight: 0,
    refused: 0,
    accounts: 0,
    accountsRight: 0,
    inkMasks: 0,
  };
  readonly #ink: Record<Tone, number[]> = { grey: [], colour: [], bitonal: [] };
  readonly #lines = { whole: emptyFonts(), below200: emptyFonts() };

  /** Takes a picture's score in. */
  add(truth: ChequeTruth, score: PictureScore): void {
    const counts = this.#counts;
    counts.pictures += 1;
    counts.cheques += truth.cheques.length;
    counts.signatures += score.signatures.signatures.length;
    counts.found += score.signatures.signatures.filter(({ found }) => found).length;
    counts.false += score.signatures.wrong.length;
    counts.cutOff += score.cutOff.length;
    counts.cutOffTold += score.cutOff.filter((told) => told).length;
    counts.unsigned += score.signatures.unsigned.length;
    counts.unsignedRight += score.signatures.unsigned.filter(({ right }) => right).length;
    for (const [at, cheque] of score.cheques.entries()) {
      const { micr, account } = truth.cheques[at]!;
      if (cheque.found) counts.chequesFound += 1;
      if (cheque.refused.length > 0) counts.refused += 1;
      if (account !== null) {
        counts.accounts += 1;
        if (cheque.account === account) counts.accountsRight += 1;
      }
      if (cheque.inkF1 !== null) this.#ink[truth.tone].push(cheque.inkF1);
      if (micr && cheque.line) this.#addLine(micr.font, cheque.dotsPerInch, cheque.line);
    }
  }

  /** Takes in a picture that couldn't be opened: nothing on it was found. */
  addUnreadable(truth: ChequeTruth): void {
    this.#counts.pictures += 1;
    this.#counts.unreadable += 1;
    for (const { signatures, micr, inkMask, account } of truth.cheques) {
      this.#counts.cheques += 1;
      this.#counts.signatures += signatures.length;
      if (signatures.length === 0) this.#counts.unsigned += 1;
      if (account !== null) this.#counts.accounts += 1;
      if (inkMask !== null && signatures.length > 0) this.#ink[truth.tone].push(0);
      if (micr) this.#addLine(micr.font, truth.dotsPerInch, { right: false, sureWrong: false });
    }
  }

  rates(): Rates {
    const { signatures, found, cheques, unsigned, unsignedRight } = this.#counts;
    const mean = (values: readonly number[]) =>
      shareOf(
        values.reduce((sum, value) => sum + value, 0),
        values.length,
      );
    const { grey, colour, bitonal } = this.#ink;
    return {
      found: shareOf(found, signatures),
      falsePerCheque: shareOf(this.#counts.false, cheques),
      unsignedRight: shareOf(unsignedRight, unsigned),
      inkF1: { grey: mean(grey), colour: mean(colour), bitonal: mean(bitonal) },
      micr: { ...ratesOf(this.#lines.whole), below200: ratesOf(this.#lines.below200) },
    };
  }

  counts(): EvaluateChequesOutput['counts'] {
    const { grey, colour, bitonal } = this.#ink;
    return { ...this.#counts, inkMasks: grey.length + colour.length + bitonal.length };
  }

  #addLine(font: Font, dotsPerInch: number | null, { right, sureWrong }: LineScore): void {
    const low = dotsPerInch !== null && dotsPerInch < leastResolution;
    const sums = (low ? this.#lines.below200 : this.#lines.whole)[font];
    sums.lines += 1;
    if (right) sums.right += 1;
    if (sureWrong) sums.sureWrong += 1;
  }
}

interface LineSums {
  lines: number;
  right: number;
  sureWrong: number;
}

function emptyFonts(): Record<Font, LineSums> {
  return { e13b: { lines: 0, right: 0, sureWrong: 0 }, cmc7: { lines: 0, right: 0, sureWrong: 0 } };
}

function ratesOf(fonts: Record<Font, LineSums>) {
  const rates = ({ lines, right, sureWrong }: LineSums) => ({
    lines,
    right: shareOf(right, lines),
    sureWrong: shareOf(sureWrong, lines),
  });
  return { e13b: rates(fonts.e13b), cmc7: rates(fonts.cmc7) };
}
