import { resolve } from 'node:path';
import * as v from 'valibot';
import type { OperatorsOutput } from '../../contract/cli-record.ts';
import {
  operatorNameSchema,
  permissions,
  permissionSchema,
  roleNameSchema,
  type Permission,
} from '../../contract/operators.ts';
import type { OperatorsRequest } from '../../desk/operators-command.ts';
import {
  jsonOption,
  storeOption,
  UsageError,
  type Command,
  type CommandResult,
  type GivenArguments,
} from '../command.ts';

const recoveryOption = {
  name: 'recovery',
  help: 'open with the recovery key (COUNTERSIGN_RECOVERY_KEY or a prompt), where nobody is left who manages operators',
};
const roleOption = { name: 'role', value: 'ROLE', help: 'what they may do: a role of this store' };
const passphraseNote =
  'The new passphrase comes from COUNTERSIGN_NEW_PASSPHRASE or a prompt. Everybody has one of their own.';

const asked = (given: GivenArguments): OperatorsRequest => ({
  store: resolve(given.required('store')),
  recovery: given.given('recovery'),
});

/** The one name that stands beside the options. @throws UsageError */
function nameOf(given: GivenArguments, command: string, schema: v.GenericSchema<string, string>): string {
  const result = v.safeParse(schema, given.positionals[0] ?? '');
  if (result.success) return result.output;
  throw new UsageError(`${command} needs a NAME: ${result.issues[0].message}.`);
}

function resultOf(output: OperatorsOutput): CommandResult {
  const width = Math.max(0, ...output.operators.map(({ name }) => name.length));
  const text = [
    'Operators',
    ...output.operators.map(
      ({ name, role, hasPassphrase }) =>
        `  ${name.padEnd(width)}  ${role}${hasPassphrase ? '' : ' (no passphrase: can only come in once they have one)'}`,
    ),
    'Roles',
    ...output.roles.map((role) => `  ${role.name}: ${role.permissions.join(', ') || 'nothing'}`),
  ].join('\n');
  return { output, text, exitCode: 0 };
}

/** `countersign operators list`: who may do what. */
export const operatorsList: Command = {
  name: 'operators list',
  summary: 'Lists operators and roles: who may do what.',
  usage: ['--store DIR [--recovery] [--json]'],
  options: [storeOption, recoveryOption, jsonOption],
  notes: [`Permissions: ${permissions.join(', ')}. What isn't granted is denied.`],
  async run(given, host) {
    const { listOperators } = await import('../../desk/operators-command.ts');
    return resultOf(await listOperators(host, asked(given)));
  },
};

/** `countersign operators add`. */
export const operatorsAdd: Command = {
  name: 'operators add',
  summary: 'Adds an operator with a role and a passphrase of their own.',
  usage: ['NAME --store DIR --role ROLE [--recovery] [--json]'],
  options: [storeOption, { ...roleOption, required: true }, recoveryOption, jsonOption],
  positionals: { name: 'NAME', most: 1 },
  notes: [passphraseNote],
  async run(given, host) {
    const name = nameOf(given, 'operators add', operatorNameSchema);
    const { addOperator } = await import('../../desk/operators-command.ts');
    return resultOf(await addOperator(host, { ...asked(given), name, role: given.required('role') }));
  },
};

/** `countersign operators change`. */
export const operatorsChange: Command = {
  name: 'operators change',
  summary: 'Gives an operator another role, another passphrase, or both.',
  usage: ['NAME --store DIR [--role ROLE] [--new-passphrase] [--recovery] [--json]'],
  options: [
    storeOption,
    roleOption,
    { name: 'new-passphrase', help: 'set a new passphrase: theirs was forgotten, or voided by a rekey' },
    recoveryOption,
    jsonOption,
  ],
  positionals: { name: 'NAME', most: 1 },
  notes: ['Nobody changes their own role.', passphraseNote],
  async run(given, host) {
    const name = nameOf(given, 'operators change', operatorNameSchema);
    const role = given.value('role');
    const newPassphrase = given.given('new-passphrase');
    if (role === null && !newPassphrase) throw new UsageError('operators change needs --role or --new-passphrase.');
    const { changeOperator } = await import('../../desk/operators-command.ts');
    return resultOf(await changeOperator(host, { ...asked(given), name, role, newPassphrase }));
  },
};

/** `countersign operators remove`. */
export const operatorsRemove: Command = {
  name: 'operators remove',
  summary: 'Removes an operator with their passphrase; what they did stays on record.',
  usage: ['NAME --store DIR [--recovery] [--json]'],
  options: [storeOption, recoveryOption, jsonOption],
  positionals: { name: 'NAME', most: 1 },
  notes: ['Nobody removes themselves.'],
  async run(given, host) {
    const name = nameOf(given, 'operators remove', operatorNameSchema);
    const { removeOperator } = await import('../../desk/operators-command.ts');
    return resultOf(await removeOperator(host, { ...asked(given), name }));
  },
};

/** @throws UsageError naming the permission that there isn't */
function readPermissions(text: string): Permission[] {
  const words = text.split(',').map((word) => word.trim());
  return words
    .filter((word) => word !== '')
    .map((word) => {
      if (v.is(permissionSchema, word)) return word;
      throw new UsageError(`There is no permission "${word}". There are: ${permissions.join(', ')}.`);
    });
}

/** `countersign operators role`. */
export const operatorsRole: Command = {
  name: 'operators role',
  summary: 'Makes a role, or changes what it grants.',
  usage: ['ROLE --store DIR --may PERMISSION,PERMISSION… [--recovery] [--json]'],
  options: [
    storeOption,
    {
      name: 'may',
      value: 'LIST',
      required: true,
      help: 'what the role grants, with commas between; all else is denied',
    },
    recoveryOption,
    jsonOption,
  ],
  positionals: { name: 'ROLE', most: 1 },
  notes: [`Permissions: ${permissions.join(', ')}.`, 'Nobody changes the role that they have themselves.'],
  async run(given, host) {
    const name = nameOf(given, 'operators role', roleNameSchema);
    const { saveRole } = await import('../../desk/operators-command.ts');
    return resultOf(
      await saveRole(host, { ...asked(given), name, permissions: readPermissions(given.required('may')) }),
    );
  },
};

/** `countersign operators drop-role`. */
export const operatorsDropRole: Command = {
  name: 'operators drop-role',
  summary: 'Takes away a role that nobody has.',
  usage: ['ROLE --store DIR [--recovery] [--json]'],
  options: [storeOption, recoveryOption, jsonOption],
  positionals: { name: 'ROLE', most: 1 },
  async run(given, host) {
    const name = nameOf(given, 'operators drop-role', roleNameSchema);
    const { dropRole } = await import('../../desk/operators-command.ts');
    return resultOf(await dropRole(host, { ...asked(given), name }));
  },
};
