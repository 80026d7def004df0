import { shareBoxSchema, type ShareBox } from '../contract/box.ts';
import * as v from 'valibot';
import { sampleSet, type SampleSet } from '../sample/samples.ts';
import { chequeSize } from '../sample/cheque-form.ts';
import { signatureRoom } from '../sample/cheque.ts';
import { examineEnrolment, storeEnrolment, type EnrolParts } from './enrol.ts';
import { saveLayout } from './settings.ts';

/** How many characters of a sample account's number name its bank. */
const bankPrefix = 4;

/** A day on which a sample specimen might have been given: one a year, never the same for two accounts. */
function sampleDay(account: number, scan: number): string {
  return `${2021 + scan}-0${account + 1}-1${scan}`;
}

/** A region of a sample cheque as shares of the cheque. */
function shareOf(region: { x: number; y: number; width: number; height: number }): ShareBox {
  return v.parse(shareBoxSchema, {
    x: region.x / chequeSize.width,
    y: region.y / chequeSize.height,
    width: region.width / chequeSize.width,
    height: region.height / chequeSize.height,
  });
}

/**
 * Enrols the sample accounts (synthetic signers) and saves their banks' layouts. What is there already is left alone,
 * so that it can be called again after it was interrupted.
 *
 * @param onProgress called after each account
 * @returns how many accounts the set has, and how many specimens were added
 */
export async function enrolSamples(
  parts: EnrolParts,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<{ accounts: number; specimens: number; set: SampleSet }> {
  const set = await sampleSet();
  const signature = shareOf(signatureRoom);
  for (const accountPrefix of new Set(set.accounts.map(({ account }) => account.slice(0, bankPrefix)))) {
    await saveLayout(parts.store, { name: `Sample bank ${accountPrefix}`, accountPrefix, signature }, parts.operator);
  }
  let specimens = 0;
  for (const [at, { account, holder, specimens: scans }] of set.accounts.entries()) {
    const request = {
      account,
      holder,
      signatory: holder,
      scans: scans.map(({ name, bytes }, scan) => ({
        name,
        bytes,
        region: null,
        capturedOn: sampleDay(at, scan),
        source: 'sample',
      })),
    };
    const examined = await examineEnrolment(parts, request);
    specimens += (await storeEnrolment(parts, request, examined)).length;
    onProgress(at + 1, set.accounts.length);
  }
  await parts.store.setSetting('samples', true, parts.operator);
  return { accounts: set.accounts.length, specimens, set };
}

/** What a sample cheque is meant to show, in words. */
export function describeSample(cheque: SampleSet['cheques'][number]): string {
  switch (cheque.hand) {
    case 'genuine':
      return 'Signed by the account holder';
    case 'imitation':
      return "An imitation of the account holder's signature";
    case 'other hand':
      return 'Signed by somebody else';
  }
}

/** What a sample that gets no verdict is, in words. */
export function describeUnreadable(sample: SampleSet['unreadable'][number]): string {
  return sample.reason === 'blank' ? 'Nobody signed this one' : 'Print where a signature should be';
}
