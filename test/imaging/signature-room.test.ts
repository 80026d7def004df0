import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { signatureRoom } from '../../src-main/sample/cheque.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';

describe('a region that holds more than the signature', () => {
  it('gives the same ink as a tight one: the printed signature line, which ends inside the region, is left out', async () => {
    const { cheques } = await sampleSet();
    for (const { name, bytes, signatureRegion } of cheques) {
      const { image } = await decodeScan(bytes);
      const { inkBox } = extractSignature(image, signatureRoom);
      expect(inkBox.width, name).toBeLessThan(signatureRoom.width * 0.8);
      expect(inkBox.width, name).toBeLessThanOrEqual(signatureRegion.width);
      expect(inkBox.x, name).toBeGreaterThanOrEqual(signatureRegion.x);
    }
  });
});
