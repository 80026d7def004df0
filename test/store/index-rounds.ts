/** What the process that is killed (index-child.ts) and those who look after it agree on. */
export const model = 'hash-1';
export const place = { offset: 4, length: 8 };

/** The account that a round erases; null: none. */
export const erasedIn = (batch: number): string | null => (batch % 4 === 3 ? `account ${batch - 2}` : null);
