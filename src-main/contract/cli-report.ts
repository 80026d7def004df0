import * as v from 'valibot';

/** `report`: an evidence sheet or a batch's report, written to a file. */
export const reportOutputSchema = v.object({
  store: v.string(),
  of: v.pipe(v.picklist(['check', 'batch']), v.description('What the report is about.')),
  id: v.pipe(v.string(), v.description("The check's or batch's id.")),
  format: v.picklist(['pdf', 'json', 'csv']),
  out: v.pipe(v.string(), v.description('The file that was written.')),
  sha256: v.pipe(v.string(), v.description('Of the file, in hex; it is on record.')),
  notes: v.pipe(v.array(v.string()), v.description('What it could not show, in words; empty as a rule.')),
});
export type ReportOutput = v.InferOutput<typeof reportOutputSchema>;
