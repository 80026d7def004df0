/** Of an account's mandates, oldest first as they were put on file, the one in force on a day; null: none is. */
export function mandateOn<Dated extends { readonly from: string; readonly rules: readonly unknown[] }>(
  mandates: readonly Dated[],
  day: string,
): Dated | null {
  let inForce: Dated | null = null;
  // Of two from the same day the later entry is the correction of the earlier.
  for (const mandate of mandates)
    if (mandate.from <= day && (inForce === null || mandate.from >= inForce.from)) inForce = mandate;
  return inForce && inForce.rules.length > 0 ? inForce : null;
}
