import type { StoredMandate } from '../store/mandates.ts';
import type { Signatory } from '../store/reference-store.ts';

/**
 * A mandate as it counts where signatories were merged: whoever was merged into another one is that one. One who then is in a group
 * twice over the same days is in it once.
 * @param signatories all of the account
 * @param at only merges before this time count (ISO 8601 in UTC), for what was judged then; null: all
 */
export function withMerges(
  mandate: StoredMandate,
  signatories: readonly Signatory[],
  at: string | null = null,
): StoredMandate {
  const merged = new Map(
    signatories.flatMap(({ id, mergedInto }) =>
      mergedInto && (at === null || mergedInto.at < at) ? [[id, mergedInto.signatory] as const] : [],
    ),
  );
  if (merged.size === 0) return mandate;
  const standing = (id: string): string => {
    const into = merged.get(id);
    return into === undefined ? id : standing(into);
  };
  const groups = mandate.groups.map(({ name, members }) => {
    const meant = members.map((member) => ({ ...member, signatory: standing(member.signatory) }));
    const once = new Map(meant.map((member) => [`${member.signatory} ${member.from} ${member.to}`, member]));
    return { name, members: [...once.values()] };
  });
  return { ...mandate, groups };
}

/** Those who are signatories of their own. */
export const notMerged = (signatories: readonly Signatory[]): Signatory[] =>
  signatories.filter(({ mergedInto }) => mergedInto === null);
