import { CallFailure, type Handlers } from '../../contract/calls.ts';
import type { Alignment, CheckResult, Crop } from '../../contract/check.ts';
import type { Box } from '../../contract/box.ts';
import type { Corners } from '../../contract/reading.ts';
import type { OpenScan } from '../../contract/scan.ts';
import { EngineError } from '../../engine/engine-error.ts';
import { accountFromName } from '../account-pattern.ts';
import { decide, summaryOf } from '../decide.ts';
import type { DeskSession } from '../desk-session.ts';
import type { HeldScan } from '../open-scans.ts';
import { pngSize } from '../png-size.ts';
import { layoutRegion, verifyCheque, type CheckedCheque } from '../verify-cheque.ts';

type ChequeCalls =
  'openScan' | 'turnPage' | 'closeScan' | 'mendMicr' | 'checkCheque' | 'decide' | 'undoDecision' | 'recentChecks';

/** Pictures of a scan sent to the window are no wider than this. */
const previewWidth = 2400;

const crop = (png: Uint8Array, dotsPerInch: number | null): Crop => ({ png, ...pngSize(png), dotsPerInch });

/** The corners of a box that lies straight on the page. */
const cornersOf = ({ x, y, width, height }: Box): Corners => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** Calls about scans, checks and decisions. */
export function chequeHandlers(session: DeskSession): Pick<Handlers, ChequeCalls> {
  const { options } = session;

  async function view(held: HeldScan, page: number): Promise<OpenScan> {
    const { store } = session;
    const { scan, preview } = await session.engine.read({ bytes: held.bytes, page, preview: previewWidth });
    if (!preview) throw new Error('The engine left out the picture of the scan.');
    const account = accountFromName(session.accountPattern, held.name);
    const known = account === null ? null : await store.findAccount(account);
    return {
      scan: held.scan,
      name: held.name,
      format: scan.format,
      page: scan.page,
      pages: scan.pages,
      width: scan.width,
      height: scan.height,
      dotsPerInch: scan.dotsPerInch,
      picture: preview.bytes,
      pictureType: preview.mediaType,
      account: known?.number ?? account,
      accountKnown: known !== null,
      region: known ? await layoutRegion(store, known.number, scan) : null,
      reading: null,
    };
  }

  const pages = new Map<string, number>();

  return {
    async openScan({ name, bytes, page }) {
      void session.store;
      const held = session.scans.add(name, bytes);
      try {
        const opened = await view(held, page);
        pages.set(held.scan, page);
        return opened;
      } catch (error) {
        session.scans.close(held.scan);
        throw error;
      }
    },

    async turnPage({ scan, page }) {
      const opened = await view(session.scans.get(scan), page);
      pages.set(scan, page);
      return opened;
    },

    closeScan({ scan }) {
      session.scans.close(scan);
      pages.delete(scan);
      return Promise.resolve({});
    },

    mendMicr({ scan }) {
      session.scans.get(scan);
      throw new CallFailure({ fault: 'no-micr', message: 'No MICR line was read on this scan. Type the account.' });
    },

    async checkCheque({ scan, account, region }) {
      const from = performance.now();
      const held = session.scans.get(scan);
      try {
        const checked = await verifyCheque(
          {
            store: session.store,
            engine: session.engine,
            model: session.model,
            thresholds: session.thresholds,
            policyHash: session.policyHash,
            operator: options.operator,
            known: session.known,
          },
          { bytes: held.bytes, name: held.name, page: pages.get(scan) ?? 0, account, region },
        );
        const result = await forWindow(session, held.name, checked, from);
        options.log('checked', {
          verdict: result.verdict,
          specimens: result.specimens.length,
          milliseconds: Math.round(result.timings.total),
        });
        return result;
      } catch (error) {
        const origin = error instanceof EngineError ? error.origin : 'other';
        options.log('check-refused', { origin });
        throw error;
      }
    },

    async decide(request) {
      const decision = await decide(session.store, request, options.operator);
      options.log('decided', { decision: request.decision });
      return { decision: decision.id, operator: decision.operator, at: decision.at };
    },

    async undoDecision({ decision }) {
      await session.store.undoDecision(decision, 'taken back in the window', options.operator);
      return {};
    },

    async recentChecks({ limit }) {
      const checks = await session.store.recentChecks(limit);
      return { checks: checks.map(summaryOf) };
    },
  };
}

/** How the questioned signature is laid over a specimen that the explanation left out: another signatory's. */
async function laidOver(session: DeskSession, referencePng: Uint8Array, questionedPng: Uint8Array): Promise<Alignment> {
  const { scale, rotation, shiftX, shiftY, overlap } = await session.engine.align({ referencePng, questionedPng });
  return { scale, rotation, dx: shiftX, dy: shiftY, overlap };
}

/** A check with its pictures, laid out for the window: each specimen with how to lay it over the questioned signature. */
async function forWindow(
  session: DeskSession,
  scanName: string,
  checked: CheckedCheque,
  from: number,
): Promise<CheckResult> {
  const { judgement, examined } = checked;
  const { dotsPerInch } = examined.scan;
  const specimens: CheckResult['specimens'] = [];
  for (const each of judgement.distances) {
    const specimen = checked.specimens.find(({ id }) => id === each.specimen);
    if (!specimen) continue;
    const png = await specimen.cleanPng();
    const alignment =
      checked.explanation.alignments.get(each.specimen) ?? (await laidOver(session, png, examined.cleanPng));
    specimens.push({ ...each, clean: crop(png, null), alignment });
  }
  const { decode, clean, embed } = examined.timings;
  const judged = {
    verdict: judgement.verdict,
    score: judgement.score,
    bands: judgement.bands,
    signatory: judgement.signatory.id,
    signatoryName: judgement.signatory.name,
    specimens,
    reasons: [...checked.reasons],
    why: checked.explanation.why,
    straightened: judgement.straightened,
  };
  const questioned = {
    asScanned: crop(examined.cropPng, dotsPerInch),
    clean: crop(examined.cleanPng, dotsPerInch),
  };
  return {
    check: checked.check,
    at: checked.at,
    account: checked.account.number,
    scanName,
    ...judged,
    region: examined.region,
    inkBox: examined.inkBox,
    questioned,
    signatures: [
      {
        found: null,
        decides: true,
        region: examined.region,
        inkBox: examined.inkBox,
        corners: cornersOf(examined.inkBox),
        confidence: null,
        cutOff: false,
        judged,
        problem: null,
        questioned,
      },
    ],
    cheque: 0,
    metric: session.model.metric.kind,
    model: { id: session.model.id, title: session.model.title, hash: session.model.hash },
    policyHash: session.policyHash,
    provider: checked.provider,
    timings: { decode, clean, embed, compare: checked.compareMilliseconds, total: performance.now() - from },
  };
}
