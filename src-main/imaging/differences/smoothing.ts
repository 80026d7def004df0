/**
 * Smooths a row of values by a Gaussian; at the ends by what lies within.
 *
 * @param deviation of the Gaussian, in steps.
 */
export function smoothed(values: Float64Array, deviation: number): Float64Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_none, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * deviation * deviation)),
  );
  const result = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    let sum = 0;
    let total = 0;
    for (let other = Math.max(0, at - reach); other <= Math.min(values.length - 1, at + reach); other += 1) {
      const weight = weights[other - at + reach]!;
      sum += weight * values[other]!;
      total += weight;
    }
    result[at] = sum / total;
  }
  return result;
}
