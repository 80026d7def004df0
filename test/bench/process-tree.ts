import { execFileSync } from 'node:child_process';

interface Row {
  readonly pid: number;
  readonly parent: number;
  /** Bytes. */
  readonly resident: number;
}

/** Every process of this machine, by `ps`. */
function processes(): Row[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent, resident: kilobytes * 1024 };
  });
}

/** Ids of a process's children. */
export function childrenOf(pid: number): number[] {
  return processes()
    .filter(({ parent }) => parent === pid)
    .map((row) => row.pid);
}

/** Resident memory of a process and all below it, in bytes; what they share is counted for each. `ps` itself isn't counted. */
export function memoryOfTree(root: number): number {
  const all = processes();
  const within = new Set([root]);
  // Parents come before their children as a rule, but nothing promises it.
  for (let before = 0; before !== within.size;) {
    before = within.size;
    for (const { pid, parent } of all) if (within.has(parent)) within.add(pid);
  }
  return all.filter(({ pid }) => within.has(pid)).reduce((sum, { resident }) => sum + resident, 0);
}
