import { forkPorts } from '../src-main/engine/fork-port.ts';
import type { CommandHost } from '../src-main/desk/command-host.ts';

/**
 * What the scripts that make and measure models give the desk's tasks: engines and a line of progress on stderr. No
 * store, no policy, no secret.
 * @param modelsDirectory where the packages lie, a folder each.
 */
export function scriptHost(modelsDirectory: string): CommandHost {
  const nothing = (): Promise<never> => Promise.reject(new Error('This script opens no store.'));
  let said = '';
  return {
    log: () => undefined,
    startEngine: forkPorts(),
    modelsDirectory,
    policyFile: '',
    version: '',
    operator: '',
    passphrase: nothing,
    passphraseIfGiven: () => null,
    recoveryKey: nothing,
    showRecoveryKey: () => undefined,
    note: (line) => console.error(line),
    progress: (task, done, total) => {
      const line = `${task}: ${done === total ? done : 500 * Math.floor(done / 500)} of ${total}`;
      if (line !== said) console.error(line);
      said = line;
    },
    signal: new AbortController().signal,
  };
}
