import sharp from 'sharp';
import type {
  EvidenceSheet,
  SheetPicture,
  SheetSignature,
  SheetSpecimen,
} from '../../src-main/report/evidence-types.ts';
import { specimensOf } from '../e2e/whole-cheques.ts';

const bands = {
  matchAbove: 2.2,
  mismatchBelow: -1.1,
  lowest: -9,
  highest: 7,
  matchDistance: 0.4,
  mismatchDistance: 0.8,
};
const alignment = { scale: 1.02, rotation: 0.03, dx: 4, dy: -3, overlap: 0.62 };

export async function pictureOf(bytes: Uint8Array): Promise<SheetPicture> {
  const { width, height } = await sharp(bytes).metadata();
  return { bytes, width, height };
}

const made = new Map<string, Promise<SheetPicture[]>>();

/** Signatures of a synthetic signer as clean grey pictures; the same ones are made once. */
export function signaturePictures(signer: string, count: number): Promise<SheetPicture[]> {
  const key = `${signer} ${String(count)}`;
  const pictures = made.get(key) ?? makeSignatures(signer, count);
  made.set(key, pictures);
  return pictures;
}

async function makeSignatures(signer: string, count: number): Promise<SheetPicture[]> {
  const files = await specimensOf(signer, count);
  return Promise.all(
    files.map(async ({ buffer }) => pictureOf(await sharp(buffer).greyscale().toColourspace('b-w').png().toBuffer())),
  );
}

function specimens(pictures: readonly SheetPicture[], name: (at: number) => string): SheetSpecimen[] {
  return pictures.map((clean, at) => ({
    signatoryName: name(at),
    capturedOn: at % 2 === 0 ? `2024-0${String((at % 9) + 1)}-15` : null,
    distance: 0.312 + at * 0.0517,
    clean,
    alignment,
    retired: at === 2,
  }));
}

/** A blank cheque with the signature on it, as a page in grey. */
export async function chequePage(signature: SheetPicture): Promise<SheetPicture> {
  const [width, height] = [1600, 720];
  const ink = await sharp(signature.bytes).resize({ width: 420 }).toBuffer();
  const lines = `<svg width="${String(width)}" height="${String(height)}">
    <rect width="100%" height="100%" fill="#eef3ee"/><rect x="12" y="12" width="1576" height="696" fill="none" stroke="#667"/>
    <text x="60" y="110" font-size="48" fill="#223">Bank of Examples</text>
    <text x="60" y="300" font-size="36" fill="#223">Pay</text><line x1="140" y1="305" x2="1200" y2="305" stroke="#667"/>
    <line x1="1060" y1="600" x2="1520" y2="600" stroke="#667"/>
    <text x="60" y="680" font-size="36" fill="#223">⑆000123456⑆ 0099887766⑈ 000417</text></svg>`;
  const bytes = await sharp(Buffer.from(lines))
    .composite([{ input: ink, left: 1080, top: 400, blend: 'multiply' }])
    .jpeg()
    .toBuffer();
  return pictureOf(bytes);
}

const box = { x: 1080, y: 400, width: 420, height: 190 };

/** What an example shows; everything has an ordinary value. */
export interface Wanted {
  readonly holder?: string | null;
  readonly specimens?: number;
  readonly others?: number;
  readonly mandate?: boolean;
  readonly scan?: boolean;
  readonly verdict?: 'match' | 'review' | 'mismatch';
  readonly decisions?: number;
  readonly long?: boolean;
}

const longName = 'The Honourable Bartholomew Featherstonehaugh-Cholmondeley of Wymondham and Happisburgh Estates';
const longReason =
  'The signature lies where the model is least sure of itself, and two strokes that every specimen has are missing: a person has to look at it with the specimens beside it before anything is paid. ';

/** An evidence sheet of synthetic hands. */
export async function exampleSheet(wanted: Wanted = {}): Promise<EvidenceSheet> {
  const { specimens: count = 5, others = 0, mandate = false, scan = true, verdict = 'match', long = false } = wanted;
  const [own, ...filed] = await signaturePictures('Agnes Porter', Math.min(count, 12) + 1);
  const name = long ? longName : 'Agnes Porter';
  const drawn = Array.from({ length: count }, (_, at) => filed[at % Math.max(1, filed.length)]!);
  const deciding: SheetSignature = {
    label: '1',
    asScanned: own!,
    clean: own!,
    box,
    judged: {
      verdict,
      score: verdict === 'match' ? 3.21 : verdict === 'review' ? 0.4 : -6.05,
      bands,
      signatoryName: name,
      straightened: 4,
      specimens: specimens(drawn, () => name),
      differences: long
        ? Array.from({ length: 3 }, () => longReason)
        : ['The slant is 12° steeper than on the specimens.'],
    },
    problem: null,
  };
  const hands = ['Basil Yates', 'Clara Finch', 'Dora Quill'];
  const further: SheetSignature[] = [];
  for (let at = 0; at < others; at += 1) {
    const [first] = await signaturePictures(hands[at % 3]!, 1);
    const judged = at !== 2;
    further.push({
      label: String(at + 2),
      asScanned: judged ? first! : null,
      clean: judged ? first! : null,
      box: { x: 80 + at * 300, y: 420, width: 260, height: 120 },
      judged: judged
        ? { ...deciding.judged!, signatoryName: hands[at % 3]!, score: 2.5 + at, specimens: [], differences: [] }
        : null,
      problem: judged ? null : 'It runs off the edge of the scan.',
    });
  }
  const page = await chequePage(own!);
  return {
    check: '01997c6e-3b1f-7a41-8f43-5d1f0a2b3c4d',
    at: '2026-11-24T09:41:07.120Z',
    operator: 'maria',
    account: '0099 8877 66',
    holder: wanted.holder === undefined ? (long ? `${longName} and ${longName}` : 'Porter and Yates') : wanted.holder,
    scanName: long ? `${'cheque-of-a-very-long-name-'.repeat(5)}.tif` : 'cheque-000417.jpg',
    amount: 12_500.5,
    verdict,
    reasons: long
      ? Array.from({ length: 5 }, () => longReason)
      : ['The signature lies well within what the five specimens show.'],
    scan: scan
      ? {
          picture: page,
          width: page.width,
          height: page.height,
          corners: null,
          marked: [deciding, ...further].map(({ label, box: marked }) => ({ label, box: marked })),
        }
      : null,
    scanProblem: scan ? null : "The store doesn't keep scans, and the file wasn't given.",
    deciding,
    others: further,
    mandate: mandate
      ? {
          words: long
            ? 'up to 5,000: any one of A; up to 50,000: one of A with one of B, or two of B; up to 500,000: two of A with two of B; above: three of B with two of C or four of D with one of E'
            : 'up to 5,000: any one of A; above: one of A with one of B, or two of B',
          from: '2026-01-01',
          day: '2026-11-23',
          amount: 12_500.5,
          verdict,
          assigned: [
            { label: '1', signatoryName: name, group: 'A', level: 2, score: 3.21 },
            { label: '2', signatoryName: 'Basil Yates', group: 'B', level: 1, score: 0.3 },
            ...(long
              ? [
                  { label: '3', signatoryName: 'Clara Finch', group: 'B', level: 0, score: -4 },
                  { label: '4', signatoryName: 'Dora Quill', group: 'C', level: 1, score: null },
                ]
              : []),
          ],
          missing: long ? ['A', 'B', 'C', 'D', 'E'].map((group) => ({ group, count: 2 })) : [],
          among: 4,
        }
      : null,
    decisions: Array.from({ length: wanted.decisions ?? 1 }, (_, at) => ({
      what: at % 2 === 0 ? 'Accepted' : 'Confirmed',
      operator: at % 2 === 0 ? 'maria' : 'josé',
      at: `2026-11-24T10:0${String(at % 10)}:00.000Z`,
      reason: long ? longReason : at % 2 === 0 ? 'called the drawer' : '',
    })),
    standing: 'Accepted by maria, confirmed by josé.',
    facts: [
      ['Model', 'learned, learned distance; cpu'],
      ['Model hash', 'a3'.repeat(32)],
      ['Policy hash', '0f'.repeat(32)],
      ['Scan, SHA-256', '7b'.repeat(32)],
      ['Read by', 'sharp 0.35.5, page 1; imaging 14; onnxruntime 1.30.0'],
    ],
    record: { text: '1234-0A1B-2C3D-4E5F-6G7H-8J9K-0M1N-2P3Q-4R5S-6T7V-8W9X', at: '2026-11-24T10:01:00.000Z' },
    printed: { by: 'maria', at: '2026-11-25T13:20:00.000Z', version: '0.1.0' },
  };
}
