import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { barLine } from '../../src-main/shell/progress-bar.ts';
import type { Terminal } from '../../src-main/shell/prompt.ts';
import { terminalHost } from '../../src-main/shell/terminal-host.ts';

/** A terminal whose user types the given answers, one for each question. */
function typing(answers: string[], isTTY = true) {
  const emitter = new EventEmitter();
  let written = '';
  const modes: boolean[] = [];
  const input = Object.assign(emitter, {
    isTTY,
    setRawMode: (raw: boolean) => {
      modes.push(raw);
      if (raw) queueMicrotask(() => emitter.emit('data', Buffer.from(answers.shift() ?? '\u0003')));
    },
    resume: () => undefined,
    pause: () => undefined,
  });
  const output = {
    isTTY,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  return { terminal: { input, output } as unknown as Terminal, written: () => written, modes };
}

function hostOn(terminal: Terminal, environment: Record<string, string> = {}) {
  return terminalHost({
    log: () => undefined,
    startEngine: () => {
      throw new Error('No engine is started in this test.');
    },
    modelsDirectory: '',
    policyFile: '',
    version: '1.2.3',
    operator: 'tester',
    signal: new AbortController().signal,
    terminal,
    environment,
  });
}

describe('passphrase', () => {
  test('comes from the environment, without a question', async () => {
    const { terminal, written } = typing([]);
    const host = hostOn(terminal, { COUNTERSIGN_PASSPHRASE: 'long enough' });
    expect(await host.passphrase('open')).toBe('long enough');
    expect(await host.passphrase('create')).toBe('long enough');
    expect(host.passphraseIfGiven()).toBe('long enough');
    expect(written()).toBe('');
  });

  test('is asked for without showing it, and asked twice when one is made', async () => {
    const { terminal, written, modes } = typing(['sesamx\u007fe open\r', 'sesame open\r', 'sesame open\n']);
    const host = hostOn(terminal);
    expect(await host.passphrase('open')).toBe('sesame open');
    expect(await host.passphrase('create')).toBe('sesame open');
    expect(written()).not.toContain('sesam');
    expect(modes).toEqual([true, false, true, false, true, false]);
  });

  test('two that differ, one too short, and Ctrl+C are refused', async () => {
    await expect(hostOn(typing(['first one\r', 'other one\r']).terminal).passphrase('create')).rejects.toThrow(
      'differ',
    );
    await expect(hostOn(typing(['short\r']).terminal).passphrase('create')).rejects.toThrow('at least 8 characters');
    await expect(hostOn(typing([]).terminal, { COUNTERSIGN_PASSPHRASE: 'short' }).passphrase('create')).rejects.toThrow(
      'COUNTERSIGN_PASSPHRASE is too short',
    );
    const broken = typing(['abc\u0003']);
    await expect(hostOn(broken.terminal).passphrase('open')).rejects.toThrow('Broken off');
    expect(broken.modes).toEqual([true, false]);
  });

  test('without a terminal the variable is named', async () => {
    const host = hostOn(typing([], false).terminal);
    await expect(host.passphrase('open')).rejects.toThrow('Set COUNTERSIGN_PASSPHRASE');
    await expect(host.passphrase('change')).rejects.toThrow('Set COUNTERSIGN_NEW_PASSPHRASE');
    await expect(host.recoveryKey()).rejects.toThrow('Set COUNTERSIGN_RECOVERY_KEY');
    expect(host.passphraseIfGiven()).toBeNull();
  });
});

test('the recovery key is shown with what it is for', () => {
  const { terminal, written } = typing([]);
  hostOn(terminal).showRecoveryKey('AAAA-BBBB');
  expect(written()).toContain('    AAAA-BBBB\n');
  expect(written()).toContain('When both are lost, nothing and nobody can open the store.');
});

describe('progress', () => {
  test('is drawn on a terminal and wiped when done', () => {
    const { terminal, written } = typing([]);
    hostOn(terminal).progress('Reading', 5, 10);
    expect(written()).toContain('Reading [###############---------------] 5 of 10');
    hostOn(terminal).progress('Reading', 10, 10);
    expect(written().endsWith('\r\u001b[2K')).toBe(true);
  });

  test('is silent elsewhere', () => {
    const { terminal, written } = typing([], false);
    hostOn(terminal).progress('Reading', 5, 10);
    expect(written()).toBe('');
  });

  test('never overruns', () => {
    expect(barLine('x', 20, 10)).toBe(`x [${'#'.repeat(30)}] 20 of 10`);
    expect(barLine('x', -1, 10)).toContain(`[${'-'.repeat(30)}]`);
    expect(barLine('x', 3, 0)).toBe('x … 3');
  });
});
