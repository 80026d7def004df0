import { CallFailure } from '../contract/calls.ts';

/** Finds `4100-2278` in `4100-2278-cheque-0001.png`: the leading run of digits, letters kept out, groups joined by dashes. */
export const defaultAccountPattern = '^(\\d[\\d-]*\\d)(?=[^\\d])';

/**
 * Compiles the pattern that finds an account in a file's name.
 * @throws CallFailure `bad-pattern` where it isn't a regular expression, or has no group
 */
export function compileAccountPattern(pattern: string): RegExp {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch (error) {
    throw new CallFailure({
      fault: 'bad-pattern',
      field: 'accountPattern',
      message: `The account pattern isn't a regular expression: ${error instanceof Error ? error.message : 'unreadable'}`,
    });
  }
  const groups = new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1;
  if (groups < 2) {
    throw new CallFailure({
      fault: 'bad-pattern',
      field: 'accountPattern',
      message: 'The account pattern needs one group in round brackets: the account number.',
    });
  }
  return expression;
}

/** The account that a file's name gives, or null. Only the last part of a path is looked at, its first 255 characters. */
export function accountFromName(pattern: RegExp, name: string): string | null {
  const base = (name.split(/[\\/]/).at(-1) ?? '').slice(0, 255);
  const found = pattern.exec(base)?.[1]?.trim();
  return found ? found.slice(0, 40) : null;
}
