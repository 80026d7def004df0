import type { InferInput, InferOutput } from 'valibot';
import type { batchCalls } from '../../../src-main/contract/batch-calls.ts';
import type { Client } from '../../../src-main/contract/calls.ts';

type BatchCalls = typeof batchCalls;

/** The calls about folder checks, and those that decide their items. */
export type BatchClient = {
  [Name in keyof BatchCalls]: (
    request: InferInput<BatchCalls[Name]['request']>,
  ) => Promise<InferOutput<BatchCalls[Name]['response']>>;
} & Pick<Client, 'batchHands' | 'decide' | 'undoDecision' | 'confirmDecision' | 'refuseDecision'>;
