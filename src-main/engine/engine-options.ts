import type { InkNetPackage } from '../model/ink-net.ts';
import type { ModelPackage } from '../model/package.ts';
import type { StartPort } from './engine-port.ts';
import type { EngineCall } from './protocol.ts';

/** How an engine is run. */
export interface EngineOptions {
  readonly startPort: StartPort;
  /** The model, checked; null for imaging alone (opening scans, preparing tensors). */
  readonly model: ModelPackage | null;
  /** The net that tells a signature's ink on a whole cheque; left out, cheques can't be read. */
  readonly inkNet?: InkNetPackage | null;
  /** Only this execution provider (with `cpu` behind it); default: the platform's, best first. */
  readonly provider?: string | null;
  /**
   * Threads of one inference, and of sharp; default 1. Templates don't depend on it. Measured with a twin of 1.6 MB on two
   * cores: 1.1 ms at the median with 1, 2 and 4 threads alike, and with more than one a longer tail when the cores are busy.
   */
  readonly threads?: number;
  /** At a low priority, for batches. */
  readonly background?: boolean;
  /** Other time limits, in milliseconds. */
  readonly timeLimits?: Partial<Record<EngineCall, number>>;
  /** Other waits between starts, in milliseconds. */
  readonly backOff?: readonly number[];
  /** Told of every start, death and failure; without anything of a scan in it. */
  readonly log?: (event: EngineEvent) => void;
}

/** What happened to the process, for the log. */
export interface EngineEvent {
  readonly event: 'started' | 'ready' | 'died' | 'hung' | 'unusable' | 'closed';
  readonly pid: number | undefined;
  readonly detail: string;
}
