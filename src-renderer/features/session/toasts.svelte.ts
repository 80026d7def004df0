/** A short message with at most one thing to do about it. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'error';
  readonly action: { readonly label: string; readonly shortcut?: string; run(): void } | null;
}

const shownFor = 12_000;

/** The message at the foot of the window. A new one takes the old one's place. */
export class Toasts {
  current = $state.raw<Toast | null>(null);
  #next = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, options: { action?: NonNullable<Toast['action']>; tone?: Toast['tone'] } = {}): void {
    this.current = { id: this.#next++, text, tone: options.tone ?? 'plain', action: options.action ?? null };
    this.resume();
  }

  /** Keeps the message while the pointer or the focus is on it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), shownFor);
  }

  act(): void {
    const action = this.current?.action;
    this.dismiss();
    action?.run();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }
}
