/** Everything a key can start. */
export type Action =
  | 'accept'
  | 'return'
  | 'refer'
  | 'undo'
  | 'next'
  | 'previous'
  | 'overlay'
  | 'map'
  | 'identify'
  | 'account'
  | 'box'
  | 'signature'
  | 'micr'
  | 'side'
  | 'marks'
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
      ['V', 'Turn over: the back, the front again'],
    ],
  },
  {
    group: 'Read',
    keys: [
      ['M', 'Mend the MICR line'],
      ['← →', 'In the line: from character to character'],
      ['↑ ↓', 'What else the character may be'],
      ['Enter', 'Take the line over'],
      ['Esc', 'Undo'],
      ['1 – 9', 'Take an account that is offered'],
      ['T', 'What was found: show or hide'],
    ],
  },
  {
    group: 'Compare',
    keys: [
      ['S', 'Next signature'],
      ['1 – 9', 'Choose a specimen'],
      ['O', 'Overlay on or off'],
      ['W', 'Why: show where it differs, on or off'],
      ['I', 'A mismatch: who else could have signed'],
      ['B', 'Go to the signature box'],
      ['Arrows', 'Move the box'],
      ['Shift Arrows', 'Resize the box'],
      ['Alt Arrows', 'By a single pixel'],
    ],
  },
  {
    group: 'Folder',
    keys: [
      ['A R F', 'Accept, return, refer'],
      ['1 – 9', 'The reason, at once'],
      ['S', 'Skip: it comes last'],
      ['D', 'Back to the one before'],
      ['Z', 'Undo'],
      ['I', 'A mismatch: who else could have signed'],
      ['G', 'One hand on several accounts: its group'],
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
  w: 'map',
  i: 'identify',
  e: 'enrol',
  d: 'desk',
  b: 'box',
  s: 'signature',
  m: 'micr',
  v: 'side',
  t: 'marks',
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
