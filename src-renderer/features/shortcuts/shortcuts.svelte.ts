import type { Workspace } from '../session/workspace.svelte.ts';

/** Everything a key can start. */
export type Action =
  | 'accept'
  | 'return'
  | 'refer'
  | 'undo'
  | 'next'
  | 'previous'
  | 'overlay'
  | 'account'
  | 'box'
  | 'enrol'
  | 'desk'
  | 'help'
  | 'open'
  | 'lock';

/** The keys as the help dialog lists them. */
export const shortcutList: readonly { readonly group: string; readonly keys: readonly [string, string][] }[] = [
  {
    group: 'Decide',
    keys: [
      ['A', 'Accept'],
      ['R', 'Return'],
      ['F', 'Refer'],
      ['Z', 'Undo the last decision'],
    ],
  },
  {
    group: 'Cheques',
    keys: [
      ['Ctrl O', 'Open scans'],
      ['Ctrl V', 'Paste a scan'],
      ['N', 'Next cheque'],
      ['P', 'Previous cheque'],
      ['/', 'Go to the account field'],
    ],
  },
  {
    group: 'Compare',
    keys: [
      ['1 – 9', 'Choose a specimen'],
      ['O', 'Overlay on or off'],
      ['B', 'Go to the signature box'],
      ['Arrows', 'Move the box'],
      ['Shift Arrows', 'Resize the box'],
      ['Alt Arrows', 'By a single pixel'],
    ],
  },
  {
    group: 'Window',
    keys: [
      ['E', 'Enrol an account'],
      ['D', 'Back to the desk'],
      ['Ctrl L', 'Lock'],
      ['?', 'This list'],
    ],
  },
];

const single: Record<string, Action> = {
  a: 'accept',
  r: 'return',
  f: 'refer',
  z: 'undo',
  n: 'next',
  p: 'previous',
  o: 'overlay',
  e: 'enrol',
  d: 'desk',
  b: 'box',
  '/': 'account',
  '?': 'help',
};

/** What a key press asks for. A number is a specimen's place. Null where it means nothing. */
export function actionFor(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): Action | number | null {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    if (key === 'o') return 'open';
    return key === 'l' ? 'lock' : null;
  }
  if (/^[1-9]$/.test(key)) return Number(key);
  return Object.hasOwn(single, key) ? (single[key] ?? null) : null;
}

/** Whether keys typed here are text, so that single-key shortcuts must keep still. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="combobox"], select, textarea')) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type);
}

/** The window's keys. Single keys can be turned off for people whose software types on their own. */
export class Shortcuts {
  single = $state(true);

  /** Handles one key press; true where it was taken. */
  press(event: KeyboardEvent, workspace: Workspace, window: { openFiles(): void }): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const action = actionFor(event);
    if (action === null) return false;
    if (action === 'open') window.openFiles();
    else if (action === 'lock') void workspace.session.lock();
    else {
      if (!this.single || event.repeat || takesText(event.target) || document.querySelector('dialog[open]'))
        return false;
      return this.#singleKey(action, workspace);
    }
    return true;
  }

  #singleKey(action: Action | number, workspace: Workspace): boolean {
    const { desk, navigation } = workspace;
    if (action === 'help') navigation.shortcutsShown = true;
    else if (action === 'enrol') workspace.enrol(desk.current?.account ?? null);
    else if (action === 'desk') navigation.go('desk');
    else if (action === 'undo') void desk.undo();
    else if (navigation.view !== 'desk') return false;
    else if (typeof action === 'number') return desk.choose(action - 1);
    else if (action === 'accept' || action === 'return' || action === 'refer') desk.begin(action);
    else if (action === 'next') desk.step(1);
    else if (action === 'previous') desk.step(-1);
    else if (action === 'overlay') desk.toggleOverlay();
    else if (action === 'account') document.querySelector<HTMLElement>('#account-field')?.focus();
    else if (action === 'box') document.querySelector<HTMLElement>('[data-signature-box]')?.focus();
    return true;
  }
}
