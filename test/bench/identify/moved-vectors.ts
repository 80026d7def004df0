import { seededRandom } from '../../../src-main/metric/seeded.ts';

/** A signatory's vectors as the twin made them. */
export type Cluster = readonly Float32Array[];

/** Vectors one after another; specimen `i` of signatory `j` has the id 'j/i'. */
export interface MovedVectors {
  readonly ids: readonly string[];
  readonly values: Float32Array;
}

/**
 * As many vectors as wanted, by moving real ones. With m the mean of all, c a signatory's centre and s a specimen's offset from it, a
 * new signatory's centre is m + (c − m) cos θ + (c′ − m) sin θ of two signatories drawn at random and an angle drawn from 0 to 90
 * degrees, and its specimens' offsets are s cos φ + s′ sin φ of two others, specimen by specimen. As cos² + sin² = 1, mean
 * and covariance stay, of the centres and within signatories, and so do the mean squared distances between two signatories' and
 * between one's own specimens; `moved-vectors.test.ts` holds both to the real ones. Then a vector is given the length that the one it was
 * made of has.
 *
 * @param clusters signatories with the same number of specimens or more; those past `specimens` are left out
 * @param signatories how many to make; each has `specimens` vectors
 */
export function movedVectors(
  clusters: readonly Cluster[],
  signatories: number,
  specimens: number,
  seed: number,
): MovedVectors {
  const usable = clusters.filter((cluster) => cluster.length >= specimens);
  const dimension = usable[0]![0]!.length;
  const shapes = usable.map((cluster) => shapeOf(cluster.slice(0, specimens)));
  const mean = meanOf(shapes.map(({ centre }) => centre));
  const random = seededRandom(seed);
  const ids: string[] = [];
  const values = new Float32Array(signatories * specimens * dimension);
  const draw = () => shapes[random.below(shapes.length)]!;
  for (let signatory = 0; signatory < signatories; signatory++) {
    const [first, second, third, fourth] = [draw(), draw(), draw(), draw()];
    const theta = (random.next() * Math.PI) / 2;
    const phi = (random.next() * Math.PI) / 2;
    const [cosine, sine] = [Math.cos(theta), Math.sin(theta)];
    const [ownPart, otherPart] = [Math.cos(phi), Math.sin(phi)];
    for (let specimen = 0; specimen < specimens; specimen++) {
      const offset = (signatory * specimens + specimen) * dimension;
      const own = third.offsets[specimen]!;
      const other = fourth.offsets[(specimen + 1) % specimens]!;
      let square = 0;
      for (let at = 0; at < dimension; at++) {
        const m = mean[at]!;
        const centre = m + (first.centre[at]! - m) * cosine + (second.centre[at]! - m) * sine;
        const value = centre + own[at]! * ownPart + other[at]! * otherPart;
        values[offset + at] = value;
        square += value * value;
      }
      const factor = first.lengths[specimen]! / Math.sqrt(square);
      for (let at = 0; at < dimension; at++) values[offset + at]! *= factor;
      ids.push(`${String(signatory)}/${String(specimen)}`);
    }
  }
  return { ids, values };
}

function shapeOf(cluster: Cluster) {
  const centre = meanOf(cluster);
  return {
    centre,
    offsets: cluster.map((vector) => centre.map((value, at) => vector[at]! - value)),
    lengths: cluster.map((vector) => Math.hypot(...vector)),
  };
}

function meanOf(vectors: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let at = 0; at < mean.length; at++) mean[at]! += vector[at]! / vectors.length;
  return mean;
}
