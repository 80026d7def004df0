// Draws packaging/icon.png (1024 × 1024) from packaging/icon.svg; electron-builder makes every platform's icon of it.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const at = (name: string) => fileURLToPath(new URL(`../packaging/${name}`, import.meta.url));

await sharp(at('icon.svg'), { density: 96 })
  .resize(1024, 1024)
  .png({ compressionLevel: 9, palette: true })
  .toFile(at('icon.png'));
