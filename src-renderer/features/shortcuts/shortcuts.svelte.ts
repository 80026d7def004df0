import { queueKey } from '../batches/queue-keys.ts';
import type { Workspace } from '../session/workspace.svelte.ts';
import { actionFor, type Action } from './keys.ts';

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
    if (this.#inQueue(event, workspace)) return true;
    const action = actionFor(event);
    if (action === null) return false;
    if (action === 'open') window.openFiles();
    else if (action === 'lock') void workspace.session.lock();
    else {
      if (!this.#mayBeSingle(event)) return false;
      return this.#singleKey(action, workspace);
    }
    return true;
  }

  /** In the queue of a folder some keys mean something of their own. */
  #inQueue(event: KeyboardEvent, workspace: Workspace): boolean {
    const { navigation, batches, rights } = workspace;
    if (navigation.view !== 'batches' || batches.queue === null || !this.#mayBeSingle(event)) return false;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (key === 'i') return workspace.whoElse();
    if (key === 'g') return batches.showHand();
    return queueKey(key, batches.queue, rights.may('decide'));
  }

  #mayBeSingle(event: KeyboardEvent): boolean {
    return this.single && !event.repeat && !takesText(event.target) && !document.querySelector('dialog[open]');
  }

  #singleKey(action: Action | number, workspace: Workspace): boolean {
    const { desk, navigation } = workspace;
    if (action === 'help') navigation.shortcutsShown = true;
    else if (action === 'enrol') workspace.enrol(desk.current?.account ?? null);
    else if (action === 'desk') navigation.go('desk');
    else if (action === 'undo') void desk.undo();
    else if (navigation.view !== 'desk') return false;
    else if (typeof action === 'number') return desk.takeNear(action - 1) || desk.choose(action - 1);
    else if (action === 'accept' || action === 'return' || action === 'refer') desk.begin(action);
    else if (action === 'next') desk.step(1);
    else if (action === 'previous') desk.step(-1);
    else if (action === 'overlay') desk.toggleOverlay();
    else if (action === 'map') desk.toggleMap();
    else if (action === 'identify') return workspace.whoElse();
    else if (action === 'account') document.querySelector<HTMLElement>('#account-field')?.focus();
    else if (action === 'signature') desk.nextSignature();
    else if (action === 'side') void desk.turnOver();
    else if (action === 'marks') desk.marksShown = !desk.marksShown;
    else if (action === 'micr') document.querySelector<HTMLElement>('[data-micr-line]')?.focus();
    else if (action === 'box') document.querySelector<HTMLElement>('[data-signature-box]')?.focus();
    return true;
  }
}
