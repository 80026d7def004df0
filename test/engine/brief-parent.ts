/** A parent that opens an engine, uses it, closes it, and then has nothing left to do: Node must end it by itself. */
import { openEngine } from '../../src-main/engine/engine.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { signatureScan } from './scan-fixture.ts';

const engine = openEngine({ startPort: forkPorts(), model: null });
await engine.read({ bytes: await signatureScan(1), page: 0 });
await engine.close();
process.stdout.write('closed\n');
