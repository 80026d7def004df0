/**
 * The model packages that this version of Countersign ships: id to SHA-256 of its model.json. Written by
 * `pinHashes` (pin.ts); a package whose manifest has another hash is refused unless a supervisor has admitted it.
 */
export const pinnedManifests: Readonly<Record<string, string>> = {
  contrastive: 'd930490b7dcfb4141e168f8ac81ed4535b8b6ff448779fc0e33e0301f60be9c4',
};
