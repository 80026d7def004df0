import type { Box } from '../../../src-main/contract/box.ts';
import type { Layout } from '../../../src-main/contract/settings.ts';
import { boxOfShare, type Size } from '../scan/box-geometry.ts';

const plain = (account: string) => account.replaceAll(/[\s-]/g, '').toUpperCase();

/** The layout for an account: the one with the longest prefix that the account begins with, or null. */
export function layoutFor(layouts: readonly Layout[], account: string): Layout | null {
  const number = plain(account);
  let best: Layout | null = null;
  for (const layout of layouts) {
    if (!number.startsWith(plain(layout.accountPrefix))) continue;
    if (best === null || plain(layout.accountPrefix).length > plain(best.accountPrefix).length) best = layout;
  }
  return best;
}

/** Where the account's layout says the signature lies on a page of this size; null without a layout. */
export function layoutBox(layouts: readonly Layout[], account: string, page: Size): Box | null {
  const layout = account.trim() === '' ? null : layoutFor(layouts, account);
  return layout === null ? null : boxOfShare(layout.signature, page);
}
