/** Who may do what: operators, their roles, and the table of permissions that lies in the store. */
import * as v from 'valibot';

/** Every permission. What isn't granted is denied. */
export const permissions = [
  'check',
  'decide',
  'confirm',
  'supervise',
  'enrol',
  'policy',
  'export',
  'erase',
  'operators',
] as const;
export const permissionSchema = v.picklist(permissions);
export type Permission = v.InferOutput<typeof permissionSchema>;

/** What each permission lets an operator do, for people. */
export const permissionWords: Readonly<Record<Permission, string>> = {
  check: 'check cheques and look at accounts',
  decide: 'decide about cheques and take own decisions back',
  confirm: "confirm or refuse other people's decisions and enrolments",
  supervise: "take other people's decisions back, close batches, admit model packages and look at the record",
  enrol: 'enrol and retire specimens, and change signatories and mandates',
  policy: 'change settings, thresholds, four eyes, layouts and reasons',
  export: 'export the record, reports and customer data, and back the store up',
  erase: "erase a customer's data",
  operators: "manage operators, roles and other people's passphrases, and give the store new keys",
};

/** An operator's name: that of a user of the system, or any other, 1 to 80 characters. */
export const operatorNameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, "type the operator's name"),
  v.maxLength(80, "an operator's name has at most 80 characters"),
);

/** A role's name, 1 to 40 characters. */
export const roleNameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'type the name of the role'),
  v.maxLength(40, 'the name of a role has at most 40 characters'),
);

/** A role: a name for a set of permissions. */
export const roleSchema = v.object({ name: roleNameSchema, permissions: v.array(permissionSchema) });
export type Role = v.InferOutput<typeof roleSchema>;

/** An operator as the window and the command line show one. */
export const operatorSchema = v.object({
  name: v.string(),
  role: v.string(),
  /** Those of the role. */
  permissions: v.array(permissionSchema),
  /** Whether a passphrase of their own opens the store. */
  hasPassphrase: v.boolean(),
  addedAt: v.string(),
  addedBy: v.string(),
});
export type Operator = v.InferOutput<typeof operatorSchema>;

/** All operators and roles. */
export const operatorsViewSchema = v.object({
  operators: v.array(operatorSchema),
  roles: v.array(roleSchema),
  /** The operator who asks. */
  me: v.string(),
});
export type OperatorsView = v.InferOutput<typeof operatorsViewSchema>;
