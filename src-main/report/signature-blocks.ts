import type { EvidenceSheet, SheetSignature } from './evidence-types.ts';
import {
  heading,
  headingHeight,
  tiny,
  tinyLine,
  type Area,
  type Block,
  type Column,
  type PdfPaper,
} from './pdf-paper.ts';
import { drawOverlay, drawPane } from './signature-panes.ts';
import { distanceText, scoreText, verdictWords } from './words.ts';

/** At most so many are shown as pictures; the rest are counted. */
const mostSpecimens = 6;
const mostOthers = 6;

const aroundPanes = headingHeight + tinyLine + 2;
const highestPane = 125;
/** The deciding signature's block is at least so high. */
export const lowestPanes = 58 + aroundPanes;

/** Panes side by side with a caption under each. */
function panes(
  paper: PdfPaper,
  { x, width }: Column,
  y: number,
  height: number,
  shown: readonly { readonly draw: (area: Area) => void; readonly captions: readonly string[] }[],
  places: number,
): void {
  const between = 6;
  const wide = (width - between * (places - 1)) / places;
  for (const [at, { draw, captions }] of shown.entries()) {
    const left = x + at * (wide + between);
    draw({ x: left, y, width: wide, height });
    for (const [line, caption] of captions.entries())
      paper.line(caption, { x: left, y: y + height + 1 + line * tinyLine, width: wide }, tiny);
  }
}

/**
 * The signature that decides, its nearest specimen, and the two laid over each other.
 * @param room points that it may take
 */
export function decidingBlock(paper: PdfPaper, area: Column, signature: SheetSignature, room: number): Block {
  const { asScanned, clean, judged, label: place } = signature;
  const height = Math.min(room - aroundPanes, highestPane);
  const nearest = judged?.specimens[0];
  const none = 'No specimen is on file any more.';
  return {
    height: height + aroundPanes,
    draw(y) {
      const whose = judged ? `: nearest to ${judged.signatoryName}` : '';
      paper.line(`Signature ${place}${whose}`, { ...area, y }, heading);
      const turned = judged && judged.straightened !== 0 ? `, turned back ${judged.straightened.toFixed(0)}°` : '';
      const { alignment = null, clean: specimen = null } = nearest ?? {};
      panes(
        paper,
        area,
        y + headingHeight,
        height,
        [
          { draw: (at) => drawPane(paper, at, asScanned, 'No picture was kept.'), captions: ['As scanned'] },
          { draw: (at) => drawPane(paper, at, clean, 'No picture was kept.'), captions: [`Clean ink${turned}`] },
          {
            draw: (at) => drawPane(paper, at, specimen, none),
            captions: [nearest ? `Nearest specimen, distance ${distanceText(nearest.distance)}` : 'Nearest specimen'],
          },
          {
            draw: (at) => {
              if (specimen && clean && alignment) drawOverlay(paper, at, specimen, clean, alignment);
              else drawPane(paper, at, null, 'Nothing to lay over.');
            },
            captions: [
              alignment
                ? `Over the specimen (grey): ${(alignment.overlap * 100).toFixed(0)} % shared`
                : 'Laid over each other',
            ],
          },
        ],
        4,
      );
    },
  };
}

/** The specimens after the nearest one; null: there are none. */
export function specimensBlock(paper: PdfPaper, area: Column, { judged }: SheetSignature): Block | null {
  const rest = judged?.specimens.slice(1) ?? [];
  if (rest.length === 0) return null;
  const shown = rest.slice(0, mostSpecimens);
  const left = rest.slice(mostSpecimens);
  const height = 34;
  return {
    height: headingHeight + height + 2 * tinyLine + 2 + (left.length > 0 ? tinyLine : 0),
    draw(y) {
      paper.line('Further specimens compared', { ...area, y }, heading);
      panes(
        paper,
        area,
        y + headingHeight,
        height,
        shown.map(({ clean, signatoryName, distance, capturedOn, retired }) => ({
          draw: (at) => drawPane(paper, at, clean, 'No longer on file.'),
          captions: [
            signatoryName,
            [distanceText(distance), ...(capturedOn ? [capturedOn] : []), ...(retired ? ['retired'] : [])].join(' · '),
          ],
        })),
        mostSpecimens,
      );
      const [first, last] = [left[0], left.at(-1)];
      if (first && last)
        paper.line(
          left.length === 1
            ? `And 1 more, distance ${distanceText(first.distance)}.`
            : `And ${String(left.length)} more, distances ${distanceText(first.distance)} to ${distanceText(last.distance)}.`,
          { ...area, y: y + headingHeight + height + 2 * tinyLine + 2 },
          tiny,
        );
    },
  };
}

/** Every signature that doesn't decide; null: there is none. */
export function othersBlock(paper: PdfPaper, area: Column, { others }: EvidenceSheet): Block | null {
  if (others.length === 0) return null;
  const shown = others.slice(0, mostOthers);
  const height = 34;
  const left = others.length - shown.length;
  return {
    height: headingHeight + height + 2 * tinyLine + 2,
    draw(y) {
      const more = left > 0 ? ` (${String(left)} more aren't shown)` : '';
      paper.line(`Other signatures on the cheque${more}`, { ...area, y }, heading);
      const places = Math.max(4, shown.length);
      panes(
        paper,
        area,
        y + headingHeight,
        height,
        shown.map(({ label: place, clean, asScanned, judged, problem }) => ({
          draw: (at) => drawPane(paper, at, clean ?? asScanned, 'No picture was kept. It is framed on the scan.'),
          captions: judged
            ? [`${place}: ${verdictWords[judged.verdict]}, score ${scoreText(judged.score)}`, judged.signatoryName]
            : [`${place}: can't be judged`, problem ?? ''],
        })),
        places,
      );
    },
  };
}
