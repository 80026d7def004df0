import type { CommandHost } from '../../src-main/desk/command-host.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { modelsDirectory } from './open-test-desk.ts';

const refuse = () => Promise.reject(new Error('nothing is asked for here'));

/** A host for commands that need no store: real engines, the shipped models, no policy; it asks nothing and shows nothing. */
export function quietHost(own: Partial<CommandHost> = {}): CommandHost {
  return {
    log: () => undefined,
    startEngine: forkPorts(),
    modelsDirectory,
    policyFile: '/nowhere/policy.json',
    version: '0.0.0',
    operator: 'test',
    passphrase: refuse,
    passphraseIfGiven: () => null,
    recoveryKey: refuse,
    showRecoveryKey: () => undefined,
    note: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
    ...own,
  };
}
