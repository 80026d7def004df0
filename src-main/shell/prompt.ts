import type { ReadStream, WriteStream } from 'node:tty';

/** A terminal to ask on: keys come from `input`, the question goes to `output`. */
export interface Terminal {
  readonly input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;
  readonly output: Pick<WriteStream, 'isTTY' | 'write'>;
}

const enter = ['\r', '\n', '\u0004'];
const backspace = ['\u007f', '\b'];
const interrupt = '\u0003';

/**
 * Asks for a secret without showing it.
 * @throws Error where it was broken off by Ctrl+C
 */
export function askHidden(terminal: Terminal, question: string): Promise<string> {
  const { input, output } = terminal;
  output.write(question);
  input.setRawMode(true);
  input.resume();
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const end = (done: () => void) => {
      input.off('data', hear);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      done();
    };
    const hear = (chunk: Buffer | string) => {
      for (const key of chunk.toString()) {
        if (enter.includes(key)) return end(() => resolve(typed.join('')));
        if (key === interrupt) return end(() => reject(new Error('Broken off.')));
        if (backspace.includes(key)) typed = typed.slice(0, -1);
        else if (key >= ' ') typed.push(key);
      }
    };
    input.on('data', hear);
  });
}
