import type { CellClassifierData } from '../../src-main/imaging/micr/classifier.ts';
import type { MicrFont } from '../../src-main/imaging/micr/glyph.ts';
import { seededRandom } from '../../src-main/sample/seeded.ts';
import type { CellExamples } from './cell-examples.ts';

interface Training {
  readonly font: MicrFont;
  readonly classes: string;
  readonly hidden: number;
  readonly epochs: number;
  readonly report: (words: string) => void;
}

const batch = 32;
const rate = 0.002;
/** Pull of the weights towards 0, and how much a label is blunted, so that the network isn't surer than it may be. */
const decay = 1e-4;
const blunt = 0.002;

/**
 * Fits a network of one hidden layer by Adam (Kingma and Ba, ICLR 2015) on the cross entropy, and packs its weights.
 * The same examples give the same weights on one machine.
 */
export function fitNetwork(examples: CellExamples, training: Training): CellClassifierData {
  const { hidden } = training;
  const classes = [...training.classes];
  const inputs = examples.cells[0]?.length ?? 0;
  const labels = examples.labels.map((label) => classes.indexOf(label));
  const random = seededRandom('network', training.font);
  const sizes = [hidden * inputs, hidden, classes.length * hidden, classes.length] as const;
  const total = sizes[0] + sizes[1] + sizes[2] + sizes[3];
  const weights = new Float64Array(total);
  for (let at = 0; at < sizes[0]; at += 1) weights[at] = random.normal(0, Math.sqrt(2 / inputs));
  const outerAt = sizes[0] + sizes[1];
  for (let at = 0; at < sizes[2]; at += 1) weights[outerAt + at] = random.normal(0, Math.sqrt(1 / hidden));
  const gradient = new Float64Array(total);
  const first = new Float64Array(total);
  const second = new Float64Array(total);
  const order = labels.map((_label, index) => index);
  let steps = 0;
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = random.integer(at + 1);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    let [loss, wrong] = [0, 0];
    for (let start = 0; start + batch <= order.length; start += batch) {
      gradient.fill(0);
      for (let at = start; at < start + batch; at += 1) {
        const result = backPropagate(
          examples.cells[order[at]!]!,
          labels[order[at]!]!,
          weights,
          gradient,
          sizes,
          hidden,
        );
        loss += result.loss;
        wrong += result.wrong;
      }
      steps += 1;
      const speed = rate * (0.5 + 0.5 * Math.cos((Math.PI * steps) / ((training.epochs * order.length) / batch)));
      const [early, late] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
      for (let at = 0; at < total; at += 1) {
        const slope = gradient[at]! / batch;
        first[at] = 0.9 * first[at]! + 0.1 * slope;
        second[at] = 0.999 * second[at]! + 0.001 * slope * slope;
        weights[at]! -= speed * (first[at]! / early / (Math.sqrt(second[at]! / late) + 1e-8) + decay * weights[at]!);
      }
    }
    training.report(`${training.font} epoch ${epoch + 1}: loss ${(loss / order.length).toFixed(4)}, wrong ${wrong}`);
  }
  return pack(weights, inputs, training);
}

function backPropagate(
  cell: Float32Array,
  label: number,
  weights: Float64Array,
  gradient: Float64Array,
  sizes: readonly [number, number, number, number],
  hidden: number,
): { readonly loss: number; readonly wrong: number } {
  const inputs = cell.length;
  const count = sizes[3];
  const biasAt = sizes[0];
  const outerAt = biasAt + hidden;
  const outerBiasAt = outerAt + sizes[2];
  const active = new Float64Array(hidden);
  for (let unit = 0, at = 0; unit < hidden; unit += 1) {
    let sum = weights[biasAt + unit]!;
    for (let input = 0; input < inputs; input += 1, at += 1) sum += weights[at]! * cell[input]!;
    active[unit] = sum > 0 ? sum : 0;
  }
  const share = new Float64Array(count);
  let [highest, best] = [-Infinity, 0];
  for (let output = 0, at = outerAt; output < count; output += 1) {
    let sum = weights[outerBiasAt + output]!;
    for (let unit = 0; unit < hidden; unit += 1, at += 1) sum += weights[at]! * active[unit]!;
    share[output] = sum;
    if (sum > highest) [highest, best] = [sum, output];
  }
  let total = 0;
  for (let output = 0; output < count; output += 1) total += share[output] = Math.exp(share[output]! - highest);
  const back = new Float64Array(hidden);
  for (let output = 0; output < count; output += 1) {
    const target = output === label ? 1 - blunt : blunt / (count - 1);
    const error = share[output]! / total - target;
    gradient[outerBiasAt + output]! += error;
    for (let unit = 0, at = outerAt + output * hidden; unit < hidden; unit += 1, at += 1) {
      gradient[at]! += error * active[unit]!;
      back[unit]! += error * weights[at]!;
    }
  }
  for (let unit = 0; unit < hidden; unit += 1) {
    if (active[unit] === 0) continue;
    const error = back[unit]!;
    gradient[biasAt + unit]! += error;
    for (let input = 0, at = unit * inputs; input < inputs; input += 1, at += 1) gradient[at]! += error * cell[input]!;
  }
  return { loss: -Math.log(Math.max(1e-12, share[label]! / total)), wrong: best === label ? 0 : 1 };
}

/** Weights as bytes with one scale a row. */
function pack(weights: Float64Array, inputs: number, { font, classes, hidden }: Training): CellClassifierData {
  const count = [...classes].length;
  const bytes = new Int8Array(hidden * inputs + count * hidden);
  const scales: number[] = [];
  const row = (from: number, length: number, to: number): void => {
    let most = 1e-9;
    for (let at = from; at < from + length; at += 1) most = Math.max(most, Math.abs(weights[at]!));
    const scale = Number((most / 127).toPrecision(7));
    scales.push(scale);
    for (let at = 0; at < length; at += 1) bytes[to + at] = Math.round(Math.min(127, weights[from + at]! / scale));
  };
  for (let unit = 0; unit < hidden; unit += 1) row(unit * inputs, inputs, unit * inputs);
  const outerAt = hidden * inputs + hidden;
  for (let output = 0; output < count; output += 1)
    row(outerAt + output * hidden, hidden, hidden * inputs + output * hidden);
  const biases = [...weights.subarray(hidden * inputs, outerAt), ...weights.subarray(outerAt + count * hidden)].map(
    (bias) => Number(bias.toPrecision(7)),
  );
  return { font, classes, inputs, hidden, weights: Buffer.from(bytes.buffer).toString('base64'), scales, biases };
}
