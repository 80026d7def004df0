/** One line of a completion list. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

/** How long typing rests before completions are asked for, in milliseconds. */
const restAfterTyping = 90;

/** A text field with completions, after the ARIA combobox pattern: typed text is always allowed. */
export class ComboboxState {
  readonly #complete: (prefix: string) => Promise<readonly Choice[]>;
  readonly #commit: (value: string) => void;
  readonly #takeAfter: number | null;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  #committed = '';

  text = $state('');
  choices = $state.raw<readonly Choice[]>([]);
  open = $state(false);
  /** Place of the highlighted choice; -1: none, the typed text counts. */
  active = $state(-1);

  /** @param takeAfter what was typed counts after so many milliseconds without a key; null: only when it is left */
  constructor(
    complete: (prefix: string) => Promise<readonly Choice[]>,
    commit: (value: string) => void,
    takeAfter: number | null = null,
  ) {
    this.#complete = complete;
    this.#commit = commit;
    this.#takeAfter = takeAfter;
  }

  /** Takes a value from outside; its own value coming back changes nothing, so that typing can go on. */
  show(value: string): void {
    if (value === this.#committed) return;
    this.#committed = value;
    this.text = value;
    this.close();
  }

  /** Takes what was typed and asks for completions. */
  type(text: string): void {
    this.text = text;
    this.active = -1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), restAfterTyping);
    clearTimeout(this.#restTimer);
    if (this.#takeAfter !== null) this.#restTimer = setTimeout(() => this.#takeTyped(), this.#takeAfter);
  }

  /** Passes on what was typed so far and leaves the field as it is. */
  #takeTyped(): void {
    const typed = this.text.trim();
    if (typed === this.#committed) return;
    this.#committed = typed;
    this.#commit(typed);
  }

  async #ask(): Promise<void> {
    const run = ++this.#run;
    const choices = await this.#complete(this.text.trim()).catch(() => []);
    if (run !== this.#run) return;
    this.choices = choices;
    this.active = -1;
    this.open = choices.length > 0;
  }

  /** Handles a key of the input; true where it was taken. */
  key(key: string, alt = false): boolean {
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (!this.open) {
        if (key === 'ArrowUp' && alt) return false;
        void this.#ask();
        return true;
      }
      const step = key === 'ArrowDown' ? 1 : -1;
      const count = this.choices.length;
      this.active = this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count;
      return true;
    }
    if (key === 'Escape') {
      if (this.open) {
        this.close();
        return true;
      }
      if (this.text === this.#committed) return false;
      this.text = this.#committed;
      return true;
    }
    if (key === 'Enter') {
      this.take(this.open ? (this.choices[this.active]?.value ?? this.text) : this.text);
      return true;
    }
    return false;
  }

  /** Takes a value: closes the list and passes the value on where it changed. */
  take(value: string): void {
    clearTimeout(this.#restTimer);
    const changed = value.trim() !== this.#committed;
    this.#committed = value.trim();
    this.text = this.#committed;
    this.close();
    if (changed) this.#commit(this.#committed);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#run++;
    this.open = false;
    this.active = -1;
  }
}
