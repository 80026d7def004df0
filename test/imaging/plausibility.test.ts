import { describe, expect, it } from 'vitest';
import { ScanError } from '../../src-main/imaging/errors.ts';
import { judgePlausibility } from '../../src-main/imaging/plausibility.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { drawSignature } from './drawing.ts';
import { nonSignatures } from './non-signatures.ts';
import { noRealSignatures, realImage, realSignatures } from './real-signatures.ts';

describe('the plausibility gate', () => {
  it('refuses 200 pictures that are not signatures, each with a sentence that says what to do', () => {
    const pictures = nonSignatures();
    expect(pictures).toHaveLength(200);
    const passed: string[] = [];
    for (const [index, { kind, image }] of pictures.entries()) {
      try {
        extractSignature(image);
        passed.push(`${index} ${kind}`);
      } catch (error) {
        expect(error).toBeInstanceOf(ScanError);
        const { fault, message } = error as ScanError;
        expect(['no-ink', 'not-a-signature']).toContain(fault);
        expect(message).toMatch(/^[A-Z].*\. (Draw|Move|Scan) .*\.$/);
      }
    }
    expect(passed).toEqual([]);
  });

  it('passes drawn signatures, large and small, thin and thick', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      expect(judgePlausibility(extractSignature(drawSignature(seed, { pen: 2.5 + (seed % 4) })).measures)).toBeNull();
    }
  });

  it('passes real signatures: at most one in 200 is refused', async (context) => {
    const genuines = realSignatures()?.filter(({ kind }) => kind === 'genuine');
    if (!genuines) return context.skip(noRealSignatures);
    const sample = genuines.filter((_signature, index) => index % 8 === 0);
    const refused: string[] = [];
    for (const signature of sample) {
      try {
        extractSignature(await realImage(signature));
      } catch (error) {
        if (!(error instanceof ScanError)) throw error;
        refused.push(`${signature.path}: ${error.message}`);
      }
    }
    expect(sample.length).toBeGreaterThan(150);
    expect(refused.length, refused.join('\n')).toBeLessThanOrEqual(sample.length * 0.005);
  });
});
