import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScanError } from '../../src-main/imaging/errors.ts';
import { ModelError } from '../../src-main/model/model-error.ts';
import type { ChildPort } from '../../src-main/engine/child-port.ts';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import type { EngineWork } from '../../src-main/engine/engine-work.ts';
import { parseRequest, parseResponse, parseResult, type EngineResponse } from '../../src-main/engine/protocol.ts';
import { failureOf, serve } from '../../src-main/engine/serve.ts';

/** A served port in this process: what is said to it, and what it answers. */
function served(work: EngineWork) {
  let say: (message: unknown) => void = () => undefined;
  let leaveParent: () => void = () => undefined;
  const answers: EngineResponse[] = [];
  let left = 0;
  let told: (() => void) | undefined;
  const port: ChildPort = {
    send(message) {
      answers.push(message as EngineResponse);
      told?.();
    },
    onMessage: (listener) => void (say = listener),
    onParentGone: (listener) => void (leaveParent = listener),
  };
  serve(port, () => (left += 1), work);
  const answered = async (count: number) => {
    while (answers.length < count) await new Promise<void>((resolve) => (told = resolve));
    return answers;
  };
  return { say: (message: unknown) => say(message), answered, loseParent: () => leaveParent(), left: () => left };
}

const ping = (id: number) => ({ id, call: 'ping', input: {} });

describe('requests', () => {
  test('of the right shape pass as they are', () => {
    const request = {
      id: 3,
      call: 'examine',
      input: {
        bytes: Uint8Array.of(1),
        page: 0,
        region: { x: 0, y: 0, width: 5, height: 5 },
        wants: { template: 'reference' },
      },
    };
    expect(parseRequest(request)).toEqual(request);
  });

  test.each<[string, unknown, RegExp]>([
    ['no object', 'hello', /engine request/],
    ['an unknown call', { id: 1, call: 'erase', input: {} }, /call/],
    ['a path instead of bytes', { id: 1, call: 'read', input: { bytes: '/etc/passwd', page: 0 } }, /bytes/],
    [
      'a region of no width',
      {
        id: 1,
        call: 'examine',
        input: { bytes: Uint8Array.of(1), page: 0, region: { x: 0, y: 0, width: 0, height: 1 }, wants: {} },
      },
      /region\.width/,
    ],
    ['a field too many', { id: 1, call: 'ping', input: { key: 'secret' } }, /key/],
  ])('with %s are refused, naming the field', (_, message, why) => {
    expect(() => parseRequest(message)).toThrow(why);
  });

  test('anything at all is refused by a TypeError and nothing else', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        for (const parse of [parseRequest, parseResponse, (value: unknown) => parseResult('examine', value)]) {
          try {
            parse(message);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('serving', () => {
  test('answers in order, one at a time, and goes on after a failure', async () => {
    let busy = false;
    let calls = 0;
    const port = served({
      async run() {
        expect(busy).toBe(false);
        busy = true;
        await Promise.resolve();
        busy = false;
        if ((calls += 1) === 2) throw new ScanError('no-ink', 'There is no ink.');
        return { pid: calls };
      },
    });
    for (const id of [1, 2, 3]) port.say(ping(id));
    expect(await port.answered(3)).toEqual([
      { id: 1, ok: true, result: { pid: 1 } },
      { id: 2, ok: false, failure: { origin: 'scan', fault: 'no-ink', message: 'There is no ink.' } },
      { id: 3, ok: true, result: { pid: 3 } },
    ]);
  });

  test('answers a message of no shape, with its number where it has one', async () => {
    const port = served({ run: async () => ({ pid: 1 }) });
    port.say({ id: 7, call: 'nothing' });
    port.say(null);
    port.say(ping(8));
    const answers = await port.answered(3);
    expect(answers.map((answer) => [answer.id, answer.ok])).toEqual([
      [7, false],
      [0, false],
      [8, true],
    ]);
    expect(answers[0]).toMatchObject({ failure: { fault: 'bad-message' } });
  });

  test('leaves when its parent has gone', () => {
    const port = served({ run: async () => ({}) });
    port.loseParent();
    expect(port.left()).toBe(1);
  });

  test('gives every error a shape that crosses the wall', () => {
    const seen = { scan: { width: 1, height: 1, format: 'png', page: 0, pages: 1, dotsPerInch: null, decoder: 'x' } };
    const errors: [unknown, object][] = [
      [new ScanError('damaged', 'cut off'), { origin: 'scan', fault: 'damaged', message: 'cut off' }],
      [new ModelError('bad-graph', 'no graph'), { origin: 'model', fault: 'bad-graph', message: 'no graph' }],
      [new EngineError('scan', 'no-ink', 'blank', seen), { origin: 'scan', fault: 'no-ink', message: 'blank', seen }],
      [new TypeError('x is undefined'), { origin: 'engine', fault: 'internal' }],
      ['a string', { origin: 'engine', fault: 'internal' }],
    ];
    for (const [error, shape] of errors) {
      const failure = failureOf(error);
      expect(failure).toMatchObject(shape);
      expect(parseResponse({ id: 1, ok: false, failure })).toEqual({ id: 1, ok: false, failure });
    }
  });
});
