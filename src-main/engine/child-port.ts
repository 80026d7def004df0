/** The engine process's own end of the wall, whichever host started it. */
import { ownBytes } from './own-bytes.ts';

/** What the engine process needs of its host. */
export interface ChildPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the parent has gone. */
  onParentGone(listener: () => void): void;
}

/** Electron's `process.parentPort` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/**
 * The port to the parent: Electron's `parentPort` in a utility process, else the channel that `fork` opened.
 * @throws Error where the process was started by hand, without a parent to talk to.
 */
export function childPort(): ChildPort {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(ownBytes(message)),
      onMessage: (listener) => void parentPort.on('message', (event) => listener(event.data)),
      onParentGone: (listener) => void parentPort.on('close', listener),
    };
  }
  if (!process.send) throw new Error('The engine is started by Countersign, not by hand.');
  return {
    // A parent that has gone shows as 'disconnect'; the send that finds out first must not throw.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
    onParentGone: (listener) => void process.on('disconnect', listener),
  };
}
