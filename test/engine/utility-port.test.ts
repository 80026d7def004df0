import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src-main/engine/engine.ts';
import type { EngineExit } from '../../src-main/engine/engine-port.ts';
import { utilityPorts, type UtilityChild, type UtilityProcessModule } from '../../src-main/engine/utility-port.ts';
import { readAnswer, readyAnswer } from './stand-in-port.ts';

/** Electron's utility process as its documentation says: no pid and no messages before `spawn`, an exit with a code. */
class UtilityStandIn extends EventEmitter implements UtilityChild {
  pid: number | undefined;
  readonly stderr = new EventEmitter() as unknown as NodeJS.ReadableStream;
  readonly posted: unknown[] = [];
  kills = 0;

  postMessage(message: unknown): void {
    if (this.pid === undefined) throw new Error('posted before spawn');
    this.posted.push(message);
    this.emit('posted', message);
  }

  kill(): boolean {
    if (this.pid === undefined) return false;
    this.kills += 1;
    queueMicrotask(() => this.end(0));
    return true;
  }

  spawn(): void {
    this.pid = 4_000_000;
    this.emit('spawn');
  }

  end(code: number): void {
    this.pid = undefined;
    this.emit('exit', code);
  }
}

function standIn() {
  const children: UtilityStandIn[] = [];
  const forks: unknown[][] = [];
  const module: UtilityProcessModule = {
    fork(...args) {
      forks.push(args);
      const child = new UtilityStandIn();
      children.push(child);
      return child;
    },
  };
  return { module, children, forks };
}

describe('an engine process under Electron', () => {
  test('is forked from the bundle with a scrubbed environment and no arguments', () => {
    process.env.COUNTERSIGN_PASSPHRASE = 'correct horse';
    try {
      const { module, forks } = standIn();
      utilityPorts(module, '/app/out/main/engine.js')({ background: false });
      const [path, args, options] = forks[0] as [string, string[], { env: Record<string, string>; stdio: string[] }];
      expect([path, args]).toEqual(['/app/out/main/engine.js', []]);
      expect(JSON.stringify(options)).not.toContain('correct horse');
      expect(options.stdio).toEqual(['ignore', 'ignore', 'pipe']);
    } finally {
      delete process.env.COUNTERSIGN_PASSPHRASE;
    }
  });

  test('is sent nothing before it has spawned, and everything in order then', () => {
    const { module, children } = standIn();
    const port = utilityPorts(module, 'engine.js')({ background: false });
    const child = children[0]!;
    port.send('one');
    port.send('two');
    expect(child.posted).toEqual([]);
    child.spawn();
    port.send('three');
    expect(child.posted).toEqual(['one', 'two', 'three']);
  });

  test('tells its exit once, with its code, no signal, and its last words; what is sent then is dropped', async () => {
    const { module, children } = standIn();
    const port = utilityPorts(module, 'engine.js')({ background: false });
    const exits: EngineExit[] = [];
    port.onExit((exit) => exits.push(exit));
    const child = children[0]!;
    child.spawn();
    child.stderr.emit('data', Buffer.from('Illegal instruction'));
    child.end(132);
    port.send('lost');
    expect(exits).toEqual([{ code: 132, signal: null, lastWords: 'Illegal instruction' }]);
    expect(port.pid).toBeUndefined();
    expect(child.posted).toEqual([]);
  });

  test('killed before it has spawned is killed when it has', () => {
    const { module, children } = standIn();
    const port = utilityPorts(module, 'engine.js')({ background: false });
    const child = children[0]!;
    port.kill();
    expect(child.kills).toBe(0);
    child.spawn();
    expect(child.kills).toBe(1);
  });

  test('carries the same supervision: a death fails the request in hand, the next is answered by a new process', async () => {
    const { module, children } = standIn();
    const ports = utilityPorts(module, 'engine.js');
    const engine = openEngine({
      model: null,
      startPort: (options) => {
        const port = ports(options);
        const child = children.at(-1)!;
        const number = children.length;
        child.on('posted', (message: { id: number; call: string }) => {
          queueMicrotask(() => {
            if (message.call === 'start') child.emit('message', { id: message.id, ok: true, result: readyAnswer });
            else if (number === 1) child.end(139);
            else child.emit('message', { id: message.id, ok: true, result: readAnswer });
          });
        });
        queueMicrotask(() => child.spawn());
        return port;
      },
    });
    const scan = { bytes: Uint8Array.of(1), page: 0 };
    await expect(engine.read(scan)).rejects.toThrow(/exit code 139.*not judged/);
    expect((await engine.read(scan)).scan.format).toBe('png');
    await engine.close();
    await sleep(0);
    expect(children).toHaveLength(2);
  });
});
