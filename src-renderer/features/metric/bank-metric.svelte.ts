import type { BankMetricView, MetricReport } from '../../../src-main/contract/bank-metric.ts';
import type { Client } from '../../../src-main/contract/calls.ts';
import { failureOf, type Failure } from '../../failure.ts';

type MetricClient = Pick<Client, 'bankMetric' | 'proposeMetric' | 'dismissMetric' | 'adoptMetric' | 'undoMetric'>;

/** The metric of the bank's own: what judges now, what is proposed or was declined, and what a supervisor does about it. */
export class BankMetric {
  readonly #client: MetricClient;
  view = $state.raw<BankMetricView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What is under way; a fit may take minutes. */
  doing = $state<'look' | 'fit' | 'change' | null>(null);
  /** The last attempt where the app declined; it stays until the next one. */
  declined = $state.raw<MetricReport | null>(null);

  constructor(client: MetricClient) {
    this.#client = client;
  }

  load(): Promise<boolean> {
    return this.#take('look', () => this.#client.bankMetric({}));
  }

  /** Fits a metric and tries it. @param labels whether the clerks' decisions count too */
  async propose(labels: boolean): Promise<boolean> {
    this.declined = null;
    return this.#take('fit', () => this.#client.proposeMetric({ labels }));
  }

  dismiss(): Promise<boolean> {
    return this.#take('change', () => this.#client.dismissMetric({}));
  }

  /** Adopts the proposal that is shown, and no other. */
  async adopt(): Promise<boolean> {
    const proposed = this.view?.proposed;
    return proposed ? this.#take('change', () => this.#client.adoptMetric({ hash: proposed.hash })) : false;
  }

  /** Undoes the metric in force that is shown. */
  async undo(): Promise<boolean> {
    const inForce = this.view?.inForce;
    return inForce ? this.#take('change', () => this.#client.undoMetric({ hash: inForce.hash })) : false;
  }

  /** Takes the answer of a call; true where the app gave one. Never rejects. */
  async #take(doing: 'look' | 'fit' | 'change', call: () => Promise<BankMetricView>): Promise<boolean> {
    if (this.doing !== null) return false;
    this.doing = doing;
    try {
      this.view = await call();
      this.declined = this.view.declined ?? this.declined;
      this.failure = null;
      return true;
    } catch (error) {
      this.failure = failureOf(error);
      return false;
    } finally {
      this.doing = null;
    }
  }
}
