import type { Box } from '../../../src-main/contract/box.ts';
import type { ReadCheque } from '../../../src-main/contract/reading.ts';
import type { Layout } from '../../../src-main/contract/settings.ts';
import { boxBetween, boxOfShare, shareOfPage, type Size } from './box-geometry.ts';
import { boxOn, type Sheet } from './sheet.ts';

/** The places that a layout can have, in the order they are set up. */
export const zoneKinds = ['signature', 'payee', 'amount', 'date', 'micr'] as const;
export type ZoneKind = (typeof zoneKinds)[number];

/** The places in words. */
export const zoneWords: Record<ZoneKind, string> = {
  signature: 'Signature',
  payee: 'Payee',
  amount: 'Amount',
  date: 'Date',
  micr: 'MICR line',
};

/** Sides of paper that a layout may have, in millimetres. */
export const paperSides = { least: 30, most: 500 } as const;

/** Signatures are not all written in one spot: the room kept round one that was found, as shares of its own sides. */
const roomRound = { x: 0.35, y: 0.6 };

/** The box with some room round it, held inside the sheet. */
export function withRoom(box: Box, size: Size): Box {
  const x = box.width * roomRound.x;
  const y = box.height * roomRound.y;
  return boxBetween(
    { x: Math.max(0, box.x - x), y: Math.max(0, box.y - y) },
    { x: Math.min(size.width, box.x + box.width + x), y: Math.min(size.height, box.y + box.height + y) },
    size,
  );
}

/** What a layout is set up from. */
export interface LayoutStart {
  readonly sheet: Sheet;
  /** What was read of the cheque; null: it is a picture only. */
  readonly reading: ReadCheque | null;
  /** The clerk's own signature box on the sheet. */
  readonly drawn: Box | null;
  readonly account: string;
  readonly dotsPerInch: number | null;
  /** The layout in force for the account, which is then changed. */
  readonly existing: Layout | null;
}

/** A bank's layout in the making: a box for each place, in pixels of the sample scan, and the size of the paper. */
export class LayoutDraft {
  readonly sheet: Sheet;
  name = $state('');
  prefix = $state('');
  /** Sides of the paper in millimetres as typed; '' or null: not given. */
  paperWidth = $state<number | string | null>(null);
  paperHeight = $state<number | string | null>(null);
  chosen = $state<ZoneKind>('signature');
  zones = $state.raw<Readonly<Record<ZoneKind, Box | null>>>({
    signature: null,
    payee: null,
    amount: null,
    date: null,
    micr: null,
  });

  readonly problem: { readonly field: 'name' | 'signature' | 'paper'; readonly message: string } | null = $derived.by(
    () => {
      if (this.zones.signature === null) return { field: 'signature', message: 'Draw where the signature lies.' };
      if (this.name.trim() === '') return { field: 'name', message: 'Give the layout a name.' };
      return this.#paperProblem();
    },
  );

  constructor({ sheet, reading, drawn, account, dotsPerInch, existing }: LayoutStart) {
    this.sheet = sheet;
    const ofLayout = (kind: ZoneKind) => {
      const share = existing?.[kind];
      return share === undefined ? null : boxOfShare(share, sheet.size);
    };
    const found = reading?.signatures[0];
    this.zones = {
      signature: drawn ?? ofLayout('signature') ?? (found ? withRoom(boxOn(sheet, found.corners), sheet.size) : null),
      payee: ofLayout('payee'),
      amount: ofLayout('amount'),
      date: ofLayout('date'),
      micr: ofLayout('micr') ?? (reading?.micr ? withRoom(boxOn(sheet, reading.micr.corners), sheet.size) : null),
    };
    this.name = existing?.name ?? '';
    this.prefix = existing?.accountPrefix ?? account.replaceAll(/[\s-]/g, '').slice(0, 4);
    const millimetres = (pixels: number) => (dotsPerInch === null ? null : Math.round((pixels / dotsPerInch) * 25.4));
    this.paperWidth = existing?.paper?.width ?? millimetres(sheet.size.width);
    this.paperHeight = existing?.paper?.height ?? millimetres(sheet.size.height);
  }

  setZone(kind: ZoneKind, box: Box | null): void {
    this.zones = { ...this.zones, [kind]: box };
  }

  /** The layout as it is saved; null while something is missing. */
  layout(): Layout | null {
    const { zones } = this;
    if (this.problem !== null || zones.signature === null) return null;
    const share = (box: Box) => shareOfPage(box, this.sheet.size);
    const width = Number(this.paperWidth ?? '');
    const height = Number(this.paperHeight ?? '');
    return {
      name: this.name.trim(),
      accountPrefix: this.prefix.trim(),
      signature: share(zones.signature),
      ...(zones.payee && { payee: share(zones.payee) }),
      ...(zones.amount && { amount: share(zones.amount) }),
      ...(zones.date && { date: share(zones.date) }),
      ...(zones.micr && { micr: share(zones.micr) }),
      ...(width > 0 && height > 0 && { paper: { width, height } }),
    };
  }

  #paperProblem(): { field: 'paper'; message: string } | null {
    const sides = [this.paperWidth, this.paperHeight].map((side) => String(side ?? '').trim());
    if (sides.every((side) => side === '')) return null;
    const good = sides.every((side) => Number(side) >= paperSides.least && Number(side) <= paperSides.most);
    return good
      ? null
      : { field: 'paper', message: `Give both sides, ${paperSides.least} to ${paperSides.most} mm, or neither.` };
  }
}
