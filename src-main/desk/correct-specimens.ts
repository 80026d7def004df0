import { CallFailure } from '../contract/calls.ts';
import type { Account, ReferenceStore, Signatory } from '../store/reference-store.ts';
import { examineEnrolment, type EnrolParts, type ScanToEnrol } from './enrol.ts';
import { notMerged } from './merged-signatories.ts';

/** @throws CallFailure `no-account` */
export async function accountOnFile(store: ReferenceStore, account: string): Promise<Account> {
  const found = await store.findAccount(account);
  if (found) return found;
  throw new CallFailure({ fault: 'no-account', field: 'account', message: `Account ${account} isn't on file.` });
}

/**
 * Puts a scan in the place of a specimen: examined as any enrolment is, and by the same four eyes.
 * @throws CallFailure `no-account`, `not-found`, `cannot-enrol`; StoreError `invalid`; EngineError where the engine itself fails
 */
export async function replaceSpecimen(
  parts: EnrolParts,
  wanted: { readonly account: string; readonly specimen: string; readonly scan: ScanToEnrol; readonly reason: string },
): Promise<{ specimen: string; warnings: string[]; awaits: boolean }> {
  const { store, operator } = parts;
  const { number } = await accountOnFile(store, wanted.account);
  const onFile = await store.specimensOf(number, { includeRetired: true });
  const replaced = onFile.find(({ id }) => id === wanted.specimen);
  if (!replaced)
    throw new CallFailure({ fault: 'not-found', message: `Account ${number} has no specimen ${wanted.specimen}.` });
  const { scans, warnings } = await examineEnrolment(parts, {
    ...{ account: number, holder: null, signatory: replaced.signatoryName, scans: [wanted.scan] },
  });
  const [scan] = scans;
  if (!scan?.ready)
    throw new CallFailure({ fault: 'cannot-enrol', message: `${wanted.scan.name}: ${scan?.problem ?? 'unreadable'}` });
  const awaits = parts.awaits ?? false;
  const { specimen: id, reason } = wanted;
  const specimen = await store.corrections.replace({ specimen: id, by: scan.ready, reason, awaits }, operator);
  return { specimen, warnings: [...warnings], awaits };
}

/**
 * The signatory of a name, among those that stand on their own.
 * @throws CallFailure `not-found` naming those there are
 */
export async function signatoryNamed(store: ReferenceStore, account: string, name: string): Promise<Signatory> {
  const folded = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('en');
  const standing = notMerged(await store.signatoriesOf(account));
  const found = standing.find((each) => folded(each.name) === folded(name));
  if (found) return found;
  throw new CallFailure({
    fault: 'not-found',
    message: `Account ${account} has no signatory ${name}. It has: ${standing.map((each) => each.name).join(', ')}.`,
  });
}
