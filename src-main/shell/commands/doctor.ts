import { readFile, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
import type { DoctorReport } from '../../contract/doctor.ts';
import { jsonOption, type Command } from '../command.ts';
import { logFiles } from '../log.ts';

/** `countersign doctor`: what this machine has and what works. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Tells what works on this machine: decoders, providers, model, store.',
  usage: ['[--store DIR] [--json] [--bundle FILE]'],
  options: [
    { name: 'store', value: 'DIR', help: "the reference store to look at (default: this user's own)" },
    { name: 'bundle', value: 'FILE', help: 'write the report with the log to a file, free of personal data' },
    jsonOption,
  ],
  notes: ['Exit code: 0 nothing is wrong, 1 something is.'],
  async run(given, host, shell) {
    const { doctorReport } = await import('../../desk/doctor.ts');
    const named = given.value('store');
    const report = await doctorReport(host, {
      store: named === null ? shell.ownStore : resolve(named),
      shell: 'command-line',
    });
    const bundle = given.value('bundle');
    if (bundle !== null) {
      await writeFile(resolve(bundle), await bundleOf(report, logFiles(shell.logFolder)), { mode: 0o600 });
      host.note(`Written to ${resolve(bundle)}.`);
    }
    return { output: report, text: doctorText(report), exitCode: report.problems.length === 0 ? 0 : 1 };
  },
};

/**
 * The report and the log as one JSON text without personal data: the log has none by its make; of the report the
 * store's folder is left out and the user's own folder and name are replaced wherever they occur.
 */
export async function bundleOf(
  report: DoctorReport,
  files: readonly string[],
  person: { home: string; name: string } = { home: homedir(), name: userInfo().username },
): Promise<string> {
  const log: Record<string, string[]> = {};
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    log[basename(file)] = text.split('\n').filter((line) => line !== '');
  }
  const directory = report.store.directory;
  const clean = (text: string): string => {
    let cleaned = directory ? text.replaceAll(directory, '(store)') : text;
    cleaned = cleaned.replaceAll(person.home, '(home)');
    const name = person.name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return cleaned.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, 'giu'), '(user)');
  };
  return `${JSON.stringify({ report: cleanTexts(report, clean), log }, null, 2)}\n`;
}

function cleanTexts(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((each) => cleanTexts(each, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cleanTexts(each, clean)]));
}

/** The report as text for people. */
export function doctorText(report: DoctorReport): string {
  const { providers, model, store } = report;
  const known = (value: number | null) => (value === null ? 'unknown' : String(value));
  return [
    `Countersign ${report.version}, Node ${report.node}, ${report.platform}, ${report.shell}`,
    '',
    'Decoders',
    ...report.decoders.map(({ name, works, why }) => `  ${name}: ${works ? 'works' : 'does not work'}, ${why}`),
    'Execution providers',
    `  compiled in: ${providers.compiledIn.join(', ') || 'none'}`,
    ...providers.tried.map(({ provider, taken, why }) => `  ${provider}: ${taken ? 'taken' : 'not taken'}, ${why}`),
    'Model',
    ...(model
      ? [
          `  ${model.id}, manifest ${model.hash}`,
          ...model.files.map(({ name, sha256 }) => `  ${name} ${sha256}`),
          `  golden error ${model.goldenError.toExponential(1)}, allowed ${model.goldenTolerance.toExponential(1)}`,
        ]
      : ['  none']),
    'Store',
    `  ${store.directory ?? '(none)'}: ${store.state}`,
    `  schema ${known(store.schemaVersion)}, accounts ${known(store.accounts)}, specimens ${known(store.specimens)}, records ${known(store.records)}`,
    `Policy file: ${report.policyFile ?? 'none'}`,
    ...(report.problems.length > 0 ? ['', 'Problems', ...report.problems.map((problem) => `  ${problem}`)] : []),
  ].join('\n');
}
