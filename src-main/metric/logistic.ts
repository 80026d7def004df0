/** A weighted example: features, which side it is of, and how much it counts (from 0 up). */
export interface LogisticExample {
  readonly features: readonly number[];
  readonly positive: boolean;
  readonly weight: number;
}

/** Which sign a feature's weight may have. `zero` leaves the feature out. */
export type WeightSign = 'any' | 'not-positive' | 'not-negative' | 'zero';

export interface LogisticOptions {
  /** One a feature. Default: any. */
  readonly signs?: readonly WeightSign[];
  /** Strength of the ridge on standardised weights (not on the intercept), next to a mean log loss. Default 1e-4. */
  readonly ridge?: number;
  /** A model to start from, which makes fits of nearly the same data quick; it doesn't change the result beyond rounding. */
  readonly start?: LogisticModel;
}

/** log odds = intercept + Σ weights·features. */
export interface LogisticModel {
  readonly intercept: number;
  readonly weights: readonly number[];
}

/** Solves the symmetric positive definite system H x = g by Gaussian elimination with pivoting; H is small. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const base = rows[column]!;
    for (let row = column + 1; row < size; row++) {
      const factor = rows[row]![column]! / base[column]!;
      if (factor !== 0) for (let entry = column; entry <= size; entry++) rows[row]![entry]! -= factor * base[entry]!;
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let value = rows[row]![size]!;
    for (let column = row + 1; column < size; column++) value -= rows[row]![column]! * result[column]!;
    result[row] = value / rows[row]![row]!;
  }
  return result;
}

interface Problem {
  /** Row-major: a 1 for the intercept, then the standardised features. */
  readonly design: Float64Array;
  readonly width: number;
  readonly positive: Uint8Array;
  readonly weight: Float64Array;
  readonly ridge: number;
}

/** Mean log loss plus the ridge. */
function lossOf({ design, width, positive, weight, ridge }: Problem, beta: readonly number[]): number {
  let loss = 0;
  for (let row = 0; row < weight.length; row++) {
    let odds = 0;
    for (let column = 0; column < width; column++) odds += design[row * width + column]! * beta[column]!;
    const wrong = positive[row] ? -odds : odds;
    loss += weight[row]! * (Math.max(0, wrong) + Math.log1p(Math.exp(-Math.abs(wrong))));
  }
  for (let column = 1; column < width; column++) loss += (ridge / 2) * beta[column]! ** 2;
  return loss;
}

function derivatives(problem: Problem, beta: readonly number[]): { gradient: number[]; hessian: number[][] } {
  const { design, width, positive, weight, ridge } = problem;
  const gradient = new Array<number>(width).fill(0);
  const flat = new Float64Array(width * width);
  for (let row = 0; row < weight.length; row++) {
    const base = row * width;
    let odds = 0;
    for (let column = 0; column < width; column++) odds += design[base + column]! * beta[column]!;
    const chance = 1 / (1 + Math.exp(-odds));
    const slope = weight[row]! * (chance - (positive[row] ? 1 : 0));
    const curve = weight[row]! * chance * (1 - chance);
    for (let column = 0; column < width; column++) {
      const entry = design[base + column]!;
      gradient[column]! += slope * entry;
      for (let other = 0; other <= column; other++)
        flat[column * width + other]! += curve * entry * design[base + other]!;
    }
  }
  const hessian = gradient.map((_, row) =>
    gradient.map((_, column) => flat[Math.max(row, column) * width + Math.min(row, column)]!),
  );
  for (let column = 0; column < width; column++) {
    // A trace on the intercept too keeps the system solvable when every example is far on its right side.
    hessian[column]![column]! += column === 0 ? 1e-12 : ridge;
    if (column > 0) gradient[column]! += ridge * beta[column]!;
  }
  return { gradient, hessian };
}

function withinSigns(beta: number[], signs: readonly WeightSign[]): number[] {
  return beta.map((value, column) => {
    const sign = signs[column]!;
    return sign === 'not-positive' ? Math.min(0, value) : sign === 'not-negative' ? Math.max(0, value) : value;
  });
}

/** Projected Newton (Bertsekas, SIAM J. Control 1982): weights at a bound that want to cross it are held, the rest take a Newton step. */
function minimise(problem: Problem, signs: readonly WeightSign[], start: number[]): number[] {
  let beta = withinSigns(start, signs);
  let loss = lossOf(problem, beta);
  for (let step = 0; step < 100; step++) {
    const { gradient, hessian } = derivatives(problem, beta);
    const free = beta.flatMap((value, column) => {
      const sign = signs[column]!;
      const held =
        (sign === 'not-positive' && value === 0 && gradient[column]! < 0) ||
        (sign === 'not-negative' && value === 0 && gradient[column]! > 0);
      return held ? [] : [column];
    });
    if (free.every((column) => Math.abs(gradient[column]!) < 1e-10)) break;
    const change = solve(
      free.map((row) => free.map((column) => hessian[row]![column]!)),
      free.map((row) => gradient[row]!),
    );
    let better: { beta: number[]; loss: number } | null = null;
    for (let length = 1; length > 1e-10; length /= 2) {
      const tried = withinSigns(
        beta.map((value, column) => value - length * (change[free.indexOf(column)] ?? 0)),
        signs,
      );
      const triedLoss = lossOf(problem, tried);
      if (triedLoss < loss) {
        better = { beta: tried, loss: triedLoss };
        break;
      }
    }
    if (!better) break;
    const gain = loss - better.loss;
    ({ beta, loss } = better);
    if (gain < 1e-14) break;
  }
  return beta;
}

/**
 * Weighted logistic regression with bounded signs and a small ridge, by Newton's method on standardised features. The
 * same examples give the same model, bit for bit. Perfectly separated examples give a finite model, by the ridge.
 *
 * @returns the model on the features as given (not standardised).
 * @throws RangeError for examples of one side only, of unequal width, or with a value that isn't finite, or negative weights.
 */
export function fitLogistic(examples: readonly LogisticExample[], options: LogisticOptions = {}): LogisticModel {
  const width = examples[0]?.features.length ?? 0;
  const count = examples.length;
  const sides = { positive: 0, negative: 0 };
  for (const { features, weight, positive } of examples) {
    if (features.length !== width)
      throw new RangeError(`An example has ${features.length} features, the first one ${width}.`);
    if (!features.every(Number.isFinite)) throw new RangeError('A feature of an example is not a finite number.');
    if (!(weight >= 0) || !Number.isFinite(weight)) throw new RangeError(`The weight of an example is ${weight}.`);
    sides[positive ? 'positive' : 'negative'] += weight;
  }
  if (sides.positive === 0 || sides.negative === 0)
    throw new RangeError(`There are no ${sides.positive === 0 ? 'genuines' : 'forgeries'} to calibrate on.`);
  const total = sides.positive + sides.negative;

  const mean = new Array<number>(width).fill(0);
  const variance = new Array<number>(width).fill(0);
  for (const { features, weight } of examples)
    for (let column = 0; column < width; column++) mean[column]! += (weight / total) * features[column]!;
  for (const { features, weight } of examples)
    for (let column = 0; column < width; column++)
      variance[column]! += (weight / total) * (features[column]! - mean[column]!) ** 2;
  // A feature that never changes can tell nothing (its weight would only trade places with the intercept): left out too.
  const used = mean.flatMap((centre, column) => {
    const deviation = Math.sqrt(variance[column]!);
    const sign = options.signs?.[column] ?? 'any';
    const tells = sign !== 'zero' && deviation > 1e-12 * Math.abs(centre);
    return tells ? [{ column, centre, scale: deviation, sign }] : [];
  });

  const size = used.length + 1;
  const design = new Float64Array(count * size);
  const positive = new Uint8Array(count);
  const weights = new Float64Array(count);
  examples.forEach((example, row) => {
    design[row * size] = 1;
    used.forEach(({ column, centre, scale }, index) => {
      design[row * size + index + 1] = (example.features[column]! - centre) / scale;
    });
    positive[row] = example.positive ? 1 : 0;
    weights[row] = example.weight / total;
  });
  const { start } = options;
  const first = start
    ? [
        used.reduce((sum, { column, centre }) => sum + start.weights[column]! * centre, start.intercept),
        ...used.map(({ column, scale }) => start.weights[column]! * scale),
      ]
    : [Math.log(sides.positive / sides.negative), ...used.map(() => 0)];
  const beta = minimise(
    { design, width: size, positive, weight: weights, ridge: options.ridge ?? 1e-4 },
    ['any', ...used.map(({ sign }) => sign)],
    first,
  );
  const raw = new Array<number>(width).fill(0);
  let intercept = beta[0]!;
  used.forEach(({ column, centre, scale }, index) => {
    // Plus 0, so that a weight held at its bound is 0 and not −0.
    raw[column] = beta[index + 1]! / scale + 0;
    intercept -= raw[column]! * centre;
  });
  return { intercept, weights: raw };
}
