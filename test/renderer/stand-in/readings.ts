import type { Box } from '../../../src-main/contract/box.ts';
import type {
  Corners,
  FoundSignature,
  MicrField,
  ReadAccount,
  ReadCharacter,
  ReadCheque,
  ReadMicr,
  Reading,
} from '../../../src-main/contract/reading.ts';
import type { StandInPictures } from './pictures.ts';

/** The place of the account's first digit in the stand-in's MICR line, and of its symbols. */
const accountAt = 18;

/** The line of a cheque of the stand-in's bank: cheque number, sort code, account. */
export const lineOf = (account: string) => `⑈001204⑈ ⑆200000⑆ ${account}⑈`;

/** The account in a line of the stand-in's bank. */
export const accountInLine = (text: string) => text.slice(accountAt, -1);

const cornersOf = ({ x, y, width, height }: Box): Corners => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** What the stand-in's accounts look like to a reading. */
export interface OnFile {
  readonly account: string;
  readonly holder: string | null;
}

/** Whose cheque it is, by the account in the line; `?` stands for a character in doubt. */
export function accountOf(read: string, onFile: readonly OnFile[], from: 'micr' | 'mended'): ReadAccount {
  const differ = (one: string, other: string) =>
    one.length === other.length && [...one].filter((character, at) => character !== other[at]).length <= 1;
  if (onFile.some(({ account }) => account === read)) return { number: read, standing: 'known', from, near: [] };
  const near = onFile
    .filter(({ account }) => differ(account, read))
    .map(({ account, holder }) => ({ account, holder }));
  if (read.includes('?')) return { number: null, standing: 'unread', from: null, near };
  return { number: read, standing: 'unknown', from, near };
}

/** The line's fields. `wrong`: the check digit of the account is wrong. */
export function parsedLine(text: string, wrong: boolean): { scheme: string; fields: MicrField[] } {
  const account = accountInLine(text);
  const fields: MicrField[] = [
    { name: 'cheque', label: 'Cheque number', text: text.slice(1, 7), from: 1, to: 7, check: null },
    { name: 'sortCode', label: 'Sort code', text: text.slice(10, 16), from: 10, to: 16, check: 'right' },
    {
      name: 'account',
      label: 'Account',
      text: account,
      from: accountAt,
      to: accountAt + account.length,
      check: wrong ? 'wrong' : null,
    },
  ];
  return { scheme: 'uk', fields };
}

/** The MICR line as it was read: the digit of the account at `inDoubt` (from 0) is in doubt where it is given. */
export function standInMicr(
  account: string,
  pictures: StandInPictures,
  corners: Corners,
  options: { inDoubt?: number; wrongCheck?: boolean } = {},
): ReadMicr {
  const truth = lineOf(account);
  const strip = pictures.strip(truth);
  const pitch = strip.width / (truth.length + 2);
  const characters: ReadCharacter[] = [...truth].map((character, place) => {
    const doubtful = options.inDoubt !== undefined && place === accountAt + options.inDoubt;
    return {
      character: doubtful ? '?' : character,
      confidence: doubtful ? 0.51 : 0.99,
      doubtful,
      box: { x: Math.round((place + 1) * pitch), y: 4, width: Math.round(pitch * 0.72), height: strip.height - 8 },
      alternatives: doubtful
        ? [
            { character, confidence: 0.51 },
            { character: character === '7' ? '1' : '7', confidence: 0.46 },
          ]
        : [],
    };
  });
  const readText = characters.map(({ character }) => character).join('');
  return {
    font: 'e13b',
    text: readText,
    readText,
    mended: false,
    sure: !readText.includes('?'),
    characters,
    parsed: parsedLine(readText, options.wrongCheck ?? false),
    strip: { png: strip.png, width: strip.width, height: strip.height },
    corners,
  };
}

function found(box: Box, confidence: number, cutOff = false): FoundSignature {
  const problem = cutOff ? 'The edge of the scan cuts the signature off. Scan the whole cheque.' : null;
  return { box, corners: cornersOf(box), confidence, cutOff, problem };
}

/** One cheque of a page, lying in `at`, read by the words in the scan's name. */
function chequeIn(
  at: Box,
  name: string,
  account: string,
  onFile: readonly OnFile[],
  pictures: StandInPictures,
): ReadCheque {
  const inside = (x: number, y: number, width: number, height: number): Box => ({
    x: Math.round(at.x + x * at.width),
    y: Math.round(at.y + y * at.height),
    width: Math.round(width * at.width),
    height: Math.round(height * at.height),
  });
  const micr = standInMicr(account, pictures, cornersOf(inside(0.05, 0.9, 0.6, 0.06)), {
    ...(name.includes('doubt') && { inDoubt: 4 }),
    wrongCheck: name.includes('wrongcheck'),
  });
  const first = found(inside(0.63, 0.6, 0.28, 0.21), 0.98, name.includes('cut'));
  const second = found(inside(0.3, 0.61, 0.22, 0.19), 0.91);
  const signatures = name.includes('unsigned') ? [] : name.includes('two') ? [first, second] : [first];
  return {
    corners: cornersOf(at),
    toPage: { a: 1, b: 0, c: 0, d: 1, e: at.x, f: at.y },
    width: at.width,
    height: at.height,
    dotsPerInch: 200,
    upright: null,
    putRight: name.includes('turned') ? ['The scan was upside down; it was turned.'] : [],
    micr: name.includes('noline') ? null : micr,
    account: name.includes('noline')
      ? { number: null, standing: 'unread', from: null, near: [] }
      : accountOf(accountInLine(micr.text), onFile, 'micr'),
    signatures,
    request: signatures.length === 0 ? 'No signature was found on this cheque.' : null,
    quality: [
      ...(name.includes('worn')
        ? [{ kind: 'fold', severity: 'warn' as const, message: 'A fold crosses the signature. Flatten the cheque.' }]
        : []),
      ...(name.includes('poor')
        ? [
            {
              kind: 'resolution',
              severity: 'refuse' as const,
              message: 'Too coarse to judge: rescan at 200 dpi or more.',
            },
          ]
        : []),
    ],
  };
}

/**
 * What is read of a page, by the words in the scan's name: `whole` a cheque with its MICR line, `two` signatures,
 * `pair` of cheques, `doubt`, `wrongcheck`, `noline`, `unsigned`, `cut`, `worn`, `poor`, `turned`, `sides` (front and
 * back), `blank`. Null for any other name: nothing was read.
 */
export function standInReading(
  name: string,
  page: number,
  size: { width: number; height: number },
  account: string,
  onFile: readonly OnFile[],
  pictures: StandInPictures,
): Reading | null {
  if (name.includes('blank')) return { kind: 'blank', cheques: [] };
  if (name.includes('sides') && page === 1) return { kind: 'back', cheques: [] };
  if (!name.includes('whole')) return null;
  const { width, height } = size;
  const places: Box[] = name.includes('pair')
    ? [
        { x: 0, y: 0, width, height: Math.floor(height / 2) },
        { x: 0, y: Math.floor(height / 2), width, height: Math.floor(height / 2) },
      ]
    : [{ x: 0, y: 0, width, height }];
  const accounts = [account, onFile.find((one) => one.account !== account)?.account ?? account];
  const cheques = places.map((at, place) => {
    const cheque = chequeIn(at, name, accounts[place] ?? account, onFile, pictures);
    if (places.length === 1) return cheque;
    const picture = pictures.cheque(place, page);
    return { ...cheque, upright: { picture: picture.png, pictureType: 'image/png' as const } };
  });
  return { kind: 'cheque', cheques };
}
