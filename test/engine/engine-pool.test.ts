import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src-main/engine/engine.ts';
import { EngineError, engineError } from '../../src-main/engine/engine-error.ts';
import { defaultPoolSize, openEnginePool, type PoolOutcome } from '../../src-main/engine/engine-pool.ts';
import { createGate } from '../../src-main/engine/gate.ts';
import { createSlots } from '../../src-main/engine/slots.ts';
import { readAnswer, readyAnswer, standIns, type Reaction, type SeenRequest } from './stand-in-port.ts';

const firstByte = (request: SeenRequest) => (request.input.bytes as Uint8Array)[0]!;

function openPool(
  count: number,
  react: (request: SeenRequest) => Reaction = () => ({ result: readAnswer }),
  gate = createGate(),
) {
  const processes = standIns((_, request) => (request.call === 'start' ? { result: readyAnswer } : react(request)));
  const makeEngine = () => openEngine({ startPort: processes.start, model: null, background: true });
  return { pool: openEnginePool({ count, makeEngine, gate }), processes };
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
}

describe('a pool', () => {
  test('gives every outcome once, in the order of the items, whatever each takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (delays, count) => {
          const { pool } = openPool(count);
          const outcomes = await all(
            pool.map(delays, async (engine, delay, index) => {
              await sleep(delay);
              await engine.read({ bytes: Uint8Array.of(1), page: 0 });
              return index * 10;
            }),
          );
          expect(outcomes.map((outcome) => outcome.ok && outcome.result)).toEqual(delays.map((_, index) => index * 10));
          expect(outcomes.map((outcome) => outcome.item)).toEqual(delays);
          await pool.close();
        },
      ),
      { numRuns: 20 },
    );
  });

  test('never gives one engine two items at once, and uses them all', async () => {
    const { pool } = openPool(3);
    const busy = new Set<unknown>();
    const used = new Set<unknown>();
    await all(
      pool.map(Array.from({ length: 20 }), async (engine) => {
        expect(busy.has(engine)).toBe(false);
        busy.add(engine);
        used.add(engine);
        await sleep(1);
        busy.delete(engine);
      }),
    );
    expect(used.size).toBe(3);
    await pool.close();
  });

  test('fails only the item whose process died', async () => {
    const { pool } = openPool(2, (request) => (firstByte(request) === 5 ? 'die' : { result: readAnswer }));
    const outcomes = await all(
      pool.map([1, 2, 3, 4, 5, 6, 7, 8], (engine, item) => engine.read({ bytes: Uint8Array.of(item), page: 0 })),
    );
    expect(outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.item)).toEqual([5]);
    const failed = outcomes.find((outcome): outcome is PoolOutcome<number, never> & { ok: false } => !outcome.ok);
    expect(failed?.error.fault).toBe('engine-died');
    await pool.close();
  });

  test('takes no more from the source than four items an engine ahead of the consumer', async () => {
    const { pool } = openPool(2);
    let taken = 0;
    let yielded = 0;
    let furthest = 0;
    async function* source() {
      for (; taken < 60; taken += 1) {
        furthest = Math.max(furthest, taken - yielded);
        yield taken;
      }
    }
    for await (const outcome of pool.map(source(), async () => undefined)) {
      expect(outcome.ok).toBe(true);
      await sleep(1);
      yielded += 1;
    }
    expect(yielded).toBe(60);
    // Eight ahead, and the one that the feeder holds while it waits for room.
    expect(furthest).toBeLessThanOrEqual(9);
    await pool.close();
  });

  test('stops feeding while the desk holds the gate, and goes on afterwards', async () => {
    const gate = createGate();
    const { pool } = openPool(1, undefined, gate);
    const worked: number[] = [];
    const letGo = gate.hold();
    const whole = all(pool.map([1, 2, 3], async (_, item) => void worked.push(item)));
    await sleep(20);
    expect(worked).toEqual([]);
    letGo();
    await whole;
    expect(worked).toEqual([1, 2, 3]);
    await pool.close();
  });

  test('throws what is no fault of an engine, after the outcomes before it', async () => {
    const { pool } = openPool(2);
    const seen: number[] = [];
    const run = async () => {
      for await (const outcome of pool.map([1, 2, 3, 4], async (_, item) => {
        if (item === 3) throw new RangeError('a mistake');
        if (item === 2) throw engineError('internal', 'a fault');
        return item;
      })) {
        seen.push(outcome.item);
        if (!outcome.ok) expect(outcome.error).toBeInstanceOf(EngineError);
      }
    };
    await expect(run()).rejects.toThrow('a mistake');
    expect(seen).toEqual([1, 2]);
    await pool.close();
  });

  test('throws the error of its source, after the outcomes before it', async () => {
    const { pool } = openPool(2);
    const seen: number[] = [];
    function* source() {
      yield 1;
      yield 2;
      throw new Error('the index has no such line');
    }
    const run = async () => {
      for await (const outcome of pool.map(source(), async (_, item) => item)) seen.push(outcome.item);
    };
    await expect(run()).rejects.toThrow('no such line');
    expect(seen).toEqual([1, 2]);
    await pool.close();
  });

  test('stops taking items when the consumer leaves, and can be used again', async () => {
    const { pool } = openPool(2);
    let taken = 0;
    function* source() {
      for (;;) yield (taken += 1);
    }
    for await (const outcome of pool.map(source(), async (_, item) => item)) if (outcome.index === 3) break;
    await sleep(5);
    const then = taken;
    await sleep(20);
    expect(taken).toBe(then);
    expect(await all(pool.map([7], async (_, item) => item))).toMatchObject([{ ok: true, result: 7 }]);
    await pool.close();
  });

  test('has one engine a core, at least one and at most eight', () => {
    expect([0, 1, 4, 64].map(defaultPoolSize)).toEqual([1, 1, 4, 8]);
  });
});

describe('a gate', () => {
  test('opens when the last of several holders lets go, however often each does', async () => {
    const gate = createGate();
    const [one, other] = [gate.hold(), gate.hold()];
    let passed = false;
    const passing = gate.passed().then(() => (passed = true));
    one();
    one();
    await sleep(5);
    expect([gate.held, passed]).toEqual([true, false]);
    other();
    await passing;
    expect(gate.held).toBe(false);
    await gate.passed();
  });
});

describe('slots', () => {
  test('are handed out in the order they were asked for', async () => {
    const slots = createSlots(['a']);
    expect(await slots.take()).toBe('a');
    const order: string[] = [];
    const waiting = ['first', 'second'].map((name) => slots.take().then(() => order.push(name)));
    slots.put('a');
    slots.put('b');
    await Promise.all(waiting);
    expect(order).toEqual(['first', 'second']);
  });
});
