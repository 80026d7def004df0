import type { CommandHost } from './command-host.ts';
import { loadModel, type ModelInUse } from './model-in-use.ts';
import { readPolicyFile } from './policy-file.ts';
import { defaultSettings, withPolicy } from './settings.ts';

/**
 * The model that an evaluation is of.
 * @param id null: the one that the machine's policy names, else the default
 * @throws ModelError, CallFailure
 */
export async function evaluatedModel(host: CommandHost, id: string | null): Promise<ModelInUse> {
  const policy = await readPolicyFile(host.policyFile);
  return loadModel(host.modelsDirectory, id ?? withPolicy(defaultSettings, policy).model);
}
