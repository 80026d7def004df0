import { describe, expect, it } from 'vitest';
import { ComboboxState } from '../../src-renderer/ui/combobox.svelte.ts';
import { quiet } from './stand-in/helpers.ts';

function combobox(answers: (prefix: string) => Promise<readonly string[]> = () => Promise.resolve(['4100', '4101'])) {
  const taken: string[] = [];
  const state = new ComboboxState(
    async (prefix) => (await answers(prefix)).map((value) => ({ value, label: value, detail: '' })),
    (value) => taken.push(value),
  );
  return { state, taken };
}

describe('the account field', () => {
  it('opens by typing, walks its choices round, and takes the one that is lit', async () => {
    const { state, taken } = combobox();
    state.type('41');
    await quiet(120);
    expect(state.open).toBe(true);
    state.key('ArrowDown');
    state.key('ArrowDown');
    state.key('ArrowDown');
    expect(state.active).toBe(0);
    state.key('ArrowUp');
    expect(state.active).toBe(1);
    state.key('Enter');
    expect(taken).toEqual(['4101']);
    expect(state.open).toBe(false);
  });

  it('takes what was typed where no choice is lit, and each value once', async () => {
    const { state, taken } = combobox();
    state.type(' 4999 ');
    state.key('Enter');
    state.take(state.text);
    expect(taken).toEqual(['4999']);
    await quiet(120);
    expect(state.open).toBe(false);
  });

  it('closes with the first Escape and goes back with the second', async () => {
    const { state, taken } = combobox();
    state.show('4100');
    state.type('41');
    await quiet(120);
    expect(state.key('Escape')).toBe(true);
    expect(state.text).toBe('41');
    expect(state.key('Escape')).toBe(true);
    expect(state.text).toBe('4100');
    expect(state.key('Escape')).toBe(false);
    expect(taken).toEqual([]);
  });

  it('drops completions that come after the ones for later typing', async () => {
    const waits: ((values: string[]) => void)[] = [];
    const { state } = combobox(() => new Promise((resolve) => waits.push(resolve)));
    state.type('4');
    await quiet(120);
    state.type('42');
    await quiet(120);
    waits[1]?.(['42']);
    waits[0]?.(['4', '41']);
    await quiet();
    expect(state.choices.map((choice) => choice.value)).toEqual(['42']);
  });
});
