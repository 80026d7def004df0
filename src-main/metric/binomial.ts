/** Lanczos's approximation (g = 7, nine terms) of ln Γ(x), x > 0; good to about 1e-14. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const base = x + 6.5;
  const sum = terms.reduce((total, term, index) => (index === 0 ? term : total + term / (x - 1 + index)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes, section 6.4). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let step = 1; step <= 10_000; step++) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    result *= d * c;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

/** The regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) variable is at most x. a, b > 0, x in 0…1. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/**
 * The one-sided Clopper–Pearson upper bound of a share (Clopper and Pearson, Biometrika 1934): the share at which seeing
 * no more than this many would have a chance of 1 − confidence. The number seen, share × count, may be fractional.
 *
 * @param share the share seen, 0…1; @param count how many independent cases it was seen in, above 0;
 * @param confidence 0…1 (1 excluded); 0 gives the share itself back.
 * @throws RangeError for a value out of range.
 */
export function upperBoundOfShare(share: number, count: number, confidence = 0.95): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share lies between 0 and 1; this one is ${share}.`);
  if (!(count > 0 && Number.isFinite(count))) throw new RangeError(`A share needs a count above 0, not ${count}.`);
  if (!(confidence >= 0 && confidence < 1))
    throw new RangeError(`A confidence lies between 0 and 1 (1 excluded); this one is ${confidence}.`);
  if (confidence === 0 || share === 1) return share;
  const seen = share * count;
  let low = share;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (regularisedBeta(middle, seen + 1, count - seen) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
