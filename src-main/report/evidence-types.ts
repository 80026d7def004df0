import type { Alignment, Bands, Verdict } from '../contract/check.ts';
import type { Box } from '../contract/box.ts';
import type { Corners } from '../contract/reading.ts';

/** A PNG or JPEG file with its size in pixels. */
export interface SheetPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The scanned page, and where the cheque lies on it. */
export interface SheetScan {
  readonly picture: SheetPicture;
  /** Of the page, in pixels as scanned: corners and boxes are in these; the picture may be smaller. */
  readonly width: number;
  readonly height: number;
  /** The cheque's on the page; null: the whole page is shown. */
  readonly corners: Corners | null;
  /** Box of the ink of each signature that was looked at. */
  readonly marked: readonly { readonly label: string; readonly box: Box }[];
}

export interface SheetSpecimen {
  readonly signatoryName: string;
  /** YYYY-MM-DD; null: not known. */
  readonly capturedOn: string | null;
  readonly distance: number;
  /** Its clean ink; null: it is no longer on file. */
  readonly clean: SheetPicture | null;
  /** How the questioned signature lies over it; null: nothing to lay. */
  readonly alignment: Alignment | null;
  readonly retired: boolean;
}

/** One signature of the cheque. */
export interface SheetSignature {
  /** 1, 2, … as marked on the scan. */
  readonly label: string;
  /** As cut from the scan; null: no picture was kept. */
  readonly asScanned: SheetPicture | null;
  readonly clean: SheetPicture | null;
  /** On the page, in pixels as scanned. */
  readonly box: Box;
  /** null: it couldn't be judged, and `problem` says why. */
  readonly judged: {
    readonly verdict: Verdict;
    readonly score: number;
    readonly bands: Bands;
    readonly signatoryName: string;
    /** Degrees it was turned back by, clockwise; 0: none. */
    readonly straightened: number;
    /** Nearest first. */
    readonly specimens: readonly SheetSpecimen[];
    readonly differences: readonly string[];
  } | null;
  readonly problem: string | null;
}

/** The mandate's working. */
export interface SheetMandate {
  readonly words: string;
  readonly from: string;
  readonly day: string;
  readonly amount: number | null;
  readonly verdict: Verdict;
  /** Who was taken to have signed what for. */
  readonly assigned: readonly {
    readonly label: string;
    readonly signatoryName: string;
    readonly group: string;
    /** 2: signed; 1: may have signed; 0: didn't. */
    readonly level: number;
    readonly score: number | null;
  }[];
  readonly missing: readonly { readonly group: string; readonly count: number }[];
  /** Of how many comparisons each score is one. */
  readonly among: number;
}

/** One line of what people decided about the cheque. */
export interface SheetDecision {
  /** Such as "Accepted", "Confirmed", "Taken back". */
  readonly what: string;
  readonly operator: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly reason: string;
}

/** All that an evidence sheet shows of one check. Times are ISO 8601 in UTC; amounts in the currency's main unit. */
export interface EvidenceSheet {
  readonly check: string;
  readonly at: string;
  readonly operator: string;
  readonly account: string;
  readonly holder: string | null;
  readonly scanName: string | null;
  readonly amount: number | null;
  /** The check's: the mandate's where there is one, else the deciding signature's. */
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly scan: SheetScan | null;
  /** Why there is no scan, in words; null where there is one. */
  readonly scanProblem: string | null;
  /** The one that decides. */
  readonly deciding: SheetSignature;
  readonly others: readonly SheetSignature[];
  /** null: the account had none. */
  readonly mandate: SheetMandate | null;
  /** Oldest first. */
  readonly decisions: readonly SheetDecision[];
  /** What stands now, in words: "Nobody has decided.", "Accepted, confirmed by …". */
  readonly standing: string;
  /** Name and value, as printed under "What it rests on". */
  readonly facts: readonly (readonly [string, string])[];
  readonly record: { readonly text: string; readonly at: string };
  readonly printed: { readonly by: string; readonly at: string; readonly version: string };
}
