/** Why two signatures part: measures of both, and where on the questioned one the model finds the difference. */
import { alignSignatures } from '../imaging/align.ts';
import { findLooseInk } from '../imaging/differences/counterparts.ts';
import { measureShape } from '../imaging/differences/shape.ts';
import { readStrokes, type Strokes } from '../imaging/differences/strokes.ts';
import { ScanError } from '../imaging/errors.ts';
import type { GreyImage } from '../imaging/image.ts';
import { modelCanvas, toModelInput } from '../imaging/model-input.ts';
import { distanceBetween, type ClosedMetric } from '../metric/distance.ts';
import { joinDistances, type JoinMethod } from '../metric/joining.ts';
import { metricOf } from '../model/metric-of.ts';
import { engineError } from './engine-error.ts';
import type { OpenedModel } from './engine-work.ts';
import { decodeClean } from './imaging-calls.ts';
import type { CallRequest, CallResponse } from './protocol.ts';

type RawMap = NonNullable<CallResponse<'explain'>['map']>;

/** Samples of the model input to a cell of the occlusion map, each way. */
const cellSize = 16;
/** How far a blanked tile reaches beyond its cell, in samples: a stroke on the border is taken away whole. */
const tileReach = 4;
/** The map is drawn against this many of the nearest specimens; more would blur it. */
const nearestForMap = 2;

/**
 * Measures a questioned signature and a signatory's specimens, lays it over each, and (where asked) maps where the
 * model finds the difference.
 *
 * @throws ScanError where a stored picture is damaged or empty; EngineError `no-model`
 */
export async function explain(
  input: CallRequest<'explain'>,
  opened: OpenedModel | null,
): Promise<CallResponse<'explain'>> {
  const clean = await decodeClean(input.questionedPng);
  const questioned = strokesOf(clean);
  const specimens = await Promise.all(input.specimenPngs.map(decodeClean));
  const placed = specimens.map((specimen, at) => ({
    strokes: strokesOf(specimen),
    alignment: alignSignatures(specimen, clean),
    nearestOver: at === 0 ? null : alignSignatures(specimen, specimens[0]!),
  }));
  const { extra, missing } = findLooseInk(questioned, placed);
  return {
    alignments: placed.map(({ alignment: { scale, rotation, dx, dy, overlap } }) => ({
      scale,
      rotation,
      shiftX: dx,
      shiftY: dy,
      overlap,
    })),
    questioned: measureShape(questioned),
    specimens: placed.map(({ strokes }) => measureShape(strokes)),
    loose: { extra: extra.largest, missing: missing.largest },
    map: input.map ? await mapOf(clean, input.map, opened) : null,
  };
}

function strokesOf(clean: GreyImage): Strokes {
  const strokes = readStrokes(clean);
  if (!strokes) throw new ScanError('no-ink', 'The stored signature holds no ink.');
  return strokes;
}

/** The map in units of the package's own distance; null where the ink has no place on the canvas. */
async function mapOf(
  clean: GreyImage,
  { questioned, specimens, method }: NonNullable<CallRequest<'explain'>['map']>,
  opened: OpenedModel | null,
): Promise<RawMap | null> {
  if (!opened) throw engineError('no-model', 'The engine was started without a model, so it draws no map.');
  const { model, session } = opened;
  const box = modelCanvas(clean, model.manifest.input);
  if (!box) return null;
  const { metric } = model.manifest;
  if (session.distanceMaps && metric.kind === 'learned' && metric.map) {
    const maps = await session.distanceMaps(questioned, specimens);
    maps.sort((one, other) => one.distance - other.distance);
    const nearest = maps.slice(0, nearestForMap);
    const { rows, columns } = metric.map;
    const values = Float32Array.from(
      { length: rows * columns },
      (_none, cell) => nearest.reduce((sum, { map }) => sum + map[cell]!, 0) / nearest.length,
    );
    return { rows, columns, values, box, source: 'network' };
  }
  return { ...(await occlusion(clean, questioned, specimens, method, opened)), box, source: 'occlusion' };
}

/**
 * How much nearer the signature comes when the ink of one tile is taken away (Zeiler and Fergus, "Visualizing and
 * understanding convolutional networks", ECCV 2014). Cells without ink, and ink that speaks for the hand, are 0.
 */
async function occlusion(
  clean: GreyImage,
  questioned: Float32Array,
  specimens: readonly Float32Array[],
  method: JoinMethod,
  { model, session }: OpenedModel,
): Promise<Pick<RawMap, 'rows' | 'columns' | 'values'>> {
  const size = model.manifest.input;
  const ink = toModelInput(clean, size);
  const metric = metricOf(model);
  const joined = async (template: Float32Array): Promise<number> =>
    joinDistances(
      session.distances
        ? await session.distances(template, specimens)
        : specimens.map((each) => distanceBetween(metric as ClosedMetric, template, each)),
      { method },
    );
  const rows = Math.max(1, Math.round(size.height / cellSize));
  const columns = Math.max(1, Math.round(size.width / cellSize));
  const values = new Float32Array(rows * columns);
  const whole = await joined(questioned);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const tile = {
        top: Math.max(0, Math.round((row * size.height) / rows) - tileReach),
        bottom: Math.min(size.height, Math.round(((row + 1) * size.height) / rows) + tileReach),
        left: Math.max(0, Math.round((column * size.width) / columns) - tileReach),
        right: Math.min(size.width, Math.round(((column + 1) * size.width) / columns) + tileReach),
      };
      const rest = blanked(ink, size.width, tile);
      if (!rest) continue;
      const [template] = await session.embed('questioned', [rest]);
      if (template) values[row * columns + column] = Math.max(0, whole - (await joined(template)));
    }
  }
  return { rows, columns, values };
}

/** The ink without that of a tile; null where the tile has none, or nothing else is left. */
function blanked(
  ink: Uint8Array,
  width: number,
  tile: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number },
): Uint8Array | null {
  const rest = Uint8Array.from(ink);
  let taken = 0;
  for (let row = tile.top; row < tile.bottom; row += 1) {
    const [from, to] = [row * width + tile.left, row * width + tile.right];
    for (let at = from; at < to; at += 1) taken += rest[at]!;
    rest.fill(0, from, to);
  }
  return taken === 0 || !rest.some((sample) => sample > 0) ? null : rest;
}
