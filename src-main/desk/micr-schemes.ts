import { CallFailure } from '../contract/calls.ts';
import type { MicrScheme } from '../contract/micr-scheme.ts';
import { ownSchemeProblem } from '../engine/micr-text.ts';

/** What is wrong with a bank's own MICR schemes, with the field it is wrong in; null: nothing. */
export function micrSchemesProblem(
  schemes: readonly MicrScheme[],
): { readonly field: string; readonly message: string } | null {
  for (const [index, scheme] of schemes.entries()) {
    if (schemes.findIndex(({ id }) => id === scheme.id) !== index)
      return { field: `micrSchemes.${index}.id`, message: `Two MICR schemes have the id ${scheme.id}.` };
    const problem = ownSchemeProblem(scheme);
    if (problem !== null)
      return {
        field: `micrSchemes.${index}.${problem.field}`,
        message: `MICR scheme ${scheme.id}: ${problem.message}`,
      };
  }
  return null;
}

/** @throws CallFailure `bad-micr-scheme` with the field, where one of the bank's own schemes can't be used */
export function checkMicrSchemes(schemes: readonly MicrScheme[]): void {
  const problem = micrSchemesProblem(schemes);
  if (problem) throw new CallFailure({ fault: 'bad-micr-scheme', ...problem });
}
