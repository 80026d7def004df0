/** What an account pattern makes of a file name. */
type PatternTrial =
  | { readonly kind: 'found'; readonly account: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly why: string };

/** Tries an account pattern (a regular expression with one group) on a file's name, for the settings page. */
export function tryPattern(pattern: string, fileName: string): PatternTrial {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    return { kind: 'wrong', why: 'This is not a regular expression: look at its brackets and backslashes.' };
  }
  const groups = (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1;
  if (groups < 1) {
    return { kind: 'wrong', why: 'The pattern needs one group in round brackets: the account number.' };
  }
  const base = (fileName.split(/[\\/]/).at(-1) ?? '').slice(0, 255);
  const account = expression.exec(base)?.[1]?.trim();
  return account ? { kind: 'found', account } : { kind: 'none' };
}
