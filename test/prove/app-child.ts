// The whole app but for its window, enrolling without end until it is killed: `node app-child.ts STORE FIRST`. Every
// enrolment goes through the contract, as from the window; after each has been answered a line of JSON is printed.
import { writeSync } from 'node:fs';
import { answer } from '../../src-main/contract/answer.ts';
import type { CallName, ResponseOf } from '../../src-main/contract/calls.ts';
import { openDesk } from '../../src-main/desk/desk.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';
import { encode, renderTrace } from '../../src-main/sample/render.ts';
import { modelsDirectory, passphrase } from '../desk/open-test-desk.ts';

const [storeDirectory = '', first = '0'] = process.argv.slice(2);
const desk = await openDesk({
  storeDirectory,
  operator: 'clerk',
  shell: 'local-window',
  version: '0.0.0',
  log: () => undefined,
  startEngine: forkPorts(),
  modelsDirectory,
  emit: () => undefined,
});

async function call<Name extends CallName>(name: Name, request: unknown): Promise<ResponseOf<Name>> {
  const outcome = await answer(desk.handlers, name, request, (_, error) => console.error(error));
  if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`);
  return outcome.value as ResponseOf<Name>;
}

await call('unlockStore', { key: passphrase, recovery: false });
await desk.handlers.doctor({});
writeSync(1, '"ready"\n');
const signer = createSigner('sample 12', 'Elena Castellan');
for (let batch = Number(first); ; batch++) {
  const scans = await Promise.all(
    [1, 2].map(async (repetition) => {
      const picture = renderTrace(writeGenuine(signer, `batch ${batch} ${repetition}`), { dpi: 150, seed: `${batch}` });
      const bytes = await encode(picture, { type: 'png' }, 150);
      const { scan } = await call('openScan', { name: `batch ${batch} ${repetition}.png`, bytes, page: 0 });
      return { scan, region: null, capturedOn: null, source: `batch ${batch}` };
    }),
  );
  const enrolment = { account: `77-${batch}`, holder: null, signatory: signer.name, scans };
  const { specimens: previews } = await call('previewEnrolment', enrolment);
  // A drawing that the gate refuses is no part of this proof.
  const refused = previews.some(({ problem }) => problem !== null);
  const specimens = refused ? [] : (await call('enrol', enrolment)).specimens;
  for (const { scan } of scans) await call('closeScan', { scan });
  if (refused) continue;
  writeSync(1, `${JSON.stringify({ batch, specimens })}\n`);
}
