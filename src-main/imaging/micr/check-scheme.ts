import { compilePattern, MicrPatternError } from './line-pattern.ts';
import type { MicrScheme } from './schemes.ts';

/**
 * Checks a scheme of the bank's own: that its pattern is one, and that every field it names stands in it.
 *
 * @throws {MicrPatternError} in words for the person who wrote it.
 */
export function checkScheme(scheme: MicrScheme): void {
  const { source } = compilePattern(scheme.pattern, scheme.font);
  const inPattern = new Set(Object.keys(new RegExp(`${source}|`).exec('')?.groups ?? {}));
  const listed = scheme.fields.map(({ name }) => name);
  const twice = listed.find((name, index) => listed.indexOf(name) !== index);
  if (twice !== undefined) throw new MicrPatternError(`The field ${twice} is listed twice.`);
  const unnamed = [...inPattern].find((name) => !listed.includes(name));
  if (unnamed !== undefined)
    throw new MicrPatternError(`The pattern has a field ${unnamed} that isn't listed under fields.`);
  const missing = [...listed, ...scheme.account, ...scheme.chequeNumber, ...scheme.bank].find(
    (name) => !inPattern.has(name),
  );
  if (missing !== undefined) throw new MicrPatternError(`The pattern has no field ${missing}.`);
}
