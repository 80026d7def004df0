import * as v from 'valibot';

/** Raw bytes of a file or picture. */
export const bytes: v.GenericSchema<Uint8Array> = v.instance(Uint8Array);

/** What went wrong, as the window shows it: `fault` for code, `message` for the clerk, `field` where one input is to blame. */
export const callErrorSchema = v.object({
  fault: v.string(),
  message: v.string(),
  field: v.optional(v.string()),
});
export type CallError = v.InferOutput<typeof callErrorSchema>;

/** A request's outcome as it crosses between window and app. */
export type CallOutcome<Value> = { ok: true; value: Value } | { ok: false; error: CallError };

/** One call of the contract: what the window sends and what the app answers. */
export interface CallDefinition<
  Request extends v.GenericSchema = v.GenericSchema,
  Response extends v.GenericSchema = v.GenericSchema,
> {
  readonly request: Request;
  readonly response: Response;
}

/** Declares a call. Both shells validate requests and responses by these schemas. */
export function defineCall<const Request extends v.GenericSchema, const Response extends v.GenericSchema>(
  request: Request,
  response: Response,
): CallDefinition<Request, Response> {
  return { request, response };
}

/** A request or response that doesn't fit the contract; `field` is the path of the first misfit. */
export class ContractError extends Error {
  readonly field: string;

  constructor(call: string, field: string, detail: string) {
    super(`The ${call} call has a wrong ${field || 'value'}: ${detail}`);
    this.name = 'ContractError';
    this.field = field;
  }
}

/**
 * Checks a value against a schema of the contract and returns it typed.
 * @throws ContractError naming the call and the first field that doesn't fit
 */
export function checked<Schema extends v.GenericSchema>(
  call: string,
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new ContractError(call, v.getDotPath(issue) ?? '', issue.message);
}
