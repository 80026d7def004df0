import { CallFailure } from '../contract/calls.ts';
import type { Mandate, MandateRule, MandatesView } from '../contract/mandate.ts';
import { rulesText } from '../contract/mandate-words.ts';
import { mandateOn } from '../mandate/in-force.ts';
import { notMerged, withMerges } from './merged-signatories.ts';
import { MandateWordsError, readRules } from '../mandate/read-words.ts';
import type { ReferenceStore } from '../store/reference-store.ts';

/** Today, as YYYY-MM-DD in UTC. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** An account's mandates, and which of them is in force on `day`. @throws CallFailure `no-account` */
export async function mandatesView(store: ReferenceStore, account: string, day = today()): Promise<MandatesView> {
  const found = await store.findAccount(account);
  if (!found)
    throw new CallFailure({ fault: 'no-account', field: 'account', message: `Account ${account} isn't on file.` });
  const specimens = await store.specimensOf(found.number);
  const mandates = await store.mandates.of(found.number);
  const inForce = mandateOn(mandates, day);
  const signatories = await store.signatoriesOf(found.number);
  return {
    account: found.number,
    signatories: notMerged(signatories).map(({ id, name }) => ({
      id,
      name,
      specimens: specimens.filter(({ signatory }) => signatory === id).length,
    })),
    mandates: mandates.map((mandate) => ({
      id: mandate.id,
      at: mandate.at,
      operator: mandate.operator,
      words: rulesText(mandate.rules),
      inForce: mandate === inForce,
      mandate: { from: mandate.from, groups: withMerges(mandate, signatories).groups, rules: mandate.rules },
    })),
  };
}

/** Reads a mandate's rules from words. @throws CallFailure `bad-mandate`, which words can't be read and how to write them */
export function rulesFromWords(words: string): MandateRule[] {
  try {
    return readRules(words);
  } catch (error) {
    if (error instanceof MandateWordsError)
      throw new CallFailure({ fault: 'bad-mandate', field: 'words', message: error.message });
    throw error;
  }
}

/**
 * Refuses a mandate that nobody could ever meet: a way to sign asks for more signatories of a group than are in it on the
 * day it begins.
 * @throws CallFailure `bad-mandate`
 */
export function refuseUnmeetable({ from, groups, rules }: Mandate): void {
  for (const { name, members } of groups) {
    const there = new Set(members.filter(({ to }) => to === null || to >= from).map(({ signatory }) => signatory)).size;
    const asked = rules.flatMap(({ ways }) => ways.flat()).filter(({ group }) => group === name);
    const most = Math.max(0, ...asked.map(({ count }) => count));
    if (most <= there) continue;
    throw new CallFailure({
      fault: 'bad-mandate',
      field: 'groups',
      message: `The rules ask for ${most} of group ${name}, but only ${there} signatories are in it from ${from} on.`,
    });
  }
}
