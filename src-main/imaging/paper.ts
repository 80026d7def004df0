import type { GreyImage } from './image.ts';
import { takenLight } from './taken-light.ts';

/** A region after its paper was levelled: how much light the ink takes away, as a share of the paper around it. */
export interface LevelledPlane {
  readonly width: number;
  readonly height: number;
  /** 0 paper … 255 no light at all; `width * height`. */
  readonly density: Uint8Array;
  /** Typical deviation of bare paper from its level, in density steps: grain, show-through and background print. */
  readonly noise: number;
  /** Paper level of each tile, row by row, 0 to 255. */
  readonly tiles: Uint8Array;
  readonly tileColumns: number;
  readonly tileRows: number;
}

/** Side of a paper tile in pixels: several strokes wide, small against the fall-off of light over a page. */
const tileSide = 16;

/**
 * Where the darkest paper of a region has less than this share of the brightest's light, a shadow lies on it: flat scans
 * have 0.96 and more.
 */
const shadowEvenness = 0.94;
/** A shadow falls off softly: a tile has at least this share of its neighbour's light; a printed patch's edge is sharper. */
const shadowStep = 0.8;

/**
 * Levels the paper: divides each pixel by the brightness of the bare paper around it, so that paper tone, shadows and
 * uneven light drop out. The paper's level is the median of each 16-pixel tile, closed over 5 by 5 tiles (so that tiles
 * full of ink take their neighbours' paper), smoothed and interpolated. Under a shadow the tiles go on past the region's
 * edges, so that its fall-off is followed right to the edge.
 *
 * @param paperShare share of a tile's pixels that are darker than its paper: half as a rule, more where strokes lie so
 *   close that ink may fill most of a tile.
 */
export function levelPaper(image: GreyImage, paperShare = 0.5): LevelledPlane {
  const { width, height } = image;
  const tileColumns = Math.max(1, Math.round(width / tileSide));
  const tileRows = Math.max(1, Math.round(height / tileSide));
  const { levels: raw, noise } = tileLevels(image, tileColumns, tileRows, paperShare);
  const closed = spread(spread(raw, tileColumns, tileRows, true), tileColumns, tileRows, false);
  const flat = { tiles: smooth(closed, tileColumns, tileRows), tileColumns, tileRows };
  const shadowed = evenness(flat.tiles) < shadowEvenness ? shadowedTiles(raw, tileColumns, tileRows) : null;
  return { width, height, density: densityOn(image, shadowed ?? { ...flat, ring: 0 }), noise, ...flat };
}

/** Darkest over brightest tile. */
function evenness(tiles: Uint8Array): number {
  let [darkest, brightest] = [255, 1];
  for (const level of tiles) {
    if (level < darkest) darkest = level;
    if (level > brightest) brightest = level;
  }
  return darkest / brightest;
}

/** Paper levels of tiles, of which so many rings lie round the image. */
interface TileGrid {
  readonly tiles: Uint8Array;
  readonly tileColumns: number;
  readonly tileRows: number;
  readonly ring: number;
}

/** How much of the light each pixel takes away, 0 to 255, by the paper's level between the tiles' centres. */
function densityOn(image: GreyImage, { tiles, tileColumns, tileRows, ring }: TileGrid): Uint8Array {
  const { width, height } = image;
  const density = new Uint8Array(width * height);
  const table = takenLight;
  const columnTile = new Uint16Array(width);
  const columnWeight = new Uint16Array(width);
  for (let column = 0; column < width; column += 1) {
    const [tile, weight] = tilePosition(column, width, tileColumns, ring);
    columnTile[column] = tile;
    columnWeight[column] = weight;
  }
  const line = new Uint16Array(tileColumns + 1);
  for (let row = 0; row < height; row += 1) {
    const [tile, weight] = tilePosition(row, height, tileRows, ring);
    const below = Math.min(tileRows - 1, tile + 1);
    for (let column = 0; column < tileColumns; column += 1) {
      line[column] =
        tiles[tile * tileColumns + column]! * (64 - weight) + tiles[below * tileColumns + column]! * weight;
    }
    line[tileColumns] = line[tileColumns - 1]!;
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      const left = line[columnTile[column]!]!;
      const right = line[columnTile[column]! + 1]!;
      const paper = (left * 64 + (right - left) * columnWeight[column]! + 2048) >> 12;
      density[start + column] = table[(paper << 8) | image.data[start + column]!]!;
    }
  }
  return density;
}

/** Tiles set round a shadowed region for closing: as many as a window of 5 by 5 reaches twice. */
const shadowRings = 4;

/**
 * Tiles closed as if those at the edges went on outside, which leaves a fall-off of light as it is (a cut window would lift
 * its dark end), smoothed, with one ring of tiles outside that carry the fall-off on.
 *
 * @returns null where the light falls too sharply for a shadow.
 */
function shadowedTiles(raw: Uint8Array, columns: number, rows: number): TileGrid | null {
  const wide = columns + 2 * shadowRings;
  const tall = rows + 2 * shadowRings;
  const padded = new Uint8Array(wide * tall);
  const held = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at - shadowRings));
  for (let row = 0, at = 0; row < tall; row += 1) {
    for (let column = 0; column < wide; column += 1, at += 1)
      padded[at] = raw[held(row, rows) * columns + held(column, columns)]!;
  }
  const closed = spread(spread(padded, wide, tall, true), wide, tall, false);
  const inner = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    const from = (row + shadowRings) * wide + shadowRings;
    inner.set(closed.subarray(from, from + columns), row * columns);
  }
  if (sharpestStep(inner, columns, rows) < shadowStep) return null;
  const once = carriedOn(inner, columns, rows);
  const twice = carriedOn(once, columns + 2, rows + 2);
  const smoothed = smooth(twice, columns + 4, rows + 4);
  const tileColumns = columns + 2;
  const tileRows = rows + 2;
  const tiles = new Uint8Array(tileColumns * tileRows);
  for (let row = 0; row < tileRows; row += 1) {
    const from = (row + 1) * (columns + 4) + 1;
    tiles.set(smoothed.subarray(from, from + tileColumns), row * tileColumns);
  }
  return { tiles, tileColumns, tileRows, ring: 1 };
}

/** The least share of its neighbour's light that a tile has. */
function sharpestStep(tiles: Uint8Array, columns: number, rows: number): number {
  let least = 1;
  const compare = (one: number, other: number): void => {
    least = Math.min(least, one / Math.max(1, other), other / Math.max(1, one));
  };
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      if (column > 0) compare(tiles[at - 1]!, tiles[at]!);
      if (row > 0) compare(tiles[at - columns]!, tiles[at]!);
    }
  }
  return least;
}

/** Tiles with one ring more, each of it as far from its neighbour as that is from the next one. */
function carriedOn(tiles: Uint8Array, columns: number, rows: number): Uint8Array {
  const wide = columns + 2;
  const result = new Uint8Array(wide * (rows + 2));
  const level = (column: number, row: number): number => {
    const nearColumn = Math.min(columns - 1, Math.max(0, column));
    const nearRow = Math.min(rows - 1, Math.max(0, row));
    const nextColumn = Math.min(columns - 1, Math.max(0, 2 * nearColumn - column));
    const nextRow = Math.min(rows - 1, Math.max(0, 2 * nearRow - row));
    return 2 * tiles[nearRow * columns + nearColumn]! - tiles[nextRow * columns + nextColumn]!;
  };
  for (let row = -1, at = 0; row <= rows; row += 1) {
    for (let column = -1; column <= columns; column += 1, at += 1)
      result[at] = Math.min(255, Math.max(1, level(column, row)));
  }
  return result;
}

/**
 * Tile left of (above) a pixel and the next one's weight in 64ths; tile levels stand at tile centres.
 *
 * @param tiles how many there are, with `ring` of them before the first pixel and after the last one.
 */
function tilePosition(at: number, length: number, tiles: number, ring: number): [number, number] {
  const position = Math.round(((at + 0.5) * (tiles - 2 * ring) * 64) / length - 32) + 64 * ring;
  const limited = Math.min(Math.max(position, 0), (tiles - 1) * 64);
  return [limited >> 6, limited & 63];
}

/**
 * Median of each tile, and the paper's noise: the larger of the spreads to either side of a tile's median (grain spreads
 * both ways, a background print only to the dark), at the third decile of the tiles, where there is little ink.
 */
function tileLevels(
  image: GreyImage,
  columns: number,
  rows: number,
  paperShare: number,
): { levels: Uint8Array; noise: number } {
  const spreads = new Float64Array(columns * rows);
  const levels = new Uint8Array(columns * rows);
  const counts = new Uint32Array(256);
  for (let tileRow = 0; tileRow < rows; tileRow += 1) {
    const top = Math.floor((tileRow * image.height) / rows);
    const bottom = Math.floor(((tileRow + 1) * image.height) / rows);
    for (let tileColumn = 0; tileColumn < columns; tileColumn += 1) {
      const left = Math.floor((tileColumn * image.width) / columns);
      const right = Math.floor(((tileColumn + 1) * image.width) / columns);
      counts.fill(0);
      for (let row = top; row < bottom; row += 1) {
        const start = row * image.width;
        for (let at = start + left; at < start + right; at += 1) counts[image.data[at]!]! += 1;
      }
      const pixels = (bottom - top) * (right - left);
      const [dark, middle, bright, upper, brightest] = quantiles(counts, pixels, paperShare);
      const usual = paperShare === 0.5;
      const level = usual ? middle : upper;
      levels[tileRow * columns + tileColumn] = level;
      // Where ink may fill a tile, only what is brighter than its paper is surely paper.
      const deviation = usual ? Math.max(bright - middle, (middle - dark) / 0.84) : brightest - level;
      spreads[tileRow * columns + tileColumn] = (deviation * 255) / Math.max(1, level);
    }
  }
  spreads.sort();
  return { levels, noise: spreads[Math.floor(spreads.length * 0.3)]! };
}

/** Greatest (or least) level over 5 by 5 tiles. */
function spread(tiles: Uint8Array, columns: number, rows: number, greatest: boolean): Uint8Array {
  const result = new Uint8Array(tiles.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let found = greatest ? 0 : 255;
      for (let y = Math.max(0, row - 2); y <= Math.min(rows - 1, row + 2); y += 1) {
        for (let x = Math.max(0, column - 2); x <= Math.min(columns - 1, column + 2); x += 1) {
          const level = tiles[y * columns + x]!;
          if (greatest ? level > found : level < found) found = level;
        }
      }
      result[row * columns + column] = found;
    }
  }
  return result;
}

function smooth(tiles: Uint8Array, columns: number, rows: number): Uint8Array {
  const result = new Uint8Array(tiles.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      let count = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          sum += tiles[y * columns + x]!;
          count += 1;
        }
      }
      result[row * columns + column] = (sum + (count >> 1)) / count;
    }
  }
  return result;
}

/** Levels that a fifth, half, 84 %, the given share and 97 % of the samples don't exceed. */
function quantiles(counts: Uint32Array, total: number, share: number): [number, number, number, number, number] {
  const found: [number, number, number, number, number] = [255, 255, 255, 255, 255];
  const shares = [0.2, 0.5, 0.84, share, 0.97];
  const wanted = shares.map((part) => part * total);
  let sum = 0;
  for (let value = 0; value < 256; value += 1) {
    const count = counts[value]!;
    if (count === 0) continue;
    const before = sum;
    sum += count;
    for (let part = 0; part < 5; part += 1) {
      const goal = wanted[part]!;
      if (before < goal && sum >= goal) found[part] = value;
    }
    if (sum === total) break;
  }
  return found;
}
