import type { ModelInUse } from '../model-in-use.ts';

/** Which of a template's numbers the short list is made by. */
export interface ShortPlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * Where a package's templates keep the vector that short lists are made by: what follows the plane of ink in the templates of a
 * learned metric (the numbers of the whole signature, 256 of 13,192), and the whole template of any other package.
 */
export function shortPlace({ ink, chosen }: Pick<ModelInUse, 'ink' | 'chosen'>): ShortPlace {
  const { dimension } = chosen.package.manifest.template;
  const offset = ink ? ink.offset + ink.rows * ink.columns : 0;
  return offset < dimension ? { offset, length: dimension - offset } : { offset: 0, length: dimension };
}

/** A template's vector for short lists: a view of the template, no copy. */
export function shortVector(template: Float32Array, { offset, length }: ShortPlace): Float32Array {
  return template.subarray(offset, offset + length);
}
