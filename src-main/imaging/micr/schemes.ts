import type { MicrFont } from './glyph.ts';

/** A check digit that a field carries. `us-transit`: ABA routing number, weights 3, 7, 1, sum a multiple of ten. */
export type MicrCheck = 'us-transit';

/** A field of a scheme. */
export interface MicrSchemeField {
  /** As in the pattern. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly check?: MicrCheck;
}

/**
 * How a country or a bank sets up its MICR line: plain data, as documented in docs/micr.md.
 *
 * `pattern` is the line from left to right. Symbols stand for themselves (E-13B: ⑆ ⑇ ⑈ ⑉; CMC-7: A to E; `*` any symbol of
 * the font). `{name:6}` is a field of six digits, `{name:4-10}` one of four to ten; characters after the count, as in
 * `{name:4-10⑉ }`, may stand among the digits. `[…]` may be missing. A gap (space) may stand between any two of these.
 */
export interface MicrScheme {
  readonly id: string;
  readonly label: string;
  readonly font: MicrFont;
  readonly pattern: string;
  readonly fields: readonly MicrSchemeField[];
  /** Fields whose digits, one after the other, are the account number; the cheque's number; the bank. */
  readonly account: readonly string[];
  readonly chequeNumber: readonly string[];
  readonly bank: readonly string[];
}

/** The schemes that the app knows. A bank's own go before them. */
export const micrSchemes: readonly MicrScheme[] = [
  {
    id: 'us-business',
    label: 'United States, business cheque',
    font: 'e13b',
    pattern: '⑈{auxiliary:1-15⑉}⑈ ⑆{transit:8-9⑉}⑆ {account:4-19⑉ }⑈[ {transactionCode:1-6}][ ⑇{amount:10}⑇]',
    fields: [
      { name: 'auxiliary', label: 'Cheque number' },
      { name: 'transit', label: 'Routing number', check: 'us-transit' },
      { name: 'account', label: 'Account' },
      { name: 'transactionCode', label: 'Transaction code' },
      { name: 'amount', label: 'Amount' },
    ],
    account: ['account'],
    chequeNumber: ['auxiliary'],
    bank: ['transit'],
  },
  {
    id: 'us-personal',
    label: 'United States, personal cheque',
    font: 'e13b',
    pattern: '⑆{transit:8-9⑉}⑆ {account:4-19⑉ }⑈[ {serial:1-10}][ ⑇{amount:10}⑇]',
    fields: [
      { name: 'transit', label: 'Routing number', check: 'us-transit' },
      { name: 'account', label: 'Account' },
      { name: 'serial', label: 'Cheque number' },
      { name: 'amount', label: 'Amount' },
    ],
    account: ['account'],
    chequeNumber: ['serial'],
    bank: ['transit'],
  },
  {
    id: 'india-cts',
    label: 'India, CTS-2010',
    font: 'e13b',
    pattern: '⑈{chequeNumber:6}⑈ {sortCode:9}⑆ [{account:6}⑈ ]{transactionCode:2}',
    fields: [
      { name: 'chequeNumber', label: 'Cheque number' },
      { name: 'sortCode', label: 'City, bank and branch' },
      { name: 'account', label: 'Short account' },
      { name: 'transactionCode', label: 'Transaction code' },
    ],
    account: ['account'],
    chequeNumber: ['chequeNumber'],
    bank: ['sortCode'],
  },
  {
    id: 'uk',
    label: 'United Kingdom',
    font: 'e13b',
    pattern: '⑈{chequeNumber:6}⑈ {sortCode:6⑉}⑆ {account:8}⑈[ {transactionCode:2}][ ⑇{amount:11}⑇]',
    fields: [
      { name: 'chequeNumber', label: 'Cheque number' },
      { name: 'sortCode', label: 'Sort code' },
      { name: 'account', label: 'Account' },
      { name: 'transactionCode', label: 'Transaction code' },
      { name: 'amount', label: 'Amount' },
    ],
    account: ['account'],
    chequeNumber: ['chequeNumber'],
    bank: ['sortCode'],
  },
  {
    id: 'france',
    label: 'France',
    font: 'cmc7',
    pattern: '*{chequeNumber:7}* {interbank:12}* {account:12}*',
    fields: [
      { name: 'chequeNumber', label: 'Cheque number' },
      { name: 'interbank', label: 'Interbank zone' },
      { name: 'account', label: 'Account zone' },
    ],
    account: ['account'],
    chequeNumber: ['chequeNumber'],
    bank: ['interbank'],
  },
];
