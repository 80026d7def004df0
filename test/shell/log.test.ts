import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { logEvents, type LogEvent } from '../../src-main/contract/log.ts';
import { describeError, logLine, openLog } from '../../src-main/shell/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = new Date('2026-01-02T03:04:05.678Z');

describe('a line', () => {
  test('is one JSON object with time, event and the listed fields', () => {
    expect(logLine('checked', { verdict: 'review', specimens: 5, milliseconds: 61 }, at)).toBe(
      '{"at":"2026-01-02T03:04:05.678Z","event":"checked","verdict":"review","specimens":5,"milliseconds":61}',
    );
  });

  test.each([
    ['an event that is not listed', 'invented', {}],
    ['a field that is not listed', 'store-locked', { why: 'asked', account: '12345' }],
    ['text where a listed word belongs', 'store-locked', { why: 'Mrs Smith asked' }],
    ['text where a number belongs', 'enrolled', { specimens: '12345', refused: 0, milliseconds: 1 }],
    ['a number too long to be a count', 'store-opened', { slot: 'passphrase', accounts: 4_000_123_456 }],
    ['a message for an error class', 'call-failed', { call: 'enrol', error: 'No account 12345', at: null }],
    ['a path for a source line', 'call-failed', { call: 'enrol', error: 'Error', at: '/home/smith/desk.ts:1' }],
  ])('%s is refused', (_name, event, fields) => {
    expect(logLine(event as LogEvent, fields, at)).toBeNull();
  });

  test('no event lets any free text through', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(logEvents) as LogEvent[])),
        fc.stringMatching(/^[A-Z][a-z]+ [A-Z][a-z]+$|^\d{8,12}$/),
        (event, personal) => {
          const fields = Object.fromEntries(Object.keys(logEvents[event].entries).map((name) => [name, personal]));
          const line = logLine(event, Object.keys(fields).length > 0 ? fields : { any: personal }, at);
          expect(line).toBeNull();
        },
      ),
    );
  });
});

test('what is logged is on the disk when the log is closed; a refused line leaves no trace of what it held', async () => {
  const { log, files, close } = openLog(folder, 'window');
  log('app-started', { shell: 'electron', version: '1.2.3', node: 'v24.21.0' });
  (log as unknown as (event: string, fields: object) => void)('app-started', { name: 'Smith' });
  await close();
  const [file] = files();
  const lines = readFileSync(file ?? '', 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['app-started', 'line-refused']);
  expect(lines.join()).not.toContain('Smith');
});

test('the log turns over and keeps to five files beside the current one', async () => {
  const own = mkdtempSync(join(folder, 'turning-'));
  const { log, close } = openLog(own, 'window', '8K');
  for (let line = 0; line < 900; line++) log('store-verified', { records: line, problems: 0 });
  await close();
  const kept = readdirSync(own).filter((name) => name.endsWith('.log'));
  expect(kept.length).toBeGreaterThan(2);
  expect(kept.length).toBeLessThanOrEqual(6);
});

test('a log that cannot be written is silent', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const { log, files, close } = openLog(join(file, 'log'), 'window');
  log('store-created', {});
  expect(files()).toEqual([]);
  await close();
});

test('an error is told by its class and the line of our source, never by its message', () => {
  const error = new TypeError('account 123');
  error.stack =
    'TypeError: account 123\n    at f (node:fs:1:2)\n    at g (file:///home/smith/shell/verify-cheque.ts:12:3)';
  expect(describeError(error)).toEqual({ error: 'TypeError', at: 'verify-cheque.ts:12' });
  error.stack = 'TypeError: account 123\n    at g (/home/smith/Mrs Smith.ts:12:3)';
  expect(describeError(error).at).toBeNull();
  expect(describeError('account 123')).toEqual({ error: 'other', at: null });
  const named = new Error('x');
  named.name = 'Smith';
  expect(describeError(named).error).toBe('other');
});
