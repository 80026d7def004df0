import * as v from 'valibot';

const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9]*$/, 'a field’s name is letters and figures, a letter first'),
);
const label = v.pipe(v.string(), v.trim(), v.minLength(1, 'give it a label'), v.maxLength(80));

/** How a bank sets up its MICR line (docs/micr.md): which part of it is the account, the cheque's number and the bank. */
export const micrSchemeSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'an id is small letters, figures and dashes, at most 40'),
  ),
  label,
  font: v.picklist(['e13b', 'cmc7'], 'the font is e13b or cmc7'),
  /** The whole line from left to right; what may stand in it is said in docs/micr.md. */
  pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  fields: v.pipe(
    v.array(v.strictObject({ name, label, check: v.exactOptional(v.picklist(['us-transit'])) })),
    v.minLength(1, 'a scheme has at least one field'),
    v.maxLength(20),
  ),
  /** Fields whose digits, one after the other, are the account's number; the cheque's number; the bank. */
  account: v.array(name),
  chequeNumber: v.array(name),
  bank: v.array(name),
});
export type MicrScheme = v.InferOutput<typeof micrSchemeSchema>;

/** A bank's own schemes, tried in this order before the common ones. */
export const micrSchemesSchema = v.pipe(v.array(micrSchemeSchema), v.maxLength(20, 'at most 20 schemes'));
