import * as v from 'valibot';
import {
  mandateSchema,
  type Mandate,
  type MandateGroup,
  type MandateRule,
  type MandatesView,
} from '../../../src-main/contract/mandate.ts';
import { amountText, ruleFor, rulesText, waysText } from '../../../src-main/contract/mandate-words.ts';
import { typedAmount } from './typed-amount.ts';

/** A rule as it is being built: the limit as typed, and for each way how many of each group. */
interface DraftRule {
  /** '' for any amount. */
  upTo: string;
  ways: Record<string, number>[];
}

/** The mandate that counts now, or the one to begin with: everybody in A, any one of them. */
function beginning(view: MandatesView, today: string): Mandate {
  const inForce = view.mandates.find((each) => each.inForce)?.mandate;
  if (inForce) return { ...inForce, from: today };
  const members = view.signatories.map(({ id }) => ({ signatory: id, from: null, to: null }));
  return { from: today, groups: [{ name: 'A', members }], rules: [{ upTo: null, ways: [[{ count: 1, group: 'A' }]] }] };
}

/** A mandate while it is edited. */
export class MandateDraft {
  from = $state('');
  groups = $state<MandateGroup[]>([]);
  rules = $state<DraftRule[]>([]);
  /** An amount to try the rules on, as typed. */
  example = $state('');

  constructor(view: MandatesView, today: string) {
    const { from, groups, rules } = beginning(view, today);
    this.from = from;
    this.groups = groups.map(({ name, members }) => ({ name, members: [...members] }));
    this.rules = rules.map(({ upTo, ways }) => ({
      upTo: upTo === null ? '' : amountText(upTo),
      ways: ways.map((way) => Object.fromEntries(way.map(({ group, count }) => [group, count]))),
    }));
  }

  /** The next letter that no group has. */
  addGroup(): void {
    const free = [...'ABCDEFGHIJKL'].find((letter) => this.groups.every(({ name }) => name !== letter));
    if (free) this.groups.push({ name: free, members: [] });
  }

  /** Takes a group away, and out of every way to sign. */
  removeGroup(name: string): void {
    this.groups = this.groups.filter((group) => group.name !== name);
    for (const rule of this.rules) for (const way of rule.ways) delete way[name];
  }

  isIn(name: string, signatory: string): boolean {
    return this.groups.some(
      (group) => group.name === name && group.members.some((each) => each.signatory === signatory),
    );
  }

  /** Puts a signatory into a group or takes them out. */
  setIn(name: string, signatory: string, isIn: boolean): void {
    const group = this.groups.find((each) => each.name === name);
    if (!group || this.isIn(name, signatory) === isIn) return;
    if (isIn) group.members.push({ signatory, from: null, to: null });
    else group.members = group.members.filter((each) => each.signatory !== signatory);
  }

  addRule(): void {
    const group = this.groups[0]?.name;
    this.rules.push({ upTo: '', ways: [group ? { [group]: 1 } : {}] });
  }

  removeRule(at: number): void {
    this.rules.splice(at, 1);
  }

  addWay(rule: number): void {
    this.rules[rule]?.ways.push({});
  }

  removeWay(rule: number, way: number): void {
    this.rules[rule]?.ways.splice(way, 1);
  }

  /** How many of a group a way to sign asks for, 0 to 6. */
  setCount(rule: number, way: number, group: string, count: number): void {
    const parts = this.rules[rule]?.ways[way];
    if (!parts) return;
    if (count > 0) parts[group] = count;
    else delete parts[group];
  }

  /** The rules as data, in the order of the groups; null where a limit isn't an amount. */
  get written(): MandateRule[] | null {
    const rules: MandateRule[] = [];
    for (const { upTo, ways } of this.rules) {
      const limit = upTo.trim() === '' ? null : typedAmount(upTo);
      if (upTo.trim() !== '' && limit === null) return null;
      const parts = ways.map((way) =>
        this.groups.flatMap(({ name }) => (way[name] ? [{ group: name, count: way[name] }] : [])),
      );
      rules.push({ upTo: limit, ways: parts });
    }
    return rules;
  }

  /** What is wrong, in a sentence; null where the mandate can be saved. */
  get problem(): string | null {
    const rules = this.written;
    if (!rules) return 'A limit is written like 5,000 or 5000.50.';
    const checked = v.safeParse(mandateSchema, { from: this.from, groups: this.groups, rules });
    if (!checked.success) return `${sentence(checked.issues[0].message)}.`;
    for (const { name, members } of this.groups) {
      const most = Math.max(
        0,
        ...rules.flatMap(({ ways }) => ways.flat()).map((part) => (part.group === name ? part.count : 0)),
      );
      if (most > members.length) return `The rules ask for ${most} of ${name}: put more signatories in it.`;
    }
    return null;
  }

  /** The mandate as it reads; '' while it can't. */
  get words(): string {
    const rules = this.written;
    return rules && this.problem === null ? rulesText(rules) : '';
  }

  /** Who may sign for the example's amount; '' while there is none. */
  get tried(): string {
    const amount = typedAmount(this.example);
    const rules = this.written;
    if (amount === null || !rules || this.problem !== null || rules.length === 0) return '';
    const rule = rules[ruleFor(rules, amount)];
    return rule ? `For ${amountText(amount)}: ${waysText(rule.ways)}.` : `For ${amountText(amount)}: nobody may sign.`;
  }

  /** To be sent. Only where there is no problem. */
  get mandate(): Mandate {
    const groups = $state.snapshot(this.groups);
    return { from: this.from, groups, rules: this.written ?? [] };
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
