import type { AppState } from '../../../src-main/contract/app.ts';
import { permissionWords, type Permission } from '../../../src-main/contract/operators.ts';

/** What the operator may do, for hiding what they may not. The app's side refuses it all the same. */
export class Rights {
  readonly #state: () => AppState | null;

  constructor(state: () => AppState | null) {
    this.#state = state;
  }

  may(permission: Permission): boolean {
    return this.#state()?.permissions.includes(permission) ?? false;
  }

  /** Why something can't be done, in a sentence; null where it can. */
  whyNot(permission: Permission): string | null {
    if (this.may(permission)) return null;
    return `You aren't allowed to ${permissionWords[permission]}. Ask whoever manages operators.`;
  }
}
