import { UsageError } from '../command.ts';

/** Reads an amount in the currency's main unit; null where none was given. @throws UsageError */
export function readAmount(text: string | null): number | null {
  if (text === null || /^\d{1,12}(\.\d{1,2})?$/.test(text)) return text === null ? null : Number(text);
  throw new UsageError(`--amount takes a number like 5000 or 5000.50; "${text}" isn't that.`);
}
