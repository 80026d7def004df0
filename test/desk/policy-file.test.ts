import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPolicyFile } from '../../src-main/desk/policy-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-policy-'));
});
const write = async (value: unknown) => {
  const file = join(folder, 'policy.json');
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
};
const pair = (matchAbove: number, mismatchBelow: number) => ({ matchAbove, mismatchBelow });

describe('the machine-wide policy file', () => {
  it('is optional', async () => {
    expect(await readPolicyFile(join(folder, 'none.json'))).toBeNull();
  });

  it('gives what it fixes and nothing else', async () => {
    const policy = { format: 'countersign-policy/1', idleLockSeconds: 120, model: 'contrastive', retentionDays: 3650 };
    expect(await readPolicyFile(await write(policy))).toEqual(policy);
  });

  it.each([
    ['broken JSON', '{', "isn't valid JSON"],
    ['another format', { format: 'x' }, 'field format'],
    ['a misspelt field', { format: 'countersign-policy/1', idleLockSecond: 3 }, 'field idleLockSecond'],
    ['a value out of range', { format: 'countersign-policy/1', idleLockSeconds: -1 }, 'field idleLockSeconds'],
    [
      'thresholds that overlap',
      { format: 'countersign-policy/1', thresholds: { one: pair(1, 2), two: pair(2, 1), many: pair(2, 1) } },
      'thresholds.one: mismatchBelow is above matchAbove',
    ],
  ])('refuses %s, naming file and field', async (_, value, message) => {
    const file = await write(value);
    await expect(readPolicyFile(file)).rejects.toThrow(message);
    await expect(readPolicyFile(file)).rejects.toThrow(file);
  });
});
