import type { Client } from '../../../src-main/contract/calls.ts';
import type { Operator, OperatorsView, Permission, Role } from '../../../src-main/contract/operators.ts';
import { failureOf, type Failure } from '../../failure.ts';

type OperatorCalls = Pick<
  Client,
  'operators' | 'addOperator' | 'changeOperator' | 'removeOperator' | 'saveRole' | 'removeRole'
>;

/** Operators and roles of the store. Each change is saved at once, and refused by the app where it isn't allowed. */
export class Operators {
  readonly #client: OperatorCalls;
  view = $state.raw<OperatorsView | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  constructor(client: OperatorCalls) {
    this.#client = client;
  }

  load(): Promise<boolean> {
    return this.#take(() => this.#client.operators({}));
  }

  add(name: string, role: string, passphrase: string): Promise<boolean> {
    return this.#take(() => this.#client.addOperator({ name, role, passphrase }));
  }

  setRole(name: string, role: string): Promise<boolean> {
    return this.#take(() => this.#client.changeOperator({ name, role, passphrase: null }));
  }

  setPassphrase(name: string, passphrase: string): Promise<boolean> {
    return this.#take(() => this.#client.changeOperator({ name, role: null, passphrase }));
  }

  remove(name: string): Promise<boolean> {
    return this.#take(() => this.#client.removeOperator({ name }));
  }

  /** Gives a role a right or takes it away. */
  grant({ name, permissions }: Role, permission: Permission, granted: boolean): Promise<boolean> {
    const others = permissions.filter((one) => one !== permission);
    return this.#take(() => this.#client.saveRole({ name, permissions: granted ? [...others, permission] : others }));
  }

  /** A new role begins without any right. */
  addRole(name: string): Promise<boolean> {
    return this.#take(() => this.#client.saveRole({ name, permissions: [] }));
  }

  removeRole(name: string): Promise<boolean> {
    return this.#take(() => this.#client.removeRole({ name }));
  }

  /** Why nobody can change this operator's role or remove them here; null where they can. */
  keeps({ name }: Operator): string | null {
    return name === this.view?.me ? 'Nobody changes their own rights.' : null;
  }

  /** Why nobody can change this role here; null where they can. */
  keepsRole({ name }: Role): string | null {
    const mine = this.view?.operators.find((operator) => operator.name === this.view?.me)?.role;
    return name === mine ? 'Nobody changes the role that they have themselves.' : null;
  }

  /** Makes a call and takes its answer. False where it was refused; what was shown stays. */
  async #take(call: () => Promise<OperatorsView>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      this.view = await call();
      this.failure = null;
      return true;
    } catch (error) {
      // Controls that were changed by hand go back to what counts.
      this.view = this.view && { ...this.view };
      this.failure = failureOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
