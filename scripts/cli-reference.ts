// Writes docs/cli.md from the command table and the schemas of what `--json` prints. A test keeps it true.
import { toJsonSchema } from '@valibot/to-json-schema';
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cliOutputs } from '../src-main/contract/cli.ts';
import { helpOf } from '../src-main/shell/command-arguments.ts';
import { commands } from '../src-main/shell/commands/all.ts';

const introduction = `# Command line

Made by \`node scripts/cli-reference.ts\`; a test keeps it true.

\`npm run -s countersign -- COMMAND …\` after \`npm ci\`, with nothing built before; \`countersign COMMAND …\` where the package's
\`bin\` is on the PATH; \`Countersign --command-line COMMAND …\` in an installed app.

Results go to stdout, everything else to stderr. With \`--json\` stdout holds one object and nothing else; it is checked against the
schema below before it is printed. Fields may be added later; none is renamed or taken away. Rates are fractions.

Exit codes: 0 done; 1 failed; 64 wrong usage; 130 broken off. \`verify\`: 0 match, 10 review, 11 mismatch, 2 no verdict.
\`check\`: 0 all judged, 3 some couldn't be, 2 the batch couldn't run. With \`--json\` it prints one object a line, each as it is done.
\`identify\`: 0 somebody is named, 10 nobody on file, 2 nothing could be looked for.
\`enrol\`: 3 where some scans were refused and others put on file.
\`decide\`: 4 where the decision waits for a second person. \`store verify\`, \`audit verify\`, \`audit check\`, \`audit remake\`: 1
where something isn't as it was recorded.

Environment: \`COUNTERSIGN_PASSPHRASE\`, \`COUNTERSIGN_NEW_PASSPHRASE\` (rekey, restore with the recovery key),
\`COUNTERSIGN_RECOVERY_KEY\`; where they aren't set, a terminal is asked. \`COUNTERSIGN_HOME\` puts this user's store and log elsewhere,
\`COUNTERSIGN_BROWSER\` names the browser for the window.
`;

/** The text of docs/cli.md. */
export function cliReference(): string {
  const parts = commands.map((command) => {
    const schema: Record<string, unknown> = { ...toJsonSchema(cliOutputs[command.name], { typeMode: 'output' }) };
    delete schema['$schema'];
    return [
      `## ${command.name}`,
      '',
      '```',
      helpOf(command).trimEnd(),
      '```',
      '',
      'What `--json` prints (JSON Schema):',
      '',
      '```json',
      JSON.stringify(schema, null, 2),
      '```',
      '',
    ].join('\n');
  });
  return [introduction, ...parts].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(fileURLToPath(new URL('../docs/cli.md', import.meta.url)), cliReference());
}
