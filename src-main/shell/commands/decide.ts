import { resolve } from 'node:path';
import type { DecideOutput } from '../../contract/cli-record.ts';
import type { DecisionKind } from '../../contract/decide.ts';
import { readAmount } from './amount.ts';
import {
  firstPositional,
  jsonOption,
  storeOption,
  UsageError,
  type Command,
  type CommandResult,
  type GivenArguments,
} from '../command.ts';

const reasonOption = { name: 'reason', value: 'TEXT', help: 'why; it stands on record' };
const codeOption = {
  name: 'reason',
  value: 'CODE|TEXT',
  help: 'why: a code of the bank\'s list ("reasons list"), or words; it stands on record',
};
const exitNote = 'Exit code: 0 on record, 4 on record but it waits for a second person, 1 refused.';
const waitingCode = 4;

/** The one id that stands beside the options. @throws UsageError */
const idOf = (given: GivenArguments, command: string, what: string): string =>
  firstPositional(given, `${command} needs the id of a ${what}.`);

const waitsFor = {
  amount: 'the amount is above the limit',
  'amount-unknown': 'the amount is not known',
  score: 'the score is low',
} as const;

function resultOf(output: DecideOutput, done: string): CommandResult {
  const waits = output.state === 'awaiting';
  const why = output.awaits.map((each) => waitsFor[each]).join(', ');
  const id = output.decision ?? output.enrolment ?? '';
  const text = `${done} by ${output.operator} (${id}).${waits ? ` It waits for a second person: ${why}.` : ''}`;
  return { output, text, exitCode: waits ? waitingCode : 0 };
}

const words = { accept: 'Accepted', return: 'Returned', refer: 'Referred' } as const;

function deciding(decision: DecisionKind, summary: string): Command {
  return {
    name: `decide ${decision}`,
    summary,
    usage: ['CHECK --store DIR [--reason CODE|TEXT] [--note TEXT] [--amount N] [--json]'],
    options: [
      storeOption,
      codeOption,
      { name: 'note', value: 'TEXT', help: 'what there is to say beside the code' },
      { name: 'amount', value: 'N', help: 'what the cheque is made out for, in the main unit, as you read it' },
      jsonOption,
    ],
    positionals: { name: 'CHECK', most: 1 },
    notes: [exitNote],
    async run(given, host) {
      const request = {
        store: resolve(given.required('store')),
        check: idOf(given, `decide ${decision}`, 'check'),
        decision,
        reason: given.value('reason') ?? '',
        note: given.value('note'),
        amount: readAmount(given.value('amount')),
      };
      const { decideCheck } = await import('../../desk/decide-command.ts');
      return resultOf(await decideCheck(host, request), words[decision]);
    },
  };
}

/** `countersign decide accept`. */
export const decideAccept = deciding('accept', 'Accepts a checked cheque.');
/** `countersign decide return`. */
export const decideReturn = deciding('return', 'Returns a checked cheque; needs a reason.');
/** `countersign decide refer`. */
export const decideRefer = deciding('refer', 'Hands a checked cheque on; needs a reason.');

/** `countersign decide undo`. */
export const decideUndo: Command = {
  name: 'decide undo',
  summary: 'Takes a decision back; both stay on record.',
  usage: ['DECISION --store DIR [--reason TEXT] [--json]'],
  options: [storeOption, reasonOption, jsonOption],
  positionals: { name: 'DECISION', most: 1 },
  notes: ["One's own, until a second person confirmed it; anybody's with the permission to supervise."],
  async run(given, host) {
    const decision = idOf(given, 'decide undo', 'decision');
    const reason = given.value('reason') ?? '';
    const { undoDecision } = await import('../../desk/decide-command.ts');
    const output = await undoDecision(host, { store: resolve(given.required('store')), decision, reason });
    return resultOf(output, 'Taken back');
  },
};

function answering(verb: 'confirm' | 'refuse', summary: string): Command {
  return {
    name: `decide ${verb}`,
    summary,
    usage: ['DECISION --store DIR [--reason TEXT] [--json]', '--enrolment ID --store DIR [--reason TEXT] [--json]'],
    options: [
      storeOption,
      { name: 'enrolment', value: 'ID', help: 'an enrolment instead of a decision' },
      reasonOption,
      jsonOption,
    ],
    positionals: { name: 'DECISION', most: 1 },
    notes: ['Nobody answers for what they did themselves. To refuse, give a reason.'],
    async run(given, host) {
      const enrolment = given.value('enrolment');
      if (enrolment !== null && given.positionals.length > 0)
        throw new UsageError(`decide ${verb} takes a DECISION or --enrolment, not both.`);
      const about = enrolment === null ? { decision: idOf(given, `decide ${verb}`, 'decision') } : { enrolment };
      const { answer } = await import('../../desk/decide-command.ts');
      const output = await answer(host, {
        store: resolve(given.required('store')),
        answer: verb === 'confirm' ? 'confirmed' : 'refused',
        reason: given.value('reason') ?? '',
        about,
      });
      return resultOf(output, verb === 'confirm' ? 'Confirmed' : 'Refused');
    },
  };
}

/** `countersign decide confirm`. */
export const decideConfirm = answering('confirm', "Confirms somebody else's decision or enrolment.");
/** `countersign decide refuse`. */
export const decideRefuse = answering('refuse', "Refuses somebody else's decision or enrolment.");

/** `countersign decide list`: what waits for a second person. */
export const decideList: Command = {
  name: 'decide list',
  summary: 'Lists what waits for a second person.',
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const { listAwaiting } = await import('../../desk/decide-command.ts');
    const output = await listAwaiting(host, { store: resolve(given.required('store')) });
    const lines = [
      ...output.decisions.map(
        ({ account, decision }) =>
          `decision ${decision.id}: ${decision.kind} on account ${account} by ${decision.operator}, ${decision.at}`,
      ),
      ...output.enrolments.map(
        ({ enrolment, account, signatories, operator, at }) =>
          `enrolment ${enrolment}: ${signatories.join(', ')} on account ${account} by ${operator}, ${at}`,
      ),
    ];
    return { output, text: lines.length === 0 ? 'Nothing waits.' : lines.join('\n'), exitCode: 0 };
  },
};
