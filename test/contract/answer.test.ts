import { describe, expect, it, vi } from 'vitest';
import { answer } from '../../src-main/contract/answer.ts';
import { CallFailure, calls, type Handlers, type ResponseOf } from '../../src-main/contract/calls.ts';

const unanswered = Object.fromEntries(
  Object.keys(calls).map((name) => [name, () => Promise.reject(new Error(`${name} isn't part of this test`))]),
) as unknown as Handlers;

describe('answer', () => {
  it('runs the handler with the checked request', async () => {
    const decided: ResponseOf<'decide'> = {
      decision: 'd1',
      operator: 'ann',
      at: '2026-01-01T00:00:00Z',
      state: 'final',
      awaits: [],
    };
    const decide = vi.fn(() => Promise.resolve(decided));
    const outcome = await answer(
      { ...unanswered, decide },
      'decide',
      { check: 'c1', decision: 'accept', reason: '  same hand  ', extra: 1 },
      () => undefined,
    );
    expect(outcome).toEqual({ ok: true, value: decided });
    expect(decide).toHaveBeenCalledWith({
      check: 'c1',
      decision: 'accept',
      reason: 'same hand',
      code: null,
      amount: null,
    });
  });

  it.each([
    ['no such decision', { check: 'c1', decision: 'pay', reason: '' }, 'decision'],
    ['a missing field', { check: 'c1', decision: 'accept' }, 'reason'],
    ['not an object', 'accept', ''],
  ])('refuses a request with %s and names the field', async (_, request, field) => {
    const outcome = await answer(unanswered, 'decide', request, () => undefined);
    expect(outcome).toMatchObject({ ok: false, error: { fault: 'bad-request', field } });
  });

  it.each(['nope', 'constructor', '__proto__', 'toString'])('knows no call "%s"', async (name) => {
    const outcome = await answer(unanswered, name, {}, () => undefined);
    expect(outcome).toMatchObject({ ok: false, error: { fault: 'no-such-call' } });
  });

  it('passes a failure on with its fault, message and field', async () => {
    const failing: Handlers = {
      ...unanswered,
      unlockStore: () => Promise.reject(new CallFailure({ fault: 'wrong-passphrase', message: 'No.', field: 'key' })),
    };
    expect(await answer(failing, 'unlockStore', { key: 'x', recovery: false }, () => undefined)).toEqual({
      ok: false,
      error: { fault: 'wrong-passphrase', message: 'No.', field: 'key' },
    });
  });

  it("reports what it doesn't know and keeps its text from the window", async () => {
    const report = vi.fn();
    const failing: Handlers = { ...unanswered, lockStore: () => Promise.reject(new Error('account 4711')) };
    const outcome = await answer(failing, 'lockStore', {}, report);
    expect(outcome).toMatchObject({ ok: false, error: { fault: 'internal' } });
    expect(JSON.stringify(outcome)).not.toContain('4711');
    expect(report).toHaveBeenCalledOnce();
  });

  it("doesn't let a response out that breaks the contract", async () => {
    const report = vi.fn();
    const wrong = { ...unanswered, enrol: () => Promise.resolve({ specimens: [1] }) } as unknown as Handlers;
    const request = {
      account: '1',
      holder: null,
      signatory: 'A',
      scans: [{ scan: 's', region: null, capturedOn: null, source: '' }],
    };
    expect(await answer(wrong, 'enrol', request, report)).toMatchObject({ ok: false });
  });
});
