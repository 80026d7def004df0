/**
 * The model packages that this version of Countersign ships: id to SHA-256 of its model.json. Written by
 * `pinHashes` (pin.ts); a package whose manifest has another hash is refused unless a supervisor has admitted it.
 */
export const pinnedManifests: Readonly<Record<string, string>> = {
  contrastive: '519b0d10d92511c68c35a28065be2dc2f7cd5a15bcbdb382e3ea25639f4280c1',
  'half-twin': '760d6b495d9ba626f1902c1f8b8b19e0b981090b3d0a89ae8faaa3fe192443db',
  learned: '7835f5ec801ba8c645e52eff9ae4bdeb1f32c4852124f196c15c83c6114c36a6',
  'mahalanobis-labelled': '43e73ea77b94e38d5447bcd61496cd7118ea88b04de2761abc1f0763fd5be990',
  'mahalanobis-unlabelled': '526b7b2331a5595880f3702af297603a9fa28ed0daef826172f0c010c334b89b',
  triplet: '46625efc767073514f93eff633826d355edeb5b1f762af421796bf29eab3ca2b',
};
