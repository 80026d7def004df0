import type { BatchException, BatchReport } from '../../src-main/report/batch-types.ts';
import { signaturePictures } from './sheet-example.ts';

/** A batch report of synthetic hands with so many exceptions. */
export async function exampleBatch(
  exceptions: number,
  wanted: { long?: boolean; inAll?: number } = {},
): Promise<BatchReport> {
  const pictures = await signaturePictures('Agnes Porter', 3);
  const long = wanted.long ?? false;
  const kinds = ['mismatch', 'review', null] as const;
  const shown: BatchException[] = Array.from({ length: exceptions }, (_, at) => {
    const verdict = kinds[at % 3]!;
    return {
      file: `${long ? 'a-folder-with-a-long-name/'.repeat(6) : 'monday/'}cheque-${String(at).padStart(5, '0')}.tif`,
      account: at % 7 === 6 ? null : `0099 8877 ${String(at)}`,
      amount: at % 5 === 4 ? null : 1250.5 * (at + 1),
      verdict,
      score: verdict === null ? null : verdict === 'review' ? 1.5 : -4.2,
      reasons: long
        ? [
            'The signature lies far from every specimen on file, and two strokes that every one of them has are missing. '.repeat(
              4,
            ),
          ]
        : [verdict === null ? 'No signature was found on the cheque.' : 'The score lies between mismatch and match.'],
      thumbnail: verdict === null ? null : pictures[at % 3]!,
      decision: at % 2 === 0 ? 'Nobody has decided.' : 'Returned by maria, confirmed by josé.',
    };
  });
  const scores = Array.from(
    { length: 400 },
    (_, at) => 4 + 2.5 * Math.sin(at * 12.9898) + 2 * Math.sin(at * 78.233) - (at % 40 === 0 ? 9 : 0),
  );
  return {
    batch: '01997c6e-3b1f-7a41-8f43-5d1f0a2b3c4d',
    folder: long ? `/srv/scans/${'branch-office/'.repeat(12)}2026-11-24` : '/srv/scans/2026-11-24',
    startedAt: '2026-11-24T06:00:00.000Z',
    operator: 'maria',
    state: 'open',
    counts: { match: 350, review: 36, mismatch: 14, failed: 9, waiting: 3, duplicates: 2 },
    decisions: { accept: 352, return: 12, refer: 4, awaiting: 3, confirmed: 7, settled: 5, open: 36 },
    scores,
    borders: [
      { specimens: 'one', matchAbove: 3.1, mismatchBelow: -0.4 },
      { specimens: 'two', matchAbove: 2.8, mismatchBelow: -0.8 },
      { specimens: 'three or more', matchAbove: 2.4, mismatchBelow: -1.2 },
    ],
    expected: { match: [0.71, 0.86], review: [0.12, 0.25], mismatch: [0.02, 0.04] },
    exceptions: shown,
    exceptionsInAll: wanted.inAll ?? exceptions,
    facts: [
      ['Model hash', 'a3'.repeat(32)],
      ['Policy hash', '0f'.repeat(32)],
    ],
    record: { text: '1234-0A1B-2C3D-4E5F-6G7H-8J9K-0M1N-2P3Q-4R5S-6T7V-8W9X', at: '2026-11-24T10:01:00.000Z' },
    printed: { by: 'maria', at: '2026-11-25T13:20:00.000Z', version: '0.1.0' },
  };
}
