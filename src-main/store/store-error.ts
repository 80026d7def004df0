/** What went wrong, for code that has to act on it; the message is for the person who reads it. */
export type StoreFault =
  | 'no-store'
  | 'exists'
  | 'newer-version'
  | 'wrong-passphrase'
  | 'bad-recovery-key'
  | 'weak-passphrase'
  | 'busy'
  | 'read-only'
  | 'disk-full'
  | 'damaged'
  | 'network-path'
  | 'locked'
  | 'not-found'
  | 'duplicate'
  | 'invalid'
  | 'forbidden'
  | 'unreachable';

/** An error of the reference store. `message` is plain English, says which folder or field, and what to do. */
export class StoreError extends Error {
  readonly fault: StoreFault;

  constructor(fault: StoreFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.fault = fault;
  }
}
