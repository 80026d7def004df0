/**
 * An account number as it is compared: compatibility forms folded, upper case, without spaces, dashes, dots and slashes.
 * May be empty where the text holds nothing else.
 */
export function normaliseAccountNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}./\\_]/gu, '');
}

/** Of things that are for accounts by prefix ('' for all), the one with the longest prefix that an account begins with. */
export function longestPrefix<Item extends { readonly prefix: string }>(
  items: readonly Item[],
  account: string,
): Item | null {
  const number = normaliseAccountNumber(account);
  let best: { item: Item; length: number } | null = null;
  for (const item of items) {
    const prefix = normaliseAccountNumber(item.prefix);
    if (number.startsWith(prefix) && prefix.length >= (best?.length ?? 0)) best = { item, length: prefix.length };
  }
  return best?.item ?? null;
}
