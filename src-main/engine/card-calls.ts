import { findCardBoxes } from '../imaging/card/card-boxes.ts';
import { cutOutBox } from '../imaging/card/cut-out-box.ts';
import { signedBoxes } from '../imaging/card/signed-boxes.ts';
import { decodeScan } from '../imaging/decode.ts';
import { encodePng } from '../imaging/encode.ts';
import { askInkNet } from '../imaging/signatures/ask-net.ts';
import type { ReadCard, ReadCardRequest } from './card-protocol.ts';
import { engineError } from './engine-error.ts';
import type { OpenedGraphs } from './engine-work.ts';

/**
 * Finds the boxes on a signature card, and which of them are signed.
 * @throws ScanError where the scan can't be opened; EngineError `no-model`
 */
export async function readCard(input: ReadCardRequest, { inkNet }: OpenedGraphs): Promise<ReadCard> {
  if (!inkNet)
    throw engineError(
      'no-model',
      "The net that finds signatures isn't there (the folder ink of the models). Install Countersign again.",
    );
  const { image, dotsPerInch } = await decodeScan(input.bytes, { page: input.page });
  const boxes = findCardBoxes(image);
  if (boxes.length === 0) return { boxes: [] };
  const signed = signedBoxes(
    await askInkNet(image, dotsPerInch, (plane) => inkNet.run(plane)),
    boxes.map(({ box }) => box),
  );
  const found = boxes.map(async (each, at) => ({
    box: each.box,
    signedPng: signed[at] ? await encodePng(cutOutBox(image, each)) : null,
  }));
  return { boxes: await Promise.all(found) };
}
