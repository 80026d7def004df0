import type { MandateOutput } from '../contract/cli.ts';
import { CallFailure } from '../contract/calls.ts';
import type { Mandate, MandatesView } from '../contract/mandate.ts';
import { rulesText } from '../contract/mandate-words.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { withFailures } from './failures.ts';
import { mandatesView, refuseUnmeetable, rulesFromWords } from './mandates.ts';

interface Asked {
  readonly store: string;
  readonly account: string;
}

/** A view for the command line: signatories by name instead of by id. */
function outputOf({ account, signatories, mandates }: MandatesView, day: string): MandateOutput {
  const names = new Map(signatories.map(({ id, name }) => [id, name]));
  return {
    account,
    day,
    mandates: mandates.map(({ id, at, operator, words, inForce, mandate }) => ({
      id,
      at,
      operator,
      words,
      from: mandate.from,
      inForce,
      groups: mandate.groups.map(({ name, members }) => ({
        name,
        members: members.map(({ signatory, from, to }) => ({ name: names.get(signatory) ?? signatory, from, to })),
      })),
    })),
  };
}

/** `countersign mandate history`: every mandate that an account ever had. @throws CallFailure, StoreError */
export function mandateHistory(host: CommandHost, asked: Asked & { readonly day: string }): Promise<MandateOutput> {
  return withCommandStore(host, asked.store, 'mandate history', async (store) =>
    outputOf(await mandatesView(store, asked.account, asked.day), asked.day),
  );
}

/** `countersign mandate show`: the mandate in force on a day; none where it has none. @throws CallFailure, StoreError */
export function showMandate(host: CommandHost, asked: Asked & { readonly day: string }): Promise<MandateOutput> {
  return withCommandStore(host, asked.store, 'mandate show', async (store) => {
    const output = outputOf(await mandatesView(store, asked.account, asked.day), asked.day);
    return { ...output, mandates: output.mandates.filter(({ inForce }) => inForce) };
  });
}

/** Groups by the names of their members, as given on the command line. */
function groupsFrom(
  view: MandatesView,
  groups: readonly { readonly name: string; readonly members: readonly string[] }[],
): Mandate['groups'] {
  const folded = (name: string): string => name.normalize('NFKC').trim().toLocaleLowerCase('en');
  const ids = new Map(view.signatories.map(({ id, name }) => [folded(name), id]));
  return groups.map(({ name, members }) => ({
    name,
    members: members.map((member) => {
      const signatory = ids.get(folded(member));
      if (signatory !== undefined) return { signatory, from: null, to: null };
      const known = view.signatories.map((each) => each.name).join(', ');
      throw new CallFailure({
        fault: 'bad-mandate',
        field: 'groups',
        message: `Account ${view.account} has no signatory ${member}. It has: ${known}.`,
      });
    }),
  }));
}

/** `countersign mandate set`: puts a mandate on file, from words. @throws CallFailure, StoreError */
export function setMandate(
  host: CommandHost,
  asked: Asked & {
    readonly from: string;
    /** null: no mandate from that day on. */
    readonly words: string | null;
    readonly groups: readonly { readonly name: string; readonly members: readonly string[] }[];
  },
): Promise<MandateOutput> {
  return withFailures(async () => {
    const rules = asked.words === null ? [] : rulesFromWords(asked.words);
    return withCommandStore(host, asked.store, 'mandate set', async (store) => {
      const view = await mandatesView(store, asked.account);
      const mandate: Mandate = { from: asked.from, groups: groupsFrom(view, asked.groups), rules };
      refuseStrayGroups(mandate);
      refuseUnmeetable(mandate);
      await store.mandates.set(asked.account, mandate, store.operator);
      const output = outputOf(await mandatesView(store, asked.account, asked.from), asked.from);
      return { ...output, mandates: output.mandates.slice(-1) };
    });
  });
}

function refuseStrayGroups({ groups, rules }: Mandate): void {
  const named = new Set(groups.map(({ name }) => name));
  const stray = rules.flatMap(({ ways }) => ways.flat()).find(({ group }) => !named.has(group));
  if (!stray) return;
  throw new CallFailure({
    fault: 'bad-mandate',
    field: 'groups',
    message: `"${rulesText(rules)}" names group ${stray.group}: say who is in it with --group ${stray.group}=NAME,NAME.`,
  });
}
