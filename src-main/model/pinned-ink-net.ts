/** SHA-256 of the ink net's `models/ink/ink.json` that this version ships. Written by scripts/ink-net/package.ts. */
export const pinnedInkNet = '89e5a49a8c092a68c442dc1831913f79b775d7b2ebbad636c20ba8a920e322d8';
