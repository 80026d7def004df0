import type { ReadMicr } from '../../../src-main/contract/reading.ts';
import { characterOfKey } from './micr-characters.ts';

/** What the editor needs of a line: its characters as read, and its text as mended. */
export type MendableLine = Pick<ReadMicr, 'font' | 'text' | 'characters'>;

/** What a key did: nothing here, something to the line, took the line over, or asks to leave it. */
type KeyEffect = 'none' | 'moved' | 'changed' | 'take' | 'leave';

/** Mending a MICR line by keyboard: a place that the arrows move, and what was typed over the characters as read. */
export class MicrEditor {
  readonly #line: MendableLine;
  /** What was typed on each place; null: as read. */
  #typed = $state.raw<readonly (string | null)[]>([]);
  /** What had been typed when the line was taken over last. */
  readonly #before: readonly (string | null)[];

  /** Where the next key goes. */
  place = $state(0);

  readonly line: readonly string[] = $derived.by(() =>
    this.#line.characters.map((one, place) => this.#typed[place] ?? asRead(one)),
  );
  readonly text = $derived(this.line.join(''));
  /** Places that were in doubt and still are. */
  readonly inDoubt: readonly number[] = $derived.by(() =>
    this.#line.characters.flatMap((one, place) => (one.doubtful && !this.isTyped(place) ? [place] : [])),
  );
  readonly changed = $derived.by(() => this.#typed.some((character, place) => character !== this.#before[place]));

  constructor(line: MendableLine) {
    this.#line = line;
    const text = [...line.text];
    this.#before = line.characters.map((one, place) =>
      text.length === line.characters.length && text[place] !== asRead(one) ? (text[place] ?? null) : null,
    );
    this.#typed = this.#before;
    this.toDoubt();
  }

  /** Whether the character of this place was typed over. */
  isTyped(place: number): boolean {
    return (this.#typed[place] ?? null) !== null;
  }

  /** What is offered for a place: the character as read and its alternatives, the likeliest first, each once. */
  offers(place: number): readonly string[] {
    const read = this.#line.characters[place];
    if (!read) return [];
    const others = read.alternatives.map(({ character }) => character);
    return [...(read.doubtful ? [] : [read.character]), ...others].filter(
      (character, at, all) => character !== '?' && all.indexOf(character) === at,
    );
  }

  goTo(place: number): void {
    this.place = Math.min(Math.max(place, 0), Math.max(0, this.#line.characters.length - 1));
  }

  /** Goes to the first character in doubt; stays where there is none. */
  toDoubt(): void {
    this.place = this.inDoubt[0] ?? this.place;
  }

  /** Puts a character on a place and moves on: to the next one in doubt after one that was, else one to the right. */
  put(character: string, place: number = this.place): void {
    const read = this.#line.characters[place];
    if (!read) return;
    const wasInDoubt = this.inDoubt.includes(place);
    this.#type(place, asRead(read) === character ? null : character);
    const next = this.inDoubt.find((one) => one > place) ?? this.inDoubt[0];
    if (wasInDoubt) this.place = next ?? place;
    else this.goTo(place + 1);
  }

  /** Takes the next (1) or previous (-1) of the offers for the place, without moving on. */
  cycle(by: 1 | -1): void {
    const offers = this.offers(this.place);
    if (offers.length === 0) return;
    const { place } = this;
    const now = offers.indexOf(this.line[place] ?? '');
    const next = now < 0 ? (by > 0 ? 0 : offers.length - 1) : (now + by + offers.length) % offers.length;
    this.put(offers[next] ?? '', place);
    this.place = place;
  }

  /** Puts the character back as it was read. */
  restore(place: number): void {
    this.#type(place, null);
  }

  #type(place: number, character: string | null): void {
    this.#typed = this.#typed.map((before, at) => (at === place ? character : before));
  }

  /** Puts the whole line back as it was before the first key. */
  undo(): void {
    this.#typed = this.#before;
    this.toDoubt();
  }

  /** Handles one key press. `take` and `leave` are for the caller to carry out. */
  key(key: string): KeyEffect {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: this.place - 1,
      ArrowRight: this.place + 1,
      Home: 0,
      End: this.#line.characters.length - 1,
    };
    const move = moves[key];
    if (move !== undefined) {
      this.goTo(move);
      return 'moved';
    }
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      this.cycle(key === 'ArrowDown' ? 1 : -1);
      return 'changed';
    }
    if (key === 'Backspace' || key === 'Delete') {
      if (key === 'Backspace' && !this.isTyped(this.place)) this.goTo(this.place - 1);
      this.restore(this.place);
      return 'changed';
    }
    if (key === 'Escape') {
      if (!this.changed) return 'leave';
      this.undo();
      return 'changed';
    }
    if (key === 'Enter') return this.changed ? 'take' : 'leave';
    const character = characterOfKey(key, this.#line.font);
    if (character === null) return 'none';
    this.put(character);
    return 'changed';
  }
}

const asRead = (one: MendableLine['characters'][number]) => (one.doubtful ? '?' : one.character);
