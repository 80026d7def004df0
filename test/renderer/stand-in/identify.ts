import { CallFailure, type Handlers } from '../../../src-main/contract/calls.ts';
import type { Hand, identifyCalls, Identification } from '../../../src-main/contract/identify.ts';
import { standInModel } from './facts.ts';
import type { StandInPictures } from './pictures.ts';

/** Who signed, as the stand-in app says: these names, the first the likeliest, and nobody where none is likely. */
export class StandInIdentify {
  readonly #pictures: StandInPictures;
  /** Name, account and score of each candidate. */
  candidates: (readonly [name: string, account: string, score: number])[] = [
    ['Iris Croft', '0042137724', 6.4],
    ['Tom Bell', '0042137724', 1.2],
    ['Margaret Marsh', '0042137711', -4.8],
  ];
  border = 3.5;
  /** Groups of the folder that was checked. */
  hands: Hand[] = [];

  constructor(pictures: StandInPictures) {
    this.#pictures = pictures;
  }

  handlers(): Pick<Handlers, keyof typeof identifyCalls> {
    return {
      identifyCheck: async () => this.#answer(),
      identifyScan: async () => this.#answer(),
      batchHands: async () => ({ hands: this.hands, signatures: 40, leftOut: 0, border: 0.42 }),
    };
  }

  #answer(): Identification {
    if (this.candidates.length === 0)
      throw new CallFailure({ fault: 'nobody-enrolled', message: 'Nobody is on file yet. Enrol an account first.' });
    const [best] = this.candidates;
    const nobody = (best?.[2] ?? 0) < this.border;
    return {
      nobody,
      candidates: this.candidates.map(([signatoryName, account, score], place) => ({
        account,
        holder: null,
        signatory: `${account}-${signatoryName}`,
        signatoryName,
        score,
        likely: score >= this.border,
        distance: 0.3 + place * 0.11,
        specimen: `specimen-${place}`,
        clean: { ...this.#pictures.signature(place + 20, 0), dotsPerInch: 200 },
      })),
      border: this.border,
      signatories: 83,
      found: 0,
      region: { x: 0, y: 0, width: 300, height: 100 },
      questioned: { ...this.#pictures.signature(20, 4), dotsPerInch: 200 },
      model: { id: standInModel.id, title: standInModel.title, hash: standInModel.hash },
      reasons: [
        nobody
          ? 'None of the 83 signatories on file is likely to have signed this.'
          : `Of 83 signatories on file, ${best?.[0]} (account ${best?.[1]}) comes nearest.`,
        'A likeness among many is a lead, not proof.',
      ],
    };
  }
}

/** A group of these items, one account each. */
export function standInHand(places: readonly number[]): Hand {
  const accountAt = (place: number) => `00421377${String(place % 100).padStart(2, '0')}`;
  return {
    hand: `item-${places[0]}`,
    accounts: [...new Set(places.map(accountAt))],
    signatures: places.map((place, at) => ({
      item: `item-${place}`,
      check: `check-${place}`,
      file: `tray/${String(place).padStart(5, '0')}.png`,
      account: accountAt(place),
      verdict: place % 3 === 0 ? 'mismatch' : 'review',
      decides: true,
      distance: 0.21 + at * 0.02,
    })),
    score: 4.6,
  };
}
