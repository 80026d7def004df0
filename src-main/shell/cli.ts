import { forkPorts } from '../engine/fork-port.ts';
import { runProgram } from './program.ts';

// The command line as a program of its own, run by scripts/countersign.js under plain Node.
const exitCode = await runProgram(process.argv.slice(2), forkPorts());
// What was printed goes out before the process ends, whatever a native library still holds open.
process.stdout.write('', () => process.exit(exitCode));
