/**
 * Where a bank's hands lie, as averages of at least four signatories each, and how far a signature lies from them. Hands that
 * are unlike all others lie far from their own specimens too; a distance means more in a crowd. Speaker recognition takes scores
 * relative to a cohort for the same reason (Auckenthaler, Carey and Lloyd-Thomas, "Score normalization for text-independent speaker
 * verification systems", Digital Signal Processing 10, 2000).
 */

/** A group is parted in two while it has at least twice as many signatories as this. */
export const fewestInGroup = 4;
/** More groups than this are not made, however many signatories there are. */
export const mostGroups = 64;

/** The direction of a set's largest variance, by power iteration from a start that depends on the set alone. */
function mainDirection(rows: readonly Float64Array[], mean: Float64Array): Float64Array {
  const size = mean.length;
  let direction = new Float64Array(size);
  let longest = -1;
  for (const row of rows) {
    const away = row.map((entry, at) => entry - mean[at]!);
    const length = away.reduce((sum, entry) => sum + entry * entry, 0);
    if (length > longest) {
      longest = length;
      direction = away;
    }
  }
  for (let step = 0; step < 50; step++) {
    const next = new Float64Array(size);
    for (const row of rows) {
      let along = 0;
      for (let at = 0; at < size; at++) along += (row[at]! - mean[at]!) * direction[at]!;
      for (let at = 0; at < size; at++) next[at]! += along * (row[at]! - mean[at]!);
    }
    const length = Math.hypot(...next);
    if (length === 0) return direction;
    direction = next.map((entry) => entry / length);
  }
  return direction;
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let at = 0; at < mean.length; at++) mean[at]! += row[at]! / rows.length;
  return mean;
}

function parted(rows: readonly Float64Array[], largest: number): Float64Array[] {
  const mean = meanOf(rows);
  if (rows.length < 2 * largest) return [mean];
  const direction = mainDirection(rows, mean);
  const along = rows.map((row) => row.reduce((sum, entry, at) => sum + entry * direction[at]!, 0));
  const order = [...rows.keys()].sort((a, b) => along[a]! - along[b]! || a - b);
  const half = rows.length >> 1;
  const side = (places: readonly number[]): Float64Array[] =>
    parted(
      places.map((place) => rows[place]!),
      largest,
    );
  return [...side(order.slice(0, half)), ...side(order.slice(half))];
}

/**
 * Averages of groups of like hands: the signatories' mean templates, parted in two along their main direction again and again, at
 * the median. Each group has at least {@link fewestInGroup} signatories (all of them where there are fewer than twice as many), and
 * there are at most {@link mostGroups} of them, so that none shows a single person's template.
 *
 * @param signatories templates of each one's specimens, all of one length; at least one signatory, each with at least one
 * @throws RangeError for no signatory, or templates of different lengths
 */
export function crowdOf(signatories: readonly (readonly Float32Array[])[]): Float64Array[] {
  const means = signatories.map((templates) => meanOf(templates.map((template) => Float64Array.from(template))));
  const size = means[0]?.length ?? 0;
  if (size === 0 || means.some((mean) => mean.length !== size))
    throw new RangeError('The templates of a crowd have one length, and there is at least one of each signatory.');
  return parted(means, Math.max(fewestInGroup, Math.ceil(means.length / mostGroups)));
}

/** How far a template lies from the nearest two groups: the mean of both Euclidean distances (of one, where there is one). */
export function remotenessOf(crowd: readonly Float64Array[], template: Float32Array): number {
  let nearest = Infinity;
  let second = Infinity;
  for (const centre of crowd) {
    let sum = 0;
    for (let at = 0; at < centre.length; at++) sum += (template[at]! - centre[at]!) ** 2;
    if (sum < nearest) [nearest, second] = [sum, nearest];
    else if (sum < second) second = sum;
  }
  if (!Number.isFinite(nearest)) throw new RangeError("A template can not be placed among the bank's hands.");
  return Number.isFinite(second) ? (Math.sqrt(nearest) + Math.sqrt(second)) / 2 : Math.sqrt(nearest);
}
