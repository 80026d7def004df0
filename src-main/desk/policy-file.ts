import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { CallFailure } from '../contract/calls.ts';
import { fourEyesSchema } from '../contract/decide.ts';
import { micrSchemesSchema } from '../contract/micr-scheme.ts';
import { settingsSchema } from '../contract/settings.ts';
import { micrSchemesProblem } from './micr-schemes.ts';

/**
 * The machine-wide policy that an IT department places (docs/policy.md). Every setting in it is fixed: the window shows
 * it and nobody changes it there. Unknown fields are refused, so that a misspelt one can't be believed to be in force.
 */
const policyFileSchema = v.strictObject({
  format: v.literal('countersign-policy/1'),
  appearance: v.optional(settingsSchema.entries.appearance),
  accountPattern: v.optional(settingsSchema.entries.accountPattern),
  idleLockSeconds: v.optional(settingsSchema.entries.idleLockSeconds),
  model: v.optional(settingsSchema.entries.model),
  thresholds: v.optional(settingsSchema.entries.thresholds),
  unlockWithSystem: v.optional(settingsSchema.entries.unlockWithSystem),
  /** When a second person has to confirm; null: never, whatever the store's own settings say. */
  fourEyes: v.optional(v.nullable(v.strictObject(fourEyesSchema.entries))),
  micrSchemes: v.optional(micrSchemesSchema),
  /** Days that checks are kept before they may be erased; null: no limit. Kept on record with every check. */
  retentionDays: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500)))),
});

export type MachinePolicy = v.InferOutput<typeof policyFileSchema>;

/**
 * Reads the machine-wide policy file.
 * @returns null where there is none
 * @throws CallFailure `bad-policy` naming file and field: with a policy that can't be read the app doesn't start,
 *   since it can't know what it must not do
 */
export async function readPolicyFile(file: string): Promise<MachinePolicy | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CallFailure({ fault: 'bad-policy', message: `The policy file ${file} can't be read (${why}).` });
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    throw new CallFailure({ fault: 'bad-policy', message: `The policy file ${file} isn't valid JSON: ${why}` });
  }
  const result = v.safeParse(policyFileSchema, value);
  if (!result.success) {
    const issue = result.issues[0];
    throw new CallFailure({
      fault: 'bad-policy',
      message: `The policy file ${file}, field ${v.getDotPath(issue) ?? '(top)'}: ${issue.message}`,
    });
  }
  const thresholds = result.output.thresholds;
  for (const [group, pair] of Object.entries(thresholds ?? {})) {
    if (pair.mismatchBelow > pair.matchAbove) {
      throw new CallFailure({
        fault: 'bad-policy',
        message: `The policy file ${file}, field thresholds.${group}: mismatchBelow is above matchAbove.`,
      });
    }
  }
  const scheme = micrSchemesProblem(result.output.micrSchemes ?? []);
  if (scheme) {
    throw new CallFailure({
      fault: 'bad-policy',
      message: `The policy file ${file}, field ${scheme.field}: ${scheme.message}`,
    });
  }
  return result.output;
}
