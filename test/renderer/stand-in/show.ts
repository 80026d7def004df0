import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll } from 'vitest';
import App from '../../../src-renderer/app.svelte';
import type { Session } from '../../../src-renderer/features/session/session.svelte.ts';
import { StandInApp } from './app.ts';
import { openSession, quiet } from './helpers.ts';

let shown: Record<string, unknown> | null = null;

/** What every test of the whole window needs around it: call it once a file. The window is taken away after each test. */
export function windowTests(): void {
  beforeAll(() => {
    window.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  });
  // Nothing is drawn here: the overlay's pictures never come.
  window.createImageBitmap = () => new Promise(() => undefined);
  afterEach(async () => {
    if (shown) await unmount(shown);
    shown = null;
    document.body.innerHTML = '';
  });
}

/** Puts the window of a session on the page. */
export async function showSession(session: Session): Promise<void> {
  shown = mount(App, { target: document.body, props: { session } });
  await settle();
}

/** The window over a stand-in app whose store is open. */
export async function show(app = new StandInApp()) {
  const opened = await openSession(app);
  await showSession(opened.session);
  return opened;
}

export async function settle(milliseconds = 0): Promise<void> {
  await quiet(milliseconds);
  flushSync();
}

/** All words on the page, with single spaces. */
export const text = () => document.body.textContent.replaceAll(/\s+/g, ' ');

/** The first button whose words begin so. */
export const button = (name: string) =>
  [...document.querySelectorAll('button')].find((one) =>
    one.textContent.replaceAll(/\s+/g, ' ').trim().startsWith(name),
  );

export function press(key: string, target: EventTarget = document.body, more: KeyboardEventInit = {}): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
}

/** Drops scans of these names on the window. */
export async function drop(names: readonly string[]): Promise<void> {
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { files: names.map((name) => new File(['x'], name)), types: ['Files'] } });
  document.body.dispatchEvent(event);
  await settle(30);
}
