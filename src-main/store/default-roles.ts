import { permissions, type Role } from '../contract/operators.ts';

/** The role of whoever creates a store: everything. */
export const ownerRole = 'owner';

/** The roles that a store begins with. A bank changes them as it likes. */
export const defaultRoles: readonly Role[] = [
  { name: ownerRole, permissions: [...permissions] },
  { name: 'clerk', permissions: ['check', 'decide'] },
  { name: 'supervisor', permissions: ['check', 'decide', 'confirm', 'supervise', 'export'] },
  { name: 'enroller', permissions: ['check', 'enrol'] },
  { name: 'administrator', permissions: ['policy', 'operators', 'export', 'erase'] },
  { name: 'auditor', permissions: ['export'] },
];
