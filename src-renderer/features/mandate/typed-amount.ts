/** An amount as typed, with or without commas; null where it is none. */
export function typedAmount(text: string): number | null {
  const plain = text.trim().replaceAll(',', '');
  return /^\d{1,12}(?:\.\d{1,2})?$/.test(plain) ? Number(plain) : null;
}
