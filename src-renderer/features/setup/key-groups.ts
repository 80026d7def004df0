/** The recovery key in groups, as the app gives them; without any, in fours. */
export function keyGroups(key: string): string[] {
  const groups = key
    .trim()
    .split(/[\s-]+/)
    .filter(Boolean);
  if (groups.length > 1) return groups;
  return key.trim().match(/.{1,4}/g) ?? [];
}
