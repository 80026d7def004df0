/** SHA-256 of the ink net's `models/ink/ink.json` that this version ships. Written by scripts/ink-net/package.ts. */
export const pinnedInkNet = '60a1c4bb5e946b595921b271be421a934120c69a064724ec786f3dbabdc2c8b1';
