/** A parent to be killed: opens an engine, prints its process's id, and then has it work without end. */
import { openEngine } from '../../src-main/engine/engine.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { signatureScan } from './scan-fixture.ts';

const engine = openEngine({ startPort: forkPorts(), model: null });
const bytes = await signatureScan(1, 1600, 640);
const { pid } = await engine.ready();
process.stdout.write(`${pid}\n`);
for (;;) await engine.examine({ bytes, page: 0, region: null, wants: {} });
