import * as v from 'valibot';

/** What `countersign doctor` tells and the window's "About this machine" shows. Free of personal data. */
export const doctorReportSchema = v.object({
  version: v.string(),
  node: v.string(),
  platform: v.string(),
  shell: v.string(),
  decoders: v.array(v.object({ name: v.string(), works: v.boolean(), why: v.string() })),
  providers: v.object({
    compiledIn: v.array(v.string()),
    tried: v.array(
      v.object({ provider: v.string(), taken: v.boolean(), why: v.string(), goldenError: v.nullable(v.number()) }),
    ),
    inUse: v.nullable(v.string()),
  }),
  model: v.nullable(
    v.object({
      id: v.string(),
      hash: v.string(),
      files: v.array(v.object({ name: v.string(), sha256: v.string() })),
      goldenError: v.number(),
      goldenTolerance: v.number(),
    }),
  ),
  store: v.object({
    directory: v.nullable(v.string()),
    state: v.string(),
    schemaVersion: v.nullable(v.number()),
    accounts: v.nullable(v.number()),
    specimens: v.nullable(v.number()),
    records: v.nullable(v.number()),
  }),
  policyFile: v.nullable(v.string()),
  problems: v.array(v.string()),
});
export type DoctorReport = v.InferOutput<typeof doctorReportSchema>;
