import { decodeScan } from '../../src-main/imaging/decode.ts';
import { toModelInput } from '../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';

/** Eight signatures of people who don't exist, as a model with inputs of this size sees them. */
export async function goldenInputs(size: { readonly width: number; readonly height: number }): Promise<Uint8Array[]> {
  const { accounts } = await sampleSet();
  const files = accounts.flatMap(({ specimens }) => specimens.slice(0, 2)).slice(0, 8);
  return Promise.all(
    files.map(async ({ bytes }) => toModelInput(extractSignature((await decodeScan(bytes)).image).clean, size)),
  );
}
