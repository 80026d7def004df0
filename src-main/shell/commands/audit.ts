import { resolve } from 'node:path';
import { firstPositional, jsonOption, storeOption, type Command } from '../command.ts';

const headOption = {
  name: 'head',
  value: 'FILE',
  help: "a head kept elsewhere: a copy of head.json, a file with a report's head, or the printed head itself",
};
const keyOption = { name: 'key', value: 'FILE', help: 'the public key that was kept elsewhere, PEM' };

const found = (problems: number): string => (problems === 1 ? '1 problem' : `${String(problems)} problems`);

/** `countersign audit verify`: was anything in the record changed, removed, put in, moved or cut off? */
export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Checks the record: finds any entry changed, removed, moved, put in, or cut off at the end.',
  usage: ['--store DIR [--head FILE] [--key FILE] [--json]'],
  options: [storeOption, headOption, keyOption, jsonOption],
  notes: [
    'The signed head beside the store tells an older copy of the store. Where that was replaced too, only a head kept elsewhere does:',
    'one printed on a report, or a copy of head.json. A record signed anew by somebody else is told by the public key.',
    'Without COUNTERSIGN_PASSPHRASE the sealed contents are not opened; everything else is checked all the same.',
    'Exit code: 0 all is well, 1 something is wrong.',
  ],
  async run(given, host) {
    const { verifyAudit } = await import('../../desk/audit.ts');
    const output = await verifyAudit(host, {
      store: resolve(given.required('store')),
      head: given.value('head'),
      key: given.value('key'),
    });
    for (const { where, what } of output.problems) host.note(`${where}: ${what}`);
    const against = output.heldAgainst.map(
      (each) =>
        ({
          'head-beside-store': 'the head beside it',
          'head-given': 'the head that was given',
          'key-given': 'the key that was given',
        })[each],
    );
    const text = output.ok
      ? `The record of ${output.store} is whole: ${String(output.entries)} entries, held against ${against.join(' and ')}.\nHead: ${output.head ?? 'none'}`
      : `The record of ${output.store} has ${found(output.problems.length)}.`;
    return { output, text, exitCode: output.ok ? 0 : 1 };
  },
};

/** `countersign audit key`: what an auditor keeps. */
export const auditKey: Command = {
  name: 'audit key',
  summary: "Prints the record's public key, for an auditor to keep; needs no passphrase.",
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const desk = await import('../../desk/audit.ts');
    const output = await desk.auditKey({ store: resolve(given.required('store')) });
    host.note(`Head of the record now: ${output.head}`);
    return { output, text: output.publicKey.trimEnd(), exitCode: 0 };
  },
};

/** `countersign audit export`: the record for an auditor. */
export const auditExport: Command = {
  name: 'audit export',
  summary: 'Writes the record to a file for an auditor, who can check it with the public key alone.',
  usage: ['--store DIR --out FILE [--details] [--json]'],
  options: [
    storeOption,
    { name: 'out', value: 'FILE', required: true, help: 'the file to write; it must not exist' },
    {
      name: 'details',
      help: "with the keys of the entries' details: the auditor reads who did what, customers' data too",
    },
    jsonOption,
  ],
  notes: ['The export is put on record, with the hash of the file.'],
  async run(given, host) {
    const { exportAudit } = await import('../../desk/audit.ts');
    const output = await exportAudit(host, {
      store: resolve(given.required('store')),
      out: resolve(given.required('out')),
      details: given.given('details'),
    });
    const text = `Wrote ${String(output.entries)} entries to ${output.file}.\nHead: ${output.head}`;
    return { output, text, exitCode: 0 };
  },
};

/** `countersign audit check`: an export, with the public key alone. */
export const auditCheck: Command = {
  name: 'audit check',
  summary: 'Checks an exported record with the public key alone; needs no store.',
  usage: ['FILE --key FILE [--head FILE] [--read FILE] [--json]'],
  options: [
    { ...keyOption, required: true },
    headOption,
    { name: 'read', value: 'FILE', help: 'write what the entries say to this file, one JSON object a line' },
    jsonOption,
  ],
  positionals: { name: 'FILE', most: 1 },
  notes: ['Exit code: 0 all is well, 1 something is wrong.'],
  async run(given, host) {
    const file = firstPositional(given, 'audit check needs the FILE of an export.');
    const { checkAudit } = await import('../../desk/audit.ts');
    const output = await checkAudit({
      file: resolve(file),
      key: resolve(given.required('key')),
      head: given.value('head'),
      read: given.value('read'),
    });
    for (const { where, what } of output.problems) host.note(`${where}: ${what}`);
    const details =
      output.opened === null ? 'details sealed' : `details of ${String(output.opened)} opened in their place`;
    const text = output.ok
      ? `${output.file} is whole: ${String(output.entries)} entries, ${details}.\nHead: ${output.head ?? 'none'}`
      : `${output.file} has ${found(output.problems.length)}.`;
    return { output, text, exitCode: output.ok ? 0 : 1 };
  },
};

/** `countersign audit remake`: the same verdict again? */
export const auditRemake: Command = {
  name: 'audit remake',
  summary: "Makes a check's verdict again from the record, and compares every number of it.",
  usage: ['CHECK --store DIR [--json]'],
  options: [storeOption, jsonOption],
  positionals: { name: 'CHECK', most: 1 },
  notes: [
    'On the same provider the two agree to the last bit. Needs the model package that the check names.',
    'Exit code: 0 the same, 1 another or not to be made.',
  ],
  async run(given, host) {
    const check = firstPositional(given, 'audit remake needs the id of a CHECK.');
    const { remakeVerdict } = await import('../../desk/remake-check.ts');
    const output = await remakeVerdict(host, { store: resolve(given.required('store')), check });
    const { recorded, remade } = output;
    const text = output.same
      ? `Made again, to the last bit: ${remade.verdict}, score ${remade.score.toFixed(4)}.`
      : `Another verdict: on record ${recorded.verdict}, score ${recorded.score.toFixed(4)} (${recorded.provider}); ` +
        `made again ${remade.verdict}, score ${remade.score.toFixed(4)} (${remade.provider}). Differs: ${output.differences.join(', ')}.`;
    return { output, text, exitCode: output.same ? 0 : 1 };
  },
};
