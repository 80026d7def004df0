import * as v from 'valibot';
import type { Box, ShareBox } from '../contract/box.ts';
import { shareBoxSchema } from '../contract/box.ts';
import { layoutBoxesSchema } from '../contract/settings.ts';
import type { PrefixedLayout } from '../engine/cheque-protocol.ts';
import type { ReferenceStore } from '../store/reference-store.ts';

/** A share box of a scan's page in whole pixels, at least one pixel each way. */
function regionOf(share: ShareBox, scan: { readonly width: number; readonly height: number }): Box {
  const x = Math.min(scan.width - 1, Math.round(share.x * scan.width));
  const y = Math.min(scan.height - 1, Math.round(share.y * scan.height));
  return {
    x,
    y,
    width: Math.max(1, Math.min(scan.width - x, Math.round(share.width * scan.width))),
    height: Math.max(1, Math.min(scan.height - y, Math.round(share.height * scan.height))),
  };
}

/** Where the bank layout for an account says the signature lies on a scan of this size, or null. */
export async function layoutRegion(
  store: ReferenceStore,
  account: string,
  scan: { readonly width: number; readonly height: number },
): Promise<Box | null> {
  const stored = await store.layoutFor(account);
  const parsed = v.safeParse(v.object({ signature: shareBoxSchema }), stored?.layout);
  return parsed.success ? regionOf(parsed.output.signature, scan) : null;
}

const storedSchema = v.object({ name: v.optional(v.string(), ''), ...layoutBoxesSchema.entries });

/** The bank layouts in the store, as the engine takes them. One that doesn't fit the schema is left out. */
export async function layoutsForEngine(store: ReferenceStore): Promise<PrefixedLayout[]> {
  const layouts: PrefixedLayout[] = [];
  for (const { prefix, layout } of await store.listLayouts()) {
    const parsed = v.safeParse(storedSchema, layout);
    if (!parsed.success) continue;
    const { name, paper, signature, payee, amount, date, micr } = parsed.output;
    layouts.push({
      prefix,
      layout: {
        name,
        paper: paper ?? null,
        signature,
        payee: payee ?? null,
        amount: amount ?? null,
        date: date ?? null,
        micr: micr ?? null,
      },
    });
  }
  return layouts;
}
