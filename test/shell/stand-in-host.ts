import type { CommandHost } from '../../src-main/desk/command-host.ts';

/** A command host that notes what it is told, for commands that don't get as far as an engine. */
export function notingHost(): CommandHost & { readonly notes: string[]; readonly logged: unknown[] } {
  const notes: string[] = [];
  const logged: unknown[] = [];
  const none = () => Promise.reject(new Error('There is no terminal.'));
  return {
    notes,
    logged,
    log: (event, fields) => logged.push({ event, ...fields }),
    startEngine: () => {
      throw new Error('No engine is started in this test.');
    },
    modelsDirectory: '/nowhere',
    policyFile: '/nowhere/policy.json',
    version: '1.2.3',
    operator: 'tester',
    passphrase: none,
    passphraseIfGiven: () => null,
    recoveryKey: none,
    showRecoveryKey: (key) => notes.push(key),
    note: (line) => notes.push(line),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}
