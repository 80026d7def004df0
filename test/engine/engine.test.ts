import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openEngine, type EngineEvent, type EngineOptions } from '../../src-main/engine/engine.ts';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { readAnswer, readyAnswer, standIns, type Reaction, type SeenRequest, type StandIns } from './stand-in-port.ts';

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

function open(processes: StandIns, more: Partial<EngineOptions> = {}): Engine {
  const engine = openEngine({ startPort: processes.start, model: null, backOff: [0, 0, 0], ...more });
  engines.push(engine);
  return engine;
}

/** Starts well, and then reacts as the function says. */
const working = (react: (process: number, request: SeenRequest) => Reaction) =>
  standIns((process, request) => (request.call === 'start' ? { result: readyAnswer } : react(process, request)));

const scan = (first: number) => ({ bytes: Uint8Array.of(first), page: 0 });
const firstByte = (request: SeenRequest) => (request.input.bytes as Uint8Array)[0];

async function failure(promise: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe('a working engine', () => {
  test('tells when it is ready, and answers in the order it was asked, one at a time', async () => {
    let inHand = 0;
    const processes = working((_, request) => {
      inHand += 1;
      expect(inHand).toBe(1);
      inHand -= 1;
      return { result: { ...readAnswer, scan: { ...readAnswer.scan, width: firstByte(request) } } };
    });
    const engine = open(processes);
    expect(await engine.ready()).toEqual(readyAnswer);
    const widths = (await Promise.all([1, 2, 3].map((each) => engine.read(scan(each))))).map((it) => it.scan.width);
    expect(widths).toEqual([1, 2, 3]);
    expect(processes.count).toBe(1);
  });

  test('takes requests before it is ready', async () => {
    const engine = open(working(() => ({ result: readAnswer })));
    expect(engine.state.kind).toBe('starting');
    expect((await engine.read(scan(1))).scan.format).toBe('png');
    expect(engine.state.kind).toBe('ready');
  });

  test("passes a scan's fault on, and goes on with the same process", async () => {
    const processes = working((_, request) =>
      firstByte(request) === 1
        ? { failure: { origin: 'scan', fault: 'no-ink', message: 'There is no ink.' } }
        : { result: readAnswer },
    );
    const engine = open(processes);
    expect(await failure(engine.read(scan(1)))).toMatchObject({
      origin: 'scan',
      fault: 'no-ink',
      message: 'There is no ink.',
    });
    await engine.read(scan(2));
    expect(processes.count).toBe(1);
  });

  test('refuses a scan over 64 MB before it is sent', async () => {
    const processes = working(() => ({ result: readAnswer }));
    const engine = open(processes);
    await engine.ready();
    const error = await failure(engine.read({ bytes: new Uint8Array(64 * 1024 * 1024 + 1), page: 0 }));
    expect(error).toMatchObject({ origin: 'scan', fault: 'too-large' });
    expect(error.message).toMatch(/65 MB; at most 64 MB/);
    expect(processes.seen.map((request) => request.call)).toEqual(['start']);
  });
});

describe('an engine that dies', () => {
  test('fails the request in its hands and no other', async () => {
    const processes = working((_, request) => (firstByte(request) === 2 ? 'die' : { result: readAnswer }));
    const engine = open(processes);
    const results = await Promise.allSettled([1, 2, 3, 4].map((each) => engine.read(scan(each))));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    const error = await failure(Promise.reject((results[1] as PromiseRejectedResult).reason as Error));
    expect(error.fault).toBe('engine-died');
    expect(error.message).toMatch(/SIGSEGV.*not judged; try again/);
    expect(processes.count).toBe(2);
  });

  test('at rest is replaced, and what comes next is answered', async () => {
    const processes = working(() => ({ result: readAnswer }));
    const engine = open(processes);
    await engine.read(scan(1));
    const noticed = new Promise<void>((resolve) => engine.onState(() => resolve()));
    processes.end(0);
    await noticed;
    await engine.read(scan(2));
    expect(processes.count).toBe(2);
  });

  test('again and again on one kind of scan stays usable for others', async () => {
    const processes = working((_, request) => (firstByte(request) === 9 ? 'die' : { result: readAnswer }));
    const engine = open(processes);
    for (let round = 0; round < 6; round += 1) {
      expect((await failure(engine.read(scan(9)))).fault).toBe('engine-died');
    }
    await engine.read(scan(1));
    expect(engine.state.kind).toBe('ready');
  });

  test('twice in a row with work in hand leaves accelerators alone from then on', async () => {
    const processes = working((process) => (process < 2 ? 'die' : { result: readAnswer }));
    const engine = open(processes);
    await failure(engine.read(scan(1)));
    await failure(engine.read(scan(2)));
    await engine.read(scan(3));
    const starts = processes.seen.filter((request) => request.call === 'start').map((request) => request.input.avoid);
    expect(starts[1]).toEqual([]);
    expect(starts[2]).toContain('dml');
    expect(starts[2]).not.toContain('cpu');
  });

  test('while starting is started again without accelerators', async () => {
    const processes = standIns((process, request) => {
      if (request.call === 'start' && process === 0) return 'die';
      return { result: request.call === 'start' ? readyAnswer : readAnswer };
    });
    const engine = open(processes);
    await engine.ready();
    expect(processes.seen[0]?.input.avoid).toEqual([]);
    expect(processes.seen[1]?.input.avoid).toContain('coreml');
  });

  test('at every start is given up, named, and can be tried again by hand', async () => {
    let broken = true;
    const processes = standIns((_, request) => {
      if (broken) return 'die';
      return { result: request.call === 'start' ? readyAnswer : readAnswer };
    });
    const events: EngineEvent[] = [];
    const engine = open(processes, { log: (event) => events.push(event) });
    const [ready, read] = await Promise.all([failure(engine.ready()), failure(engine.read(scan(1)))]);
    for (const error of [ready, read]) {
      expect(error.fault).toBe('engine-unusable');
      expect(error.message).toMatch(/stopped 4 times in a row.*Segmentation fault.*doctor/);
    }
    expect(processes.count).toBe(4);
    expect((await failure(engine.read(scan(2)))).fault).toBe('engine-unusable');
    expect(events.map((event) => event.event).filter((event) => event !== 'started')).toEqual([
      'died',
      'died',
      'died',
      'died',
      'unusable',
    ]);
    broken = false;
    engine.restart();
    await engine.read(scan(3));
    expect(engine.state.kind).toBe('ready');
  });

  test('waits longer before each next start, and says so', async () => {
    const processes = standIns((process, request) =>
      process < 2 ? 'die' : { result: request.call === 'start' ? readyAnswer : readAnswer },
    );
    const engine = open(processes, { backOff: [5, 20] });
    const waits: number[] = [];
    engine.onState((state) => {
      if (state.kind === 'waiting') waits.push(state.milliseconds);
    });
    await engine.ready();
    expect(waits).toEqual([5, 20]);
  });
});

describe('an engine that hangs', () => {
  test('is ended and replaced; the next request is answered', async () => {
    const processes = working((_, request) => (firstByte(request) === 1 ? 'stay silent' : { result: readAnswer }));
    const engine = open(processes, { timeLimits: { read: 20 } });
    const hung = failure(engine.read(scan(1)));
    const next = engine.read(scan(2));
    expect((await hung).fault).toBe('engine-hung');
    expect((await hung).message).toMatch(/too long.*not judged/);
    await next;
    expect(processes.killed).toEqual([0]);
    expect(processes.count).toBe(2);
  });

  test('while starting is replaced too', async () => {
    const processes = standIns((process, request) => {
      if (process === 0) return 'stay silent';
      return { result: request.call === 'start' ? readyAnswer : readAnswer };
    });
    const engine = open(processes, { timeLimits: { start: 20 } });
    await engine.read(scan(1));
    expect(processes.killed).toEqual([0]);
  });

  test('and speaks after it was given up is not listened to', async () => {
    const processes = working((process) => (process === 0 ? 'stay silent' : 'stay silent'));
    const engine = open(processes, { timeLimits: { read: 30 } });
    await failure(engine.read(scan(1)));
    const second = failure(engine.read(scan(2)));
    await engine.ready();
    const { id } = processes.seen.at(-1)!;
    processes.say(0, { id, ok: true, result: readAnswer });
    expect((await second).fault).toBe('engine-hung');
  });
});

describe('an engine that answers nonsense', () => {
  test.each<[string, (id: number) => unknown]>([
    ['no response', () => 'hello'],
    ['a result of another shape', (id) => ({ id, ok: true, result: { scan: null } })],
    ['a failure of another shape', (id) => ({ id, ok: false, failure: { fault: 7 } })],
  ])('(%s) fails that request and no other', async (_, raw) => {
    const processes = working((_process, request) =>
      firstByte(request) === 1 ? { raw: raw(request.id) } : { result: readAnswer },
    );
    const engine = open(processes);
    expect((await failure(engine.read(scan(1)))).fault).toBe('bad-message');
    await engine.read(scan(2));
  });

  test('to a number that was not asked is not listened to', async () => {
    const processes = working((process, request) => {
      processes.say(process, { id: request.id + 5, ok: true, result: readAnswer });
      return { result: readAnswer };
    });
    expect((await open(processes).read(scan(1))).scan.format).toBe('png');
  });
});

describe('a model that cannot be opened', () => {
  test("makes the engine unusable with the model's own fault, and isn't tried again", async () => {
    const processes = standIns(() => ({
      failure: { origin: 'model', fault: 'hash-mismatch', message: 'tower.onnx differs.' },
    }));
    const engine = open(processes);
    expect(await failure(engine.ready())).toMatchObject({ origin: 'model', fault: 'hash-mismatch' });
    expect(await failure(engine.read(scan(1)))).toMatchObject({ origin: 'model', message: 'tower.onnx differs.' });
    expect(processes.count).toBe(1);
    expect(processes.killed).toEqual([0]);
    expect(engine.state).toMatchObject({ kind: 'unusable', fault: 'hash-mismatch' });
  });
});

describe('giving up', () => {
  test('a request that waits takes it out of the queue', async () => {
    const processes = working((_, request) => (firstByte(request) === 1 ? 'stay silent' : { result: readAnswer }));
    const engine = open(processes, { timeLimits: { read: 40 } });
    const first = failure(engine.read(scan(1)));
    const control = new AbortController();
    const second = failure(engine.read(scan(2), { signal: control.signal }));
    const third = engine.read(scan(3));
    control.abort();
    expect((await second).fault).toBe('cancelled');
    expect((await first).fault).toBe('engine-hung');
    await third;
    expect(processes.seen.filter((request) => request.call === 'read').map(firstByte)).toEqual([1, 3]);
  });

  test('a request in hand rejects at once, and the process works on', async () => {
    const processes = working((_, request) => (firstByte(request) === 1 ? 'stay silent' : { result: readAnswer }));
    const engine = open(processes);
    await engine.ready();
    const control = new AbortController();
    const first = failure(engine.read(scan(1), { signal: control.signal }));
    control.abort();
    expect((await first).fault).toBe('cancelled');
    const { id } = processes.seen.at(-1)!;
    const second = engine.read(scan(2));
    processes.say(0, { id, ok: true, result: readAnswer });
    await second;
    expect(processes.count).toBe(1);
  });

  test('before it was asked sends nothing', async () => {
    const processes = working(() => ({ result: readAnswer }));
    const engine = open(processes);
    expect((await failure(engine.read(scan(1), { signal: AbortSignal.abort() }))).fault).toBe('cancelled');
    await engine.ready();
    expect(processes.seen).toHaveLength(1);
  });
});

describe('closing', () => {
  test('ends the process and fails what waits, and everything asked afterwards', async () => {
    const processes = working(() => 'stay silent');
    const engine = open(processes);
    await engine.ready();
    const held = failure(engine.read(scan(1)));
    const waiting = failure(engine.read(scan(2)));
    expect(engine.pending).toBe(2);
    await engine.close();
    for (const error of [
      await held,
      await waiting,
      await failure(engine.read(scan(3))),
      await failure(engine.ready()),
    ]) {
      expect(error.fault).toBe('engine-closed');
    }
    expect(processes.killed).toEqual([0]);
    expect(processes.count).toBe(1);
    expect(engine.pending).toBe(0);
    await engine.close();
  });

  test('by whoever hears that it waits, or that it starts again, starts nothing more', async () => {
    for (const kind of ['waiting', 'starting']) {
      const processes = standIns(() => 'die');
      const engine = open(processes, { backOff: [1, 1, 1] });
      const closed = new Promise<void>((resolve) => {
        engine.onState((state) => {
          if (state.kind === kind) void engine.close().then(resolve);
        });
      });
      await closed;
      const { count } = processes;
      await sleep(10);
      expect(processes.count).toBe(count);
      expect(count).toBe(1);
      expect(engine.state.kind).toBe('closed');
    }
  });

  test('while it waits to start again starts nothing more', async () => {
    const processes = standIns(() => 'die');
    const engine = open(processes, { backOff: [10_000] });
    const waiting = new Promise<void>((resolve) => engine.onState((state) => state.kind === 'waiting' && resolve()));
    await waiting;
    await engine.close();
    expect(processes.count).toBe(1);
    expect(engine.state.kind).toBe('closed');
  });
});
