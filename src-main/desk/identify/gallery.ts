import { exactIndex } from '../../metric/search/exact.ts';
import type { ModelInUse } from '../model-in-use.ts';
import type { Enrolled } from './recognise.ts';
import { shortPlace, shortVector } from './short-vector.ts';
import type { Gallery } from './synthetic-gallery.ts';

/** A writer of a labelled set, enrolled. */
export interface RealSignatory {
  readonly id: string;
  /** Of the specimens, at least one. */
  readonly templates: readonly Float32Array[];
}

/** Writers of a labelled set among synthetic signatories, to look for signatures in as in a store. */
export function galleryOf(model: ModelInUse, real: readonly RealSignatory[], synthetic: Gallery): Enrolled {
  const place = shortPlace(model);
  const { length } = place;
  const { specimens, size, short } = synthetic;
  const nameOf = (at: number): string => `synthetic ${String(at)}`;
  const ids = Array.from({ length: size * specimens }, (_, row) => `${nameOf(Math.floor(row / specimens))}/${row}`);
  const index = exactIndex(length, ids, short.slice(0, ids.length * length));
  const owners = new Map(ids.map((id, row) => [id, nameOf(Math.floor(row / specimens))]));
  const own = new Map(real.map(({ id, templates }) => [id, templates]));
  for (const { id, templates } of real) {
    for (const [at, template] of templates.entries()) {
      index.put(`${id}/${at}`, shortVector(template, place));
      owners.set(`${id}/${at}`, id);
    }
  }
  const numbers = new Map(Array.from({ length: size }, (_, at) => [nameOf(at), at]));
  return {
    shortList(template, most) {
      const listed = new Set<string>();
      for (let count = 2 * specimens * most; ; count *= 2) {
        for (const { id } of index.nearest(shortVector(template, place), count)) {
          if (listed.size < most) listed.add(owners.get(id)!);
        }
        if (listed.size === most || count >= index.size) break;
      }
      const found = [...listed].map((id) => ({ id, account: id, holder: null }));
      return Promise.resolve({ listed: found, signatories: real.length + size });
    },
    async templatesOf({ id }) {
      const number = numbers.get(id);
      const templates = own.get(id) ?? (number === undefined ? [] : await synthetic.templatesOf(number));
      return {
        id,
        name: id,
        specimens: templates.map((vector, at) => ({ id: `${id}/${at}`, capturedOn: null, vector })),
      };
    },
  };
}
