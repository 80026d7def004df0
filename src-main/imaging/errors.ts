/** What can be wrong with a scan, as a word that code can rely on. */
export type ScanFault =
  | 'empty'
  | 'too-large'
  | 'unknown-format'
  | 'damaged'
  | 'too-many-pixels'
  | 'unsupported'
  | 'zero-size'
  | 'no-such-page'
  | 'too-small'
  | 'region-outside'
  | 'no-ink'
  | 'not-a-signature';

/** A scan that can't be read or judged. The message is a plain sentence for a clerk: what is wrong and what to do. */
export class ScanError extends Error {
  readonly fault: ScanFault;

  constructor(fault: ScanFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ScanError';
    this.fault = fault;
  }
}
