import { CallFailure, type Handlers } from '../../../src-main/contract/calls.ts';
import { permissions, type Operator, type OperatorsView, type Role } from '../../../src-main/contract/operators.ts';

type OperatorCalls = 'operators' | 'addOperator' | 'changeOperator' | 'removeOperator' | 'saveRole' | 'removeRole';

/** Operators and roles in memory: mwalker owns the store, jdoe is a clerk. */
export function standInOperators(): Pick<Handlers, OperatorCalls> {
  let roles: Role[] = [
    { name: 'owner', permissions: [...permissions] },
    { name: 'clerk', permissions: ['check', 'decide'] },
    { name: 'auditor', permissions: ['export'] },
  ];
  const person = (name: string, role: string): Operator => ({
    name,
    role,
    permissions: roles.find((one) => one.name === role)?.permissions ?? [],
    hasPassphrase: true,
    addedAt: '2026-01-14T09:00:00Z',
    addedBy: 'mwalker',
  });
  let operators = [person('mwalker', 'owner'), person('jdoe', 'clerk')];
  const view = (): OperatorsView => ({ operators, roles, me: 'mwalker' });
  return {
    operators: async () => view(),
    addOperator: async ({ name, role }) => {
      if (operators.some((one) => one.name === name)) {
        throw new CallFailure({ fault: 'duplicate', message: `There is an operator "${name}" already.` });
      }
      operators = [...operators, person(name, role)];
      return view();
    },
    changeOperator: async ({ name, role }) => {
      if (role !== null) operators = operators.map((one) => (one.name === name ? person(name, role) : one));
      return view();
    },
    removeOperator: async ({ name }) => {
      operators = operators.filter((one) => one.name !== name);
      return view();
    },
    saveRole: async (role) => {
      roles = [...roles.filter(({ name }) => name !== role.name), role];
      return view();
    },
    removeRole: async ({ name }) => {
      roles = roles.filter((role) => role.name !== name);
      return view();
    },
  };
}
