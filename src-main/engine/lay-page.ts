/** A page's cheques upright, each ready to be asked about; on two threads where there are two. */
import { performance } from 'node:perf_hooks';
import { planeScale } from '../imaging/cheque-ink/reduced-plane.ts';
import type { RasterImage } from '../imaging/image.ts';
import type { ChequeOnPage } from '../imaging/page/cheque-on-page.ts';
import { lookAtPage } from '../imaging/page/find-cheques.ts';
import type { QualityFinding } from '../imaging/page/quality-finding.ts';
import { askNet, netQuestion, type AskedCheque, type InkNet, type NetQuestion } from '../imaging/signatures/ask-net.ts';
import type { PageBeside } from './page-thread.ts';
import { qualityOf, uprightWithLine, type KnownHints, type UprightWithLine } from './upright-with-line.ts';

/** A cheque upright, and what the ink net says of it. */
export interface LaidCheque extends UprightWithLine {
  /** Asks the ink net, unless it was asked before. */
  ask(): Promise<AskedCheque>;
  /** Milliseconds for which it was asked before. */
  readonly asked: number;
  /** Judges the scan's quality; on two threads that goes on while others are done. */
  judge(hints: KnownHints): Promise<readonly QualityFinding[]>;
}

/** What lies on a page. */
export interface LaidPage {
  readonly overlapping: boolean;
  readonly cheques: readonly LaidCheque[];
  /** Milliseconds of the look at the page. */
  readonly looked: number;
}

/** An image with more samples isn't copied to another thread. */
const mostBeside = 8_000_000;

/**
 * Finds a page's cheques and turns each upright.
 *
 * @param beside hands the page to another thread, for finding, turning and reading lines; meanwhile the net is asked here about the
 *   cheques as they lie, which is the right way up as a rule. null: there is none.
 */
export async function layPage(
  page: RasterImage,
  dotsPerInch: number | null,
  net: InkNet,
  beside: ((page: RasterImage, dotsPerInch: number | null) => PageBeside) | null,
): Promise<LaidPage> {
  if (beside && page.data.length <= mostBeside) return layOnTwo(page, dotsPerInch, net, beside(page, dotsPerInch));
  const from = performance.now();
  const { cheques, overlapping } = lookAtPage(page, dotsPerInch);
  const looked = performance.now() - from;
  const laid = (overlapping ? [] : cheques).map((found) => {
    const upright = uprightWithLine(found);
    const ask = () => askNet(questionOf(upright.cheque, null), net);
    return { ...upright, asked: 0, ask, judge: (hints: KnownHints) => Promise.resolve(qualityOf(upright, hints)) };
  });
  return { overlapping, cheques: laid, looked };
}

async function layOnTwo(
  page: RasterImage,
  dotsPerInch: number | null,
  net: InkNet,
  beside: PageBeside,
): Promise<LaidPage> {
  // While the page is looked at, the net's question is made of it as if it were the cheque.
  const from = performance.now();
  const ofPage = { image: page, question: netQuestion(page, dotsPerInch) };
  let asking = performance.now() - from;
  const { cheques, overlapping, milliseconds: looked } = await beside.look;
  const laid: LaidCheque[] = [];
  for (const [at, found] of (overlapping ? [] : cheques).entries()) {
    const begun = performance.now();
    const question = questionOf(found, ofPage);
    const said = await askNet(question, net);
    const asked = asking + performance.now() - begun;
    asking = 0;
    const upright = await beside.upright(at);
    const again = questionOf(upright.cheque, { image: found.image, question });
    const ask = () => (again === question ? Promise.resolve(said) : askNet(again, net));
    laid.push({ ...upright, asked, ask, judge: (hints) => beside.quality(at, hints) });
  }
  return { overlapping, cheques: laid, looked };
}

/** The net's question about a cheque: the known one where that is the same. */
function questionOf(
  { image, dotsPerInch }: ChequeOnPage,
  known: { readonly image: RasterImage; readonly question: NetQuestion } | null,
): NetQuestion {
  const same = known?.image === image && planeScale(image, dotsPerInch) === known.question.scale;
  return same ? known.question : netQuestion(image, dotsPerInch);
}
