/** What can be wrong with a scan of a cheque although it can be read. */
export type QualityKind =
  | 'resolution'
  | 'blur'
  | 'contrast'
  | 'fold'
  | 'torn'
  | 'cut-off'
  | 'little-ink'
  | 'too-dark'
  | 'too-light'
  | 'overlapping';

/** One thing that is wrong with a scan. */
export interface QualityFinding {
  readonly kind: QualityKind;
  /** `refuse`: no verdict may be given on this scan. `warn`: the clerk should know. */
  readonly severity: 'refuse' | 'warn';
  /** A plain sentence for the clerk: what is wrong and what to do. */
  readonly message: string;
}
