/**
 * The model packages that this version of Countersign ships: id to SHA-256 of its model.json. Written by
 * `pinHashes` (pin.ts); a package whose manifest has another hash is refused unless a supervisor has admitted it.
 */
export const pinnedManifests: Readonly<Record<string, string>> = {
  contrastive: '79192e8a157a8cf39e271cc3e25623bf7a583002ad1564cadae62279b4993333',
};
