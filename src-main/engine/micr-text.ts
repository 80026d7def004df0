/** MICR lines as text: the fields in them. What the desk needs of imaging's parser. */
import { checkScheme } from '../imaging/micr/check-scheme.ts';
import { MicrPatternError } from '../imaging/micr/line-pattern.ts';
import { parseMicrLine } from '../imaging/micr/parse-line.ts';
import { micrSchemes, type MicrScheme } from '../imaging/micr/schemes.ts';
import type { ReadChequeRequest, ReadPageMicr } from './cheque-protocol.ts';

/** A line taken apart, as the protocol has it. */
export type ParsedText = NonNullable<ReadPageMicr['parsed']>;
/** A bank's own scheme, as the protocol has it. */
export type OwnScheme = ReadChequeRequest['micrSchemes'][number];

const plain = ({ fields, ...scheme }: OwnScheme): MicrScheme => ({
  ...scheme,
  fields: fields.map(({ name, label, check }) => (check ? { name, label, check } : { name, label })),
});

const allSchemes = (own: readonly OwnScheme[]): MicrScheme[] => [...own.map(plain), ...micrSchemes];

/** Why a scheme of the bank's own can't be used, in words for the person who wrote it; null: it can. */
export function ownSchemeProblem(scheme: OwnScheme): { readonly field: string; readonly message: string } | null {
  if (micrSchemes.some(({ id }) => id === scheme.id))
    return { field: 'id', message: 'Countersign has a scheme of this name already. Give yours another id.' };
  try {
    checkScheme(plain(scheme));
    return null;
  } catch (error) {
    if (error instanceof MicrPatternError) return { field: 'pattern', message: error.message };
    throw error;
  }
}

/**
 * The fields of a line by the first scheme that fits it: the bank's own, then the common ones.
 *
 * @param text as a MICR reading has it, or as a clerk mended it
 * @returns null where none fits
 * @throws MicrPatternError where a scheme of the bank's own has a pattern that can't be read
 */
export function parseMicrText(text: string, own: readonly OwnScheme[]): ParsedText | null {
  const parsed = parseMicrLine(text, allSchemes(own));
  return parsed && { ...parsed, fields: parsed.fields.map((field) => ({ ...field })) };
}

/**
 * The account number of a line in which some of its digits are in doubt, with `?` for these.
 * @returns null where the line doesn't say where its account is, or none of its digits was read
 */
export function accountInDoubt({ scheme: id, fields }: ParsedText, own: readonly OwnScheme[]): string | null {
  const scheme = allSchemes(own).find((each) => each.id === id);
  const texts = (scheme?.account ?? []).map((name) => fields.find((field) => field.name === name)?.text);
  if (texts.length === 0 || texts.includes(undefined)) return null;
  const number = texts.join('').replaceAll(/[^0-9?]/g, '');
  return /[0-9]/.test(number) ? number : null;
}
