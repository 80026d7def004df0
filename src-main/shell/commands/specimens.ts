import { resolve } from 'node:path';
import * as v from 'valibot';
import { daySchema } from '../../contract/account.ts';
import type { SpecimensOutput } from '../../contract/cli-enrol.ts';
import {
  firstPositional,
  jsonOption,
  storeOption,
  UsageError,
  type Command,
  type CommandResult,
  type GivenArguments,
} from '../command.ts';

const accountOption = { name: 'account', value: 'ID', required: true, help: 'the account' };
const reasonOption = { name: 'reason', value: 'TEXT', required: true, help: 'why; it stands on record' };

type Specimen = SpecimensOutput['signatories'][number]['specimens'][number];

function standing({ retiredOn, unconfirmed, replaces }: Specimen): string {
  const words = [
    ...(retiredOn === null ? [] : [`retired on ${retiredOn}`]),
    ...(unconfirmed === 'awaiting' ? ['waits for a second person'] : []),
    ...(unconfirmed === 'refused' ? ['refused'] : []),
    ...(replaces === null ? [] : [`in the place of ${replaces}`]),
  ];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}

function resultOf(output: SpecimensOutput): CommandResult {
  const lines = output.signatories.flatMap(({ name, merged, specimens }) => [
    merged.length === 0 ? name : `${name} (also ${merged.join(', ')})`,
    ...specimens.map((each) => `  ${each.specimen}  ${each.source}, ${each.enrolledAt.slice(0, 10)}${standing(each)}`),
  ]);
  return { output, text: [`Account ${output.account}`, ...lines].join('\n'), exitCode: 0 };
}

const asked = (given: GivenArguments): { store: string; account: string } => ({
  store: resolve(given.required('store')),
  account: given.required('account'),
});

/** `countersign specimens list`. */
export const specimensList: Command = {
  name: 'specimens list',
  summary: "Lists an account's signatories and their specimens, with their ids.",
  usage: ['--store DIR --account ID [--json]'],
  options: [storeOption, accountOption, jsonOption],
  async run(given, host) {
    const { listSpecimens } = await import('../../desk/specimens-command.ts');
    return resultOf(await listSpecimens(host, asked(given)));
  },
};

function retiring(name: 'specimens retire' | 'specimens take-back', summary: string): Command {
  return {
    name,
    summary,
    usage: ['SPECIMEN --store DIR --account ID --reason TEXT [--json]'],
    options: [storeOption, accountOption, reasonOption, jsonOption],
    positionals: { name: 'SPECIMEN', most: 1 },
    async run(given, host) {
      const specimen = firstPositional(given, `${name} needs the id of a SPECIMEN.`);
      const { setSpecimenRetired } = await import('../../desk/specimens-command.ts');
      const retired = name === 'specimens retire';
      const reason = given.required('reason');
      return resultOf(await setSpecimenRetired(host, { ...asked(given), specimen, retired, reason }));
    },
  };
}

/** `countersign specimens retire`. */
export const specimensRetire = retiring('specimens retire', 'Takes a specimen out of use; it stays on file.');
/** `countersign specimens take-back`. */
export const specimensTakeBack = retiring('specimens take-back', 'Takes a retired specimen into use again.');

/** `countersign specimens replace`. */
export const specimensReplace: Command = {
  name: 'specimens replace',
  summary: 'Puts a scan in the place of a specimen, which is retired and stays on file.',
  usage: ['SPECIMEN --store DIR --account ID --scan FILE --reason TEXT [--captured-on DAY] [--json]'],
  options: [
    storeOption,
    accountOption,
    { name: 'scan', value: 'FILE', required: true, help: 'the signature that takes its place' },
    { name: 'captured-on', value: 'DAY', help: 'when it was given, YYYY-MM-DD, where that is known' },
    reasonOption,
    jsonOption,
  ],
  positionals: { name: 'SPECIMEN', most: 1 },
  notes: ['Where new specimens wait for a second person, the old one is retired once they have confirmed.'],
  async run(given, host) {
    const specimen = firstPositional(given, 'specimens replace needs the id of a SPECIMEN.');
    const capturedOn = given.value('captured-on');
    if (capturedOn !== null && !v.is(daySchema, capturedOn))
      throw new UsageError(`--captured-on takes a day as YYYY-MM-DD; "${capturedOn}" isn't that.`);
    const { replaceByScan } = await import('../../desk/specimens-command.ts');
    const scan = resolve(given.required('scan'));
    const reason = given.required('reason');
    return resultOf(await replaceByScan(host, { ...asked(given), specimen, scan, capturedOn, reason }));
  },
};

/** `countersign specimens merge`. */
export const specimensMerge: Command = {
  name: 'specimens merge',
  summary: "Two signatories of an account are one person: one's specimens become the other's.",
  usage: ['--store DIR --account ID --from NAME --into NAME --reason TEXT [--json]'],
  options: [
    storeOption,
    accountOption,
    { name: 'from', value: 'NAME', required: true, help: 'whose specimens are given away' },
    { name: 'into', value: 'NAME', required: true, help: 'whose they are from now on' },
    reasonOption,
    jsonOption,
  ],
  notes: [
    'Where a mandate names the first, the second is meant from now on. What was recorded before is read as it was.',
  ],
  async run(given, host) {
    const { mergeByName } = await import('../../desk/specimens-command.ts');
    const [from, into, reason] = [given.required('from'), given.required('into'), given.required('reason')];
    return resultOf(await mergeByName(host, { ...asked(given), from, into, reason }));
  },
};
