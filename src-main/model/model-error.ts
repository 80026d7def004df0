/** What is wrong with a model package, in one word. */
export type ModelFault =
  /** There is no folder, or no model.json in it. */
  | 'no-package'
  /** model.json isn't JSON, or a field of it is wrong. */
  | 'bad-manifest'
  /** model.json is of a format that this version doesn't know. */
  | 'newer-format'
  /** A file that model.json names isn't there. */
  | 'missing-file'
  /** A file's size or SHA-256 isn't the one in model.json. */
  | 'hash-mismatch'
  /** Neither shipped with Countersign nor admitted by a supervisor. */
  | 'not-admitted'
  /** Trained behind another version of imaging than this one. */
  | 'imaging-mismatch'
  /** A graph can't be opened, or its inputs or outputs aren't those of model.json. */
  | 'bad-graph'
  /** The golden vectors file is damaged, or the reference provider doesn't reproduce it. */
  | 'golden-mismatch'
  /** No execution provider is left to try. */
  | 'no-provider';

/** A model package that can't be used: the fault, the file and field where they are known, and a message for people. */
export class ModelError extends Error {
  readonly fault: ModelFault;
  readonly file: string | undefined;
  readonly field: string | undefined;

  constructor(fault: ModelFault, message: string, where: { file?: string; field?: string } = {}) {
    super(message);
    this.name = 'ModelError';
    this.fault = fault;
    this.file = where.file;
    this.field = where.field;
  }
}
