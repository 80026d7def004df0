import { resolve } from 'node:path';
import type { ModelsOutput } from '../../contract/cli-record.ts';
import {
  firstPositional,
  jsonOption,
  storeOption,
  UsageError,
  type Command,
  type CommandResult,
  type GivenArguments,
} from '../command.ts';

const hashOption = { name: 'hash', value: 'SHA256', required: true, help: "the SHA-256 of the package's model.json" };

const standings = {
  shipped: 'part of Countersign',
  admitted: 'admitted',
  'not-admitted': 'not admitted',
  refused: 'refused',
} as const;

function resultOf(output: ModelsOutput): CommandResult {
  const lines = output.models.map(({ id, hash, standing, why }) =>
    [
      `${id}  ${standings[standing]}  ${hash ?? ''}`.trimEnd(),
      ...(standing === 'refused' ? [`  ${why ?? ''}`] : []),
    ].join('\n'),
  );
  return { output, text: lines.join('\n'), exitCode: 0 };
}

/** @throws UsageError */
function hashOf(given: GivenArguments): string {
  const hash = given.required('hash').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw new UsageError('--hash takes the 64 hexadecimal digits of a SHA-256.');
}

/** `countersign model list`. */
export const modelList: Command = {
  name: 'model list',
  summary: 'Lists the model packages, and which of them may judge cheques.',
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const { listPackages } = await import('../../desk/admitted-models.ts');
    return resultOf(await listPackages(host, { store: resolve(given.required('store')) }));
  },
};

/** `countersign model admit`. */
export const modelAdmit: Command = {
  name: 'model admit',
  summary: "Lets a model package of the bank's own judge cheques.",
  usage: ['ID --store DIR --hash SHA256 [--json]'],
  options: [storeOption, hashOption, jsonOption],
  positionals: { name: 'ID', most: 1 },
  notes: [
    'Take the hash from those who made the package. The admission is on record. It is then chosen in the settings.',
  ],
  async run(given, host) {
    const model = firstPositional(given, 'model admit needs the ID of a package.');
    const { admitPackage } = await import('../../desk/admitted-models.ts');
    return resultOf(await admitPackage(host, { store: resolve(given.required('store')), model, hash: hashOf(given) }));
  },
};

/** `countersign model withdraw`. */
export const modelWithdraw: Command = {
  name: 'model withdraw',
  summary: 'Takes the admission of a model package back; what it judged stays on record.',
  usage: ['--store DIR --hash SHA256 [--json]'],
  options: [storeOption, hashOption, jsonOption],
  async run(given, host) {
    const { withdrawPackage } = await import('../../desk/admitted-models.ts');
    return resultOf(await withdrawPackage(host, { store: resolve(given.required('store')), hash: hashOf(given) }));
  },
};
