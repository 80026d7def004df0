/**
 * The model packages that this version of Countersign ships: id to SHA-256 of its model.json. Written by
 * `pinHashes` (pin.ts); a package whose manifest has another hash is refused unless a supervisor has admitted it.
 */
export const pinnedManifests: Readonly<Record<string, string>> = {};
