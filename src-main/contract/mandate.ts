/** Who may sign for an account, together, up to which amount. */
import * as v from 'valibot';

/** A group of signatories as mandates name them: A, B, DIR. Capitals and digits, 8 at most. */
export const groupNameSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Z][A-Z0-9]{0,7}$/, 'a group is named by a capital letter and at most seven more capitals or digits'),
);

const day = v.pipe(v.string(), v.isoDate('a day is written YYYY-MM-DD'));

/** A signatory's place in a group, on the days from `from` to `to` (both counted; null: without end on that side). */
export const mandateMemberSchema = v.object({
  signatory: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  from: v.optional(v.nullable(day), null),
  to: v.optional(v.nullable(day), null),
});
export type MandateMember = v.InferOutput<typeof mandateMemberSchema>;

export const mandateGroupSchema = v.object({
  name: groupNameSchema,
  members: v.pipe(v.array(mandateMemberSchema), v.maxLength(50)),
});
export type MandateGroup = v.InferOutput<typeof mandateGroupSchema>;

/** How many signatures of a group. */
export const mandatePartSchema = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(6, 'at most six signatures of a group')),
  group: groupNameSchema,
});
export type MandatePart = v.InferOutput<typeof mandatePartSchema>;

/** One way to sign: all its parts together. Each group stands in it once. */
export const mandateWaySchema = v.pipe(
  v.array(mandatePartSchema),
  v.minLength(1, 'say who signs'),
  v.maxLength(6),
  v.check(
    (parts) => new Set(parts.map(({ group }) => group)).size === parts.length,
    'a group stands once in a way to sign: write "two of A" for two of them',
  ),
  v.check((parts) => parts.reduce((sum, { count }) => sum + count, 0) <= 6, 'a cheque takes at most six signatures'),
);
export type MandateWay = v.InferOutput<typeof mandateWaySchema>;

/** Any one of `ways` is enough for amounts up to `upTo` (that amount too), in the currency's main unit; null: any amount. */
export const mandateRuleSchema = v.object({
  upTo: v.nullable(v.pipe(v.number(), v.minValue(0.01, 'a limit is more than nothing'), v.maxValue(1e12))),
  ways: v.pipe(v.array(mandateWaySchema), v.minLength(1, 'say who signs'), v.maxLength(12)),
});
export type MandateRule = v.InferOutput<typeof mandateRuleSchema>;

/** Rules by rising limit; the last may have none. Above the last limit nobody may sign. */
export const mandateRulesSchema = v.pipe(
  v.array(mandateRuleSchema),
  v.maxLength(12),
  v.check(
    (rules) => rules.every(({ upTo }, at) => at === 0 || (rules[at - 1]!.upTo ?? Infinity) < (upTo ?? Infinity)),
    'limits rise from rule to rule, and only the last rule may be without one',
  ),
);

/** A mandate from a day on, until a later one takes its place. Without rules: no mandate from that day on. */
export const mandateSchema = v.pipe(
  v.object({
    from: day,
    groups: v.pipe(v.array(mandateGroupSchema), v.maxLength(12)),
    rules: mandateRulesSchema,
  }),
  v.check(
    ({ groups }) => new Set(groups.map(({ name }) => name)).size === groups.length,
    'two groups have the same name',
  ),
  v.check(
    ({ groups, rules }) =>
      rules.every(({ ways }) =>
        ways.every((way) => way.every((part) => groups.some(({ name }) => name === part.group))),
      ),
    'a rule names a group that has no members listed',
  ),
);
export type Mandate = v.InferOutput<typeof mandateSchema>;

/** An account's mandates as the window and the command line show them. */
export const mandatesViewSchema = v.object({
  account: v.string(),
  signatories: v.array(v.object({ id: v.string(), name: v.string(), specimens: v.number() })),
  /** In the order they were put on file. */
  mandates: v.array(
    v.object({
      id: v.string(),
      at: v.string(),
      operator: v.string(),
      words: v.string(),
      /** Whether it counts on the day that was asked about. */
      inForce: v.boolean(),
      mandate: mandateSchema,
    }),
  ),
});
export type MandatesView = v.InferOutput<typeof mandatesViewSchema>;
