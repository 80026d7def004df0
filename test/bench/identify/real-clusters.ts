import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { embedRows } from '../../../src-main/desk/embed-rows.ts';
import { readSignatureIndex, type SignatureRow } from '../../../src-main/desk/index-file.ts';
import { shortPlace, shortVector } from '../../../src-main/desk/identify/short-vector.ts';
import { syntheticGallery } from '../../../src-main/desk/identify/synthetic-gallery.ts';
import type { ModelInUse } from '../../../src-main/desk/model-in-use.ts';
import { quietHost } from '../../desk/quiet-host.ts';
import type { Cluster } from './moved-vectors.ts';

const realSet = fileURLToPath(new URL('../../../../shared/signatures/index.tsv', import.meta.url));

/**
 * Short vectors as the twin makes them, signatory by signatory: of synthetic signers, and of the writers of `../shared/signatures` where that is there.
 *
 * @param cache a folder where the synthetic ones are kept from one run to the next
 */
export async function realClusters(
  model: ModelInUse,
  signers: number,
  specimens: number,
  cache: string,
): Promise<Cluster[]> {
  const host = quietHost({
    progress: (task, done, total) => {
      if (done % 100 === 0 || done === total) console.error(`${task}: ${done} of ${total}`);
    },
  });
  const { length } = shortPlace(model);
  const gallery = await syntheticGallery(host, model, { cache, seed: 'bench', signatories: signers, specimens });
  const clusters: Cluster[] = Array.from({ length: gallery.size }, (_, signer) =>
    Array.from({ length: specimens }, (_, specimen) => {
      const from = (signer * specimens + specimen) * length;
      return gallery.short.slice(from, from + length);
    }),
  );
  if (!existsSync(realSet)) return clusters;
  const byWriter = new Map<string, SignatureRow[]>();
  for (const row of await readSignatureIndex(realSet)) {
    const writer = `${row.dataset} ${row.writer}`;
    const own = byWriter.get(writer) ?? [];
    if (row.kind === 'genuine' && own.length < specimens) byWriter.set(writer, [...own, row]);
  }
  const { references } = await embedRows(host, model, [...byWriter.values()].flat());
  for (const rows of byWriter.values()) {
    const templates = rows.flatMap(({ name }) => references.get(name) ?? []);
    if (templates.length === specimens)
      clusters.push(templates.map((each) => shortVector(each, shortPlace(model)).slice()));
  }
  return clusters;
}
