import { describe, expect, it } from 'vitest';
import type { ReadCharacter } from '../../src-main/contract/reading.ts';
import { characterOfKey, spokenCharacter } from '../../src-renderer/features/micr/micr-characters.ts';
import { MicrEditor } from '../../src-renderer/features/micr/micr-editor.svelte.ts';

const sure = (character: string): ReadCharacter => ({
  character,
  confidence: 0.99,
  doubtful: false,
  box: { x: 0, y: 0, width: 1, height: 1 },
  alternatives: [],
});
const doubt = (...others: string[]): ReadCharacter => ({
  ...sure('?'),
  doubtful: true,
  alternatives: others.map((character, place) => ({ character, confidence: 0.5 - place / 10 })),
});

function editorOf(characters: ReadCharacter[], text = characters.map(({ character }) => character).join('')) {
  return new MicrEditor({ font: 'e13b', text, characters });
}

describe('mending a MICR line', () => {
  it('begins at the first character in doubt and goes on to the next one as they are typed', () => {
    const editor = editorOf([sure('⑈'), doubt('1', '7'), sure('3'), doubt('8'), sure('⑈')]);
    expect(editor.place).toBe(1);
    expect(editor.text).toBe('⑈?3?⑈');
    expect(editor.key('7')).toBe('changed');
    expect(editor.place).toBe(3);
    expect(editor.key('8')).toBe('changed');
    expect(editor.text).toBe('⑈738⑈');
    expect(editor.inDoubt).toEqual([]);
    expect(editor.key('Enter')).toBe('take');
  });

  it('types over characters that were sure, one after the other, and takes each back', () => {
    const editor = editorOf([...'1234'].map(sure));
    editor.key('Home');
    editor.key('ArrowRight');
    editor.key('9');
    editor.key('8');
    expect(editor.text).toBe('1984');
    expect(editor.place).toBe(3);
    editor.key('Backspace');
    expect(editor.text).toBe('1934');
    editor.key('ArrowLeft');
    editor.key('Delete');
    expect(editor.text).toBe('1234');
    expect(editor.changed).toBe(false);
  });

  it('offers what was read and the alternatives, and goes through them by the arrows', () => {
    const editor = editorOf([doubt('1', '7')]);
    expect(editor.offers(0)).toEqual(['1', '7']);
    editor.key('ArrowDown');
    expect(editor.text).toBe('1');
    editor.key('ArrowDown');
    expect(editor.text).toBe('7');
    editor.key('ArrowDown');
    expect(editor.text).toBe('1');
    editor.key('ArrowUp');
    expect(editor.text).toBe('7');
    expect(editor.place).toBe(0);
  });

  it('undoes everything by Escape, then leaves; Enter without a change leaves too', () => {
    const editor = editorOf([sure('1'), doubt('2')]);
    editor.key('5');
    expect(editor.key('Escape')).toBe('changed');
    expect(editor.text).toBe('1?');
    expect(editor.key('Escape')).toBe('leave');
    expect(editor.key('Enter')).toBe('leave');
  });

  it('shows a line that was mended before as it was mended, and undoes no further than that', () => {
    const editor = editorOf([sure('1'), doubt('2'), sure('3')], '173');
    expect(editor.text).toBe('173');
    expect(editor.isTyped(1)).toBe(true);
    expect(editor.changed).toBe(false);
    editor.goTo(2);
    editor.key('4');
    editor.key('Escape');
    expect(editor.text).toBe('173');
  });

  it('takes the letters of the symbols in each font, and nothing else', () => {
    expect([...'abcdABCD-'].map((key) => characterOfKey(key, 'e13b')).join('')).toBe('⑆⑇⑈⑉⑆⑇⑈⑉⑉');
    expect([...'abcde'].map((key) => characterOfKey(key, 'cmc7')).join('')).toBe('ABCDE');
    expect(characterOfKey('e', 'e13b')).toBeNull();
    expect(characterOfKey('f', 'cmc7')).toBeNull();
    expect(characterOfKey('Tab', 'e13b')).toBeNull();
    expect(editorOf([sure('1')]).key('x')).toBe('none');
    expect(['⑆', 'E', '?', '4'].map(spokenCharacter)).toEqual(['transit symbol', 'symbol 5', 'in doubt', '4']);
  });
});
