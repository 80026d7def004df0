import * as v from 'valibot';
import { daySchema } from './account.ts';
import { boxSchema } from './box.ts';
import { bytes } from './call.ts';

/** A scan to be enrolled as a specimen; no region: the whole picture is the signature. */
export const specimenScanSchema = v.object({
  scan: v.string(),
  region: v.nullable(boxSchema),
  capturedOn: v.nullable(daySchema),
  source: v.pipe(v.string(), v.trim(), v.maxLength(200)),
});

/** What would become of one scan. `problem` says why it can't be enrolled; then there is no picture. */
export const specimenPreviewSchema = v.object({
  scan: v.string(),
  name: v.string(),
  clean: v.nullable(bytes),
  region: v.nullable(boxSchema),
  problem: v.nullable(v.string()),
});
export type SpecimenPreview = v.InferOutput<typeof specimenPreviewSchema>;

/** The dry run of an enrolment. */
export const enrolPreviewSchema = v.object({
  specimens: v.array(specimenPreviewSchema),
  /** Things to look at that don't forbid enrolment, such as two hands under one signatory, with the distances. */
  warnings: v.array(v.string()),
});
