import type { Engine } from '../engine/engine-types.ts';
import type { ExaminedSignature } from '../engine/protocol.ts';
import type { ReferenceStore, Specimen, Template, TemplateProvenance } from '../store/reference-store.ts';
import type { ModelInUse } from './model-in-use.ts';
import { specimenTower, type Tower } from './specimen-tower.ts';

/** By what a template was made. */
async function provenanceOf(engine: Engine, decoder: string): Promise<TemplateProvenance> {
  const ready = await engine.ready();
  return { decoder, provider: ready.providers?.provider ?? 'none', versions: ready.versions };
}

/** The template of a freshly examined specimen. @param tower the one that it was examined with */
export async function templateOf(
  engine: Engine,
  model: ModelInUse,
  examined: ExaminedSignature,
  tower: Tower,
): Promise<Template> {
  if (!examined.template) throw new Error('The engine was not asked for a template.');
  return {
    modelId: model.id,
    modelHash: model.hash,
    tower,
    vector: examined.template,
    provenance: await provenanceOf(engine, examined.scan.decoder),
  };
}

/** Makes one specimen's template again from its stored clean ink, by the tower that its stored scan asks for. */
async function remake(engine: Engine, model: ModelInUse, specimen: Specimen): Promise<Template> {
  const tower = await specimenTower(engine, model, specimen.imageBytes);
  const { template } = await engine.embedClean({ cleanPng: await specimen.cleanPng(), tower });
  return {
    modelId: model.id,
    modelHash: model.hash,
    tower,
    vector: template,
    provenance: await provenanceOf(engine, 'clean ink'),
  };
}

/**
 * The templates of specimens by the model in use; those that are missing (the model was changed) are made and stored
 * first, so that a check never waits for the whole store.
 */
export async function templatesFor(
  store: ReferenceStore,
  engine: Engine,
  model: ModelInUse,
  specimens: readonly Specimen[],
): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  const made: { specimen: string; template: Template }[] = [];
  for (const specimen of specimens) {
    const template = specimen.template ?? (await remake(engine, model, specimen));
    if (!specimen.template) made.push({ specimen: specimen.id, template });
    vectors.set(specimen.id, template.vector);
  }
  if (made.length > 0) await store.putTemplates(made);
  return vectors;
}

/** How many specimens are made again in one go; each go is stored, so stopping loses at most one. */
const batch = 16;

/**
 * Makes every missing template, a batch at a time. Stopped at any moment it goes on where it was: what has been made is
 * stored.
 *
 * @param onProgress called after each batch with how many were made so far
 * @returns how many were made
 */
export async function remakeTemplates(
  store: ReferenceStore,
  engine: Engine,
  model: ModelInUse,
  signal: AbortSignal,
  onProgress: (made: number) => void,
): Promise<number> {
  let made = 0;
  while (!signal.aborted) {
    const missing = await store.specimensWithoutTemplate(model.hash, batch);
    if (missing.length === 0) break;
    const templates: { specimen: string; template: Template }[] = [];
    for (const specimen of missing) {
      if (signal.aborted) break;
      templates.push({ specimen: specimen.id, template: await remake(engine, model, specimen) });
    }
    await store.putTemplates(templates);
    made += templates.length;
    onProgress(made);
  }
  return made;
}
