import type { Log } from '../contract/log.ts';
import type { CommandHost } from '../desk/command-host.ts';
import type { StartPort } from '../engine/engine-port.ts';
import { drawProgress } from './progress-bar.ts';
import { askHidden, type Terminal } from './prompt.ts';

export interface TerminalHostOptions {
  readonly log: Log;
  readonly startEngine: StartPort;
  readonly modelsDirectory: string;
  readonly policyFile: string;
  readonly version: string;
  readonly operator: string;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const shortestPassphrase = 8;

/** What commands ask of the terminal: secrets from the environment or a hidden prompt, notes and progress on stderr. */
export function terminalHost(options: TerminalHostOptions): CommandHost {
  const { terminal, environment } = options;
  const bar = drawProgress(terminal.output);
  const note = (line: string) => {
    bar.clear();
    terminal.output.write(`${line}\n`);
  };
  const set = (name: string) => environment[name] || null;
  const ask = (question: string, variable: string): Promise<string> => {
    if (!terminal.input.isTTY || !terminal.output.isTTY) {
      throw new Error(`Set ${variable}: there is no terminal to ask for it on.`);
    }
    bar.clear();
    return askHidden(terminal, question);
  };
  return {
    log: options.log,
    startEngine: options.startEngine,
    modelsDirectory: options.modelsDirectory,
    policyFile: options.policyFile,
    version: options.version,
    operator: options.operator,
    signal: options.signal,
    async passphrase(purpose) {
      const variable = purpose === 'change' ? 'COUNTERSIGN_NEW_PASSPHRASE' : 'COUNTERSIGN_PASSPHRASE';
      const given =
        set(variable) ?? (purpose === 'change' && !terminal.input.isTTY ? set('COUNTERSIGN_PASSPHRASE') : null);
      if (given !== null) return purpose === 'open' ? given : longEnough(given, variable);
      if (purpose === 'open') return ask('Passphrase: ', variable);
      const first = longEnough(await ask('New passphrase (at least 8 characters): ', variable), 'The passphrase');
      if ((await ask('Once more: ', variable)) !== first)
        throw new Error('The two passphrases differ; nothing was changed.');
      return first;
    },
    passphraseIfGiven: () => set('COUNTERSIGN_PASSPHRASE'),
    async recoveryKey() {
      return set('COUNTERSIGN_RECOVERY_KEY') ?? (await ask('Recovery key: ', 'COUNTERSIGN_RECOVERY_KEY'));
    },
    showRecoveryKey(key) {
      note('');
      note('Recovery key of this store, shown once and kept nowhere:');
      note('');
      note(`    ${key}`);
      note('');
      note('Print it or write it down and lock it away. It opens the store when the passphrase is lost.');
      note('When both are lost, nothing and nobody can open the store.');
      note('');
    },
    note,
    progress: (task, done, total) => bar.show(task, done, total),
  };
}

function longEnough(passphrase: string, name: string): string {
  if ([...passphrase].length < shortestPassphrase) throw new Error(`${name} is too short: at least 8 characters.`);
  return passphrase;
}
