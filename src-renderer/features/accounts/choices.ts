import type { Client } from '../../../src-main/contract/calls.ts';
import type { Choice } from '../../ui/combobox.svelte.ts';
import { counted } from '../result/words.ts';

/** Completions for an account number: the number, its holder, and how many specimens it has. */
export async function accountChoices(client: Client, prefix: string): Promise<Choice[]> {
  const { accounts } = await client.completeAccount({ prefix: prefix.slice(0, 40), limit: 20 });
  return accounts.map(({ account, holder, specimens }) => ({
    value: account,
    label: account,
    detail: [holder, counted(specimens, 'specimen')].filter(Boolean).join(' · '),
  }));
}
