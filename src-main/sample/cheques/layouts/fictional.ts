import type { ChequeLayout } from '../layout.ts';
import { boldFace, narrowFace, plainFace, serifFace } from '../type.ts';
import type { Currency } from '../words.ts';

const crowns: Currency = { sign: 'Kr', language: 'english', unit: 'crowns', cent: 'ore' };
const marks: Currency = { sign: 'Mk', language: 'english', unit: 'marks', cent: 'groats' };

/** Two signatories side by side, the date at the foot. */
export const fictionalCrown: ChequeLayout = {
  id: 'fictional-crown',
  set: 'tuned',
  paper: { width: 190, height: 82 },
  business: true,
  scheme: 'fictional-e13b',
  micr: { base: 76, right: 182 },
  currency: crowns,
  dateForm: 'dotted',
  date: { x: 14, y: 64, width: 40, rule: 'dots' },
  payee: { x: 34, y: 41, width: 112, rule: 'dots' },
  words: [{ x: 34, y: 31, width: 112, rule: 'dots' }],
  amount: { x: 152, y: 8, width: 32, height: 9 },
  amountBox: true,
  memo: { x: 34, y: 50, width: 70, rule: 'dots' },
  signatures: [
    { x: 70, y: 64, width: 52, rule: 'dots', above: null, below: 'First signatory' },
    { x: 130, y: 64, width: 52, rule: 'dots', above: null, below: 'Second signatory' },
  ],
  labels: [
    { text: '{bank}', x: 30, y: 12, size: 4, face: boldFace, coloured: true },
    { text: '{branch}', x: 30, y: 17, size: 1.8 },
    { text: 'Kr', x: 145, y: 15, size: 3, face: boldFace },
    { text: '{number}', x: 184, y: 25, size: 2.8, align: 'right', face: narrowFace },
    { text: 'The sum of', x: 12, y: 31, size: 1.9 },
    { text: 'is paid to', x: 12, y: 41, size: 1.9 },
    { text: 'reference', x: 12, y: 50, size: 1.9 },
    { text: 'on', x: 9, y: 64, size: 1.8 },
    { text: '{holder}', x: 110, y: 50, size: 2.4, face: narrowFace, most: 70 },
  ],
  boxes: [{ x: 5, y: 22, width: 142, height: 32 }],
  logo: { x: 10, y: 5, width: 16, height: 13 },
  backgrounds: ['picture', 'waves', 'void', 'tint', 'microprint'],
  hues: [170, 300, 20],
  face: plainFace,
  crossing: null,
  clearBand: true,
};

/** A coded line in CMC-7 of the bank's own pattern. */
export const fictionalMark: ChequeLayout = {
  id: 'fictional-mark',
  set: 'tuned',
  paper: { width: 168, height: 76 },
  business: false,
  scheme: 'fictional-cmc7',
  micr: { base: 70, left: 10 },
  currency: marks,
  dateForm: 'month',
  date: { x: 112, y: 11, width: 48, rule: 'line' },
  payee: { x: 10, y: 24, width: 100, rule: 'line' },
  words: [
    { x: 10, y: 34, width: 100, rule: 'line' },
    { x: 10, y: 43, width: 100, rule: 'line' },
  ],
  amount: { x: 122, y: 18, width: 38, height: 9 },
  amountBox: true,
  memo: null,
  signatures: [{ x: 98, y: 57, width: 62, rule: 'line', above: null, below: 'Drawer' }],
  labels: [
    { text: '{bank}', x: 84, y: 10, size: 3, align: 'middle', face: serifFace, coloured: true },
    { text: 'Pay', x: 10, y: 17, size: 1.8 },
    { text: 'Date', x: 112, y: 6.4, size: 1.6 },
    { text: 'Marks', x: 10, y: 28, size: 1.6 },
    { text: 'Mk', x: 115, y: 25, size: 2.6, face: boldFace },
    { text: '{holder}', x: 10, y: 53, size: 2.2, face: serifFace },
    { text: 'Account {account}', x: 10, y: 57, size: 2 },
    { text: 'No. {number}', x: 10, y: 61, size: 2 },
  ],
  boxes: [],
  logo: { x: 10, y: 4, width: 13, height: 9 },
  backgrounds: ['rosettes', 'watermark', 'tint', 'plain', 'waves'],
  hues: [40, 240, 90],
  face: serifFace,
  crossing: null,
  clearBand: false,
};

/** Up to three signatures. */
export const fictionalLong: ChequeLayout = {
  id: 'fictional-long',
  set: 'tuned',
  paper: { width: 204, height: 90 },
  business: true,
  scheme: 'fictional-e13b-long',
  micr: { base: 83.6, right: 192 },
  currency: { sign: 'Cr', language: 'english', unit: 'credits', cent: 'bits' },
  dateForm: 'boxed',
  date: { x: 10, y: 30, width: 44, rule: 'none' },
  payee: { x: 62, y: 30, width: 130, rule: 'line' },
  words: [{ x: 10, y: 43, width: 134, rule: 'line' }],
  amount: { x: 152, y: 36, width: 42, height: 9 },
  amountBox: true,
  memo: { x: 10, y: 56, width: 60, rule: 'line' },
  signatures: [
    { x: 82, y: 69, width: 50, rule: 'line', above: null, below: 'Prepared and signed' },
    { x: 142, y: 69, width: 52, rule: 'line', above: 'For {holder}', below: 'Authorised signatory' },
    { x: 18, y: 70, width: 50, rule: 'line', above: null, below: 'Countersigned' },
  ],
  labels: [
    { text: '{bank}', x: 192, y: 12, size: 4, align: 'right', face: boldFace, coloured: true },
    { text: '{branch}', x: 192, y: 17, size: 1.8, align: 'right' },
    { text: 'Date', x: 10, y: 24, size: 1.7 },
    { text: 'Payee', x: 62, y: 24, size: 1.7 },
    { text: 'Amount in words', x: 10, y: 37, size: 1.7 },
    { text: 'Details', x: 10, y: 50, size: 1.7 },
    { text: 'Serial {number}', x: 30, y: 12, size: 2.6 },
  ],
  boxes: [{ x: 5, y: 20, width: 194, height: 54 }],
  logo: { x: 10, y: 5, width: 15, height: 12 },
  backgrounds: ['tint', 'microprint', 'plain', 'watermark', 'void'],
  hues: [0, 210, 120],
  face: narrowFace,
  crossing: null,
  clearBand: true,
};
