import sharp from 'sharp';
import type { Box, RasterImage } from '../imaging/image.ts';
import { chequeDpi, chequeFormSvg, chequeSize, formLayout } from './cheque-form.ts';
import type { ChequeForm } from './cheque-form.ts';
import { fillField } from './filling.ts';
import { encode, inkBox, inkTrace, layInk, scan, toGrey, traceExtent } from './render.ts';
import type { ScannerEffects } from './render.ts';
import { seededRandom } from './seeded.ts';
import type { Signer, Trace } from './signer.ts';

/** What is written on a form, and by whom. */
export interface ChequeText {
  readonly payee: string;
  readonly amount: string;
  readonly amountWords: string;
  readonly date: string;
}

/** What to compose a cheque from. */
export interface ChequePlan {
  readonly form: ChequeForm;
  readonly text: ChequeText;
  /** Who filled the form in (everything but the signature). */
  readonly drawer: Signer;
  /** The signature to lay over the rule; none leaves the rule blank. */
  readonly signature: Trace | null;
  readonly effects: ScannerEffects;
  readonly seed: number | string;
}

/** A composed cheque, and what is known of it. */
export interface Cheque {
  readonly picture: RasterImage;
  /** The part of the picture to be looked at: the signature's ink and a little paper; the rule's room when it is blank. */
  readonly signatureRegion: Box;
  /** The smallest box round the signature's ink; null when there is none. */
  readonly signatureInk: Box | null;
  readonly account: string;
}

const { width, height } = chequeSize;

/** How much larger than the ink the region is on each side, in pixels. */
const regionMargin = 12;

/** The room over and under the signature rule: where a bank's layout says that the signature is. */
export const signatureRoom: Box = {
  x: formLayout.signatureRule.left - 20,
  y: formLayout.signatureRule.y - 130,
  width: formLayout.signatureRule.right - formLayout.signatureRule.left + 40,
  height: 180,
};

/** Shrinks a trace that is too large for the room over the rule. */
function fitted(trace: Trace): Trace {
  const extent = traceExtent(trace);
  const scale = chequeDpi / 25.4;
  const room = formLayout.signatureRule;
  const factor = Math.min(
    1,
    (room.right - room.left - 40) / ((extent.right - extent.left) * scale),
    118 / Math.max(1, -extent.top * scale),
    60 / Math.max(1, extent.bottom * scale),
  );
  if (factor === 1) return trace;
  return { ...trace, points: trace.points.map((point) => ({ ...point, x: point.x * factor, y: point.y * factor })) };
}

function around(ink: Box): Box {
  const x = Math.max(0, ink.x - regionMargin);
  const y = Math.max(0, ink.y - regionMargin);
  return {
    x,
    y,
    width: Math.min(width, ink.x + ink.width + regionMargin) - x,
    height: Math.min(height, ink.y + ink.height + regionMargin) - y,
  };
}

/**
 * Composes a cheque that was never drawn on a bank that doesn't exist: printed form, handwriting, signature, scanner.
 *
 * @returns an sRGB picture of {@link chequeSize} at {@link chequeDpi}, and where its signature is.
 */
export async function composeCheque(plan: ChequePlan): Promise<Cheque> {
  const { data } = await sharp(Buffer.from(chequeFormSvg(plan.form)))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  let picture: RasterImage = {
    width,
    height,
    channels: 3,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
  const fields = [
    { trace: fillField(plan.drawer, plan.text.payee, 'letters', `payee ${plan.seed}`), at: formLayout.payee },
    {
      trace: fillField(plan.drawer, plan.text.amountWords, 'letters', `words ${plan.seed}`),
      at: formLayout.amountWords,
    },
    { trace: fillField(plan.drawer, plan.text.amount, 'figures', `amount ${plan.seed}`), at: formLayout.amount },
    { trace: fillField(plan.drawer, plan.text.date, 'figures', `date ${plan.seed}`), at: formLayout.date },
  ];
  for (const { trace, at } of fields) {
    picture = layInk(picture, inkTrace(trace, chequeSize, { x: at.x, y: at.y, dpi: chequeDpi }), trace.pen.colour);
  }
  let signatureInk: Box | null = null;
  if (plan.signature) {
    const trace = fitted(plan.signature);
    const extent = traceExtent(trace);
    const scale = chequeDpi / 25.4;
    const free = formLayout.signatureRule.right - formLayout.signatureRule.left - (extent.right - extent.left) * scale;
    const random = seededRandom('signature place', plan.seed);
    const place = {
      x: formLayout.signatureRule.left + free * random.uniform(0.15, 0.6) - extent.left * scale,
      y: formLayout.signatureRule.y + random.uniform(-12, 2),
      dpi: chequeDpi,
    };
    const layer = inkTrace(trace, chequeSize, place);
    signatureInk = inkBox(layer);
    picture = layInk(picture, layer, trace.pen.colour);
  }
  return {
    picture: scan(picture, plan.effects, plan.seed),
    signatureRegion: signatureInk ? around(signatureInk) : signatureRoom,
    signatureInk,
    account: plan.form.account,
  };
}

/** A cheque's picture as a file: PNG, or JPEG of a quality; in colour or grey. */
export function encodeCheque(
  cheque: Cheque,
  format: { readonly type: 'png' } | { readonly type: 'jpeg'; readonly quality: number },
  tone: 'colour' | 'grey' = 'colour',
): Promise<Uint8Array> {
  return encode(tone === 'grey' ? toGrey(cheque.picture) : cheque.picture, format, chequeDpi);
}
