import type { Client } from '../../../src-main/contract/calls.ts';
import type { Candidate, Identification } from '../../../src-main/contract/identify.ts';
import { failureOf, type Failure } from '../../failure.ts';

/** Which signature it is asked of. */
export interface AskedAbout {
  readonly check: string;
  /** The check's account: it is told apart from the others. */
  readonly account: string;
  /** The signature's place as the check put it on record; 0: the one that decided. */
  readonly signature: number;
  /** What the clerk knows the cheque by. */
  readonly title: string;
}

/** "Who else could have signed?": the question about one signature, the answer, and the signatory in front. */
export class Identify {
  readonly #client: Pick<Client, 'identifyCheck'>;
  readonly #say: (text: string) => void;
  /** null: nobody asks. */
  about = $state.raw<AskedAbout | null>(null);
  answer = $state.raw<Identification | null>(null);
  failure = $state.raw<Failure | null>(null);
  chosen = $state(0);
  readonly busy = $derived(this.about !== null && this.answer === null && this.failure === null);
  readonly candidate: Candidate | null = $derived(this.answer?.candidates[this.chosen] ?? null);

  constructor(client: Pick<Client, 'identifyCheck'>, say: (text: string) => void) {
    this.#client = client;
    this.#say = say;
  }

  /** Asks; an answer to an earlier question that comes late is dropped. Never rejects. */
  async ask(about: AskedAbout): Promise<void> {
    this.about = about;
    this.answer = null;
    this.failure = null;
    this.chosen = 0;
    try {
      const answer = await this.#client.identifyCheck({ check: about.check, signature: about.signature });
      if (this.about !== about) return;
      this.answer = answer;
      this.#say(answer.reasons[0] ?? '');
    } catch (error) {
      if (this.about === about) this.failure = failureOf(error);
    }
  }

  async again(): Promise<void> {
    if (this.about) await this.ask({ ...this.about });
  }

  /** Brings a signatory to the front by its rank (from 0); false where there is none. */
  choose(rank: number): boolean {
    if (rank < 0 || rank >= (this.answer?.candidates.length ?? 0)) return false;
    this.chosen = rank;
    return true;
  }

  /** What a key does: arrows, Home and End go through the list, a number is a rank. True where it was one of them. */
  key(key: string): boolean {
    const last = (this.answer?.candidates.length ?? 0) - 1;
    if (last < 0) return false;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, this.chosen + 1),
      ArrowUp: Math.max(0, this.chosen - 1),
      Home: 0,
      End: last,
    };
    if (/^[1-9]$/.test(key)) return this.choose(Number(key) - 1);
    const rank = Object.hasOwn(steps, key) ? steps[key] : undefined;
    return rank !== undefined && this.choose(rank);
  }

  close(): void {
    this.about = null;
    this.answer = null;
    this.failure = null;
  }
}
