import type { SignatureResult } from '../../../src-main/contract/check.ts';
import type { Corners, FoundSignature, ReadCheque, Reading } from '../../../src-main/contract/reading.ts';
import { boundsOf, cornersOf, type Mark } from './marks.ts';
import { cornersOn, type Sheet } from './sheet.ts';

const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`;

/** The id of the mark of a signature or a cheque, by its place. */
const signatureMark = (place: number) => `signature-${place}`;
const chequeMark = (place: number) => `cheque-${place}`;

/** The place that a mark's id stands for; null where it stands for none of that kind. */
export function placeOfMark(id: string, kind: 'signature' | 'cheque'): number | null {
  const place = new RegExp(`^${kind}-(\\d+)$`).exec(id)?.[1];
  return place === undefined ? null : Number(place);
}

/** Corners of what lies askew on the page, drawn upright where that makes next to no difference to the eye. */
function drawnCorners(sheet: Sheet, corners: Corners): Mark['corners'] {
  const points = cornersOn(sheet, corners);
  const bounds = boundsOf(points);
  const [first, second] = points;
  const askew = first && second ? Math.abs(first.y - second.y) / Math.max(1, bounds.width) : 0;
  return askew < 0.01 ? cornersOf(bounds) : points;
}

function signatureMarks(
  sheet: Sheet,
  signatures: readonly (FoundSignature | SignatureResult)[],
  chosen: number,
): Mark[] {
  return signatures.map((signature, place) => {
    const sure = signature.confidence === null ? '' : percent(signature.confidence);
    const number = signatures.length > 1 ? `${place + 1}` : '';
    return {
      id: signatureMark(place),
      kind: 'signature',
      corners: drawnCorners(sheet, signature.corners),
      label: [number, sure].filter(Boolean).join(' · '),
      words: [
        `Signature${number && ` ${number}`}`,
        sure && `found with ${sure} confidence`,
        signature.cutOff && 'cut off by the edge of the scan',
      ]
        .filter(Boolean)
        .join(', '),
      chosen: place === chosen,
    };
  });
}

/**
 * What is drawn on a cheque: its signatures, its MICR line, and, on a page that holds several cheques, their outlines.
 *
 * @param place which cheque of the page is in front
 * @param signatures those that were checked, or those that were found
 * @param chosen the place of the signature in front
 */
export function chequeMarks(
  sheet: Sheet,
  reading: Reading,
  place: number,
  signatures: readonly (FoundSignature | SignatureResult)[],
  chosen: number,
): Mark[] {
  const cheque: ReadCheque | undefined = reading.cheques[place];
  if (!cheque) return [];
  const marks = signatureMarks(sheet, signatures, chosen);
  if (cheque.micr !== null) {
    marks.push({
      id: 'micr',
      kind: 'micr',
      corners: drawnCorners(sheet, cheque.micr.corners),
      label: '',
      words: 'MICR line',
      chosen: false,
    });
  }
  if (sheet.kind === 'page' && reading.cheques.length > 1) {
    reading.cheques.forEach((other, at) => {
      marks.push({
        id: chequeMark(at),
        kind: 'cheque',
        corners: cornersOn(sheet, other.corners),
        label: `Cheque ${at + 1}`,
        words: `Cheque ${at + 1} of ${reading.cheques.length}${at === place ? ', in front' : ''}`,
        chosen: at === place,
      });
    });
  }
  return marks;
}

/** What was found, in one sentence for those who can't see it. */
export function spokenFindings(cheque: ReadCheque | null): string {
  if (cheque === null) return '';
  const count = cheque.signatures.length;
  const signatures =
    count === 0 ? 'No signature was found' : count === 1 ? 'One signature was found' : `${count} signatures were found`;
  const line =
    cheque.micr === null
      ? 'no MICR line was read'
      : cheque.micr.sure
        ? 'the MICR line was read'
        : 'the MICR line has characters in doubt';
  return `${signatures}; ${line}.`;
}
