import { chooseModel } from '../../../src-main/engine/chosen-model.ts';
import type { Engine } from '../../../src-main/engine/engine-types.ts';
import { modelInUse, type ModelInUse } from '../../../src-main/desk/model-in-use.ts';
import { seededRandom } from '../../../src-main/metric/seeded.ts';
import type { ReferenceStore } from '../../../src-main/store/reference-store.ts';
import { specimen, template } from '../../store/store-helpers.ts';
import { modelsDirectory } from '../open-test-desk.ts';

export const contrastive = async (): Promise<ModelInUse> =>
  modelInUse(await chooseModel(modelsDirectory, 'contrastive'));

/** Closed metrics need no engine; whoever asks it for something fails. */
export const noEngine = new Proxy({} as Engine, {
  get: (_, name) => {
    throw new Error(`The engine was asked for ${String(name)}.`);
  },
});

/** Fills a store with signatories who sign on few dimensions, every second one `unlike` times as unsteadily as the others. */
export async function fillStore(
  store: ReferenceStore,
  model: ModelInUse,
  { signatories, specimens, unlike }: { signatories: number; specimens: number; unlike: number },
): Promise<void> {
  const { dimension } = model.chosen.package.manifest.template;
  const random = seededRandom(7);
  const spread = (): number => random.next() + random.next() + random.next() - 1.5;
  for (let account = 0; account < signatories; account++) {
    const varies = (account % 2 === 0 ? 1 : unlike) * 0.012;
    const centre = Array.from({ length: dimension }, () => spread() * 0.016);
    await store.enrol({
      account: String(1000 + account),
      signatory: 'Holder',
      specimens: Array.from({ length: specimens }, (_, at) => {
        const seed = account * 100 + at;
        const vector = Float32Array.from(centre, (value) => value + spread() * varies);
        return specimen(seed, { template: { ...template(seed, model.hash), modelId: model.id, vector } });
      }),
    });
  }
}
