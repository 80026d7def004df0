import { resolve } from 'node:path';
import * as v from 'valibot';
import { daySchema } from '../../contract/account.ts';
import type { MandateOutput } from '../../contract/cli.ts';
import { groupNameSchema } from '../../contract/mandate.ts';
import { jsonOption, storeOption, UsageError, type Command, type GivenArguments } from '../command.ts';

const accountOption = { name: 'account', value: 'ID', required: true, help: 'the account' };
const dayOption = { name: 'day', value: 'YYYY-MM-DD', help: 'in force on this day; without it, today' };

function dayOf(given: GivenArguments, option: string): string {
  const text = given.value(option) ?? new Date().toISOString().slice(0, 10);
  if (v.is(daySchema, text)) return text;
  throw new UsageError(`--${option} takes a day as YYYY-MM-DD; "${text}" isn't that.`);
}

/** `countersign mandate show`: who may sign on a day. */
export const mandateShow: Command = {
  name: 'mandate show',
  summary: 'Shows who may sign for an account, together, up to which amount.',
  usage: ['--store DIR --account ID [--day YYYY-MM-DD] [--json]'],
  options: [storeOption, accountOption, dayOption, jsonOption],
  notes: ['An account without a mandate is told; any one of its signatories is then enough.'],
  async run(given, host) {
    const { showMandate } = await import('../../desk/mandate-command.ts');
    const output = await showMandate(host, { ...asked(given), day: dayOf(given, 'day') });
    const none = `Account ${output.account} has no mandate on ${output.day}: any one signatory is enough.`;
    return { output, text: output.mandates.length === 0 ? none : textOf(output), exitCode: 0 };
  },
};

/** `countersign mandate history`: every mandate an account had. */
export const mandateHistory: Command = {
  name: 'mandate history',
  summary: 'Lists every mandate of an account, and who put it on file.',
  usage: ['--store DIR --account ID [--day YYYY-MM-DD] [--json]'],
  options: [storeOption, accountOption, dayOption, jsonOption],
  async run(given, host) {
    const desk = await import('../../desk/mandate-command.ts');
    const output = await desk.mandateHistory(host, { ...asked(given), day: dayOf(given, 'day') });
    const none = `Account ${output.account} never had a mandate.`;
    return { output, text: output.mandates.length === 0 ? none : textOf(output), exitCode: 0 };
  },
};

/** `countersign mandate set`: a mandate in words. */
export const mandateSet: Command = {
  name: 'mandate set',
  summary: 'Puts a mandate on file; it counts from a day on.',
  usage: [
    '--store DIR --account ID --rules WORDS [--from YYYY-MM-DD] [--json] A=NAME,NAME B=NAME …',
    '--store DIR --account ID --none [--from YYYY-MM-DD] [--json]',
  ],
  options: [
    storeOption,
    accountOption,
    { name: 'rules', value: 'WORDS', help: '"up to 5,000: any one of A; above: one of A with one of B, or two of B"' },
    { name: 'none', help: 'no mandate from that day on: any one signatory is enough' },
    { name: 'from', value: 'YYYY-MM-DD', help: 'the first day it counts; without it, today' },
    jsonOption,
  ],
  positionals: { name: 'GROUP=NAMES', most: 12 },
  notes: [
    'Names are those of signatories on file. Earlier mandates stay on file: a cheque is judged by the one of its day.',
  ],
  async run(given, host) {
    const words = given.value('rules');
    if (given.given('none') === (words !== null)) throw new UsageError('mandate set needs --rules WORDS or --none.');
    const groups = given.positionals.map(readGroup);
    const { setMandate } = await import('../../desk/mandate-command.ts');
    const output = await setMandate(host, { ...asked(given), from: dayOf(given, 'from'), words, groups });
    return { output, text: textOf(output), exitCode: 0 };
  },
};

const asked = (given: GivenArguments): { store: string; account: string } => ({
  store: resolve(given.required('store')),
  account: given.required('account'),
});

/** Reads A=Ann Lee,Bob Hay. @throws UsageError */
function readGroup(text: string): { name: string; members: string[] } {
  const [name = '', list = ''] = text.split(/=(.*)/s);
  const members = list
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
  if (v.is(groupNameSchema, name) && members.length > 0) return { name, members };
  throw new UsageError(`A group is written A=NAME,NAME; "${text}" isn't that.`);
}

function textOf({ mandates }: MandateOutput): string {
  return mandates
    .map(({ from, words, groups, operator, at, inForce }) =>
      [
        `From ${from}${inForce ? ' (in force)' : ''}: ${words}`,
        ...groups.map(({ name, members }) => `  ${name}: ${members.map(memberText).join(', ')}`),
        `  put on file by ${operator}, ${at}`,
      ].join('\n'),
    )
    .join('\n');
}

function memberText({
  name,
  from,
  to,
}: MandateOutput['mandates'][number]['groups'][number]['members'][number]): string {
  const dates = [from === null ? '' : `from ${from}`, to === null ? '' : `until ${to}`].filter((each) => each !== '');
  return dates.length === 0 ? name : `${name} (${dates.join(' ')})`;
}
