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
const scheme = {
  id: 'harbour-bank',
  label: 'Harbour Bank',
  font: 'e13b',
  pattern: '⑈{number:7}⑈ ⑆{branch:7}⑆ {account:10}⑉{kind:2}⑈',
  fields: ['number', 'branch', 'account', 'kind'].map((name) => ({ name, label: name })),
  account: ['account'],
  chequeNumber: ['number'],
  bank: ['branch'],
};
const withSchemes = (...micrSchemes: unknown[]) => ({ format: 'countersign-policy/1', micrSchemes });
const pair = (matchAbove: number, mismatchBelow: number) => ({ matchAbove, mismatchBelow });

describe('the machine-wide policy file', () => {
  it('is optional', async () => {
    expect(await readPolicyFile(join(folder, 'none.json'))).toBeNull();
  });

  it('gives what it fixes and nothing else', async () => {
    const policy = { format: 'countersign-policy/1', idleLockSeconds: 120, model: 'contrastive', retentionDays: 3650 };
    expect(await readPolicyFile(await write(policy))).toEqual(policy);
  });

  it('gives a bank’s own MICR schemes', async () => {
    const policy = withSchemes(scheme, { ...scheme, id: 'harbour-old', pattern: scheme.pattern.replace('⑉', '⑉ ') });
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
    [
      'a MICR scheme with a pattern that is none',
      withSchemes(scheme, { ...scheme, id: 'other', pattern: '⑈{number:7' }),
      'field micrSchemes.1.pattern: MICR scheme other: “{” at place 2',
    ],
    [
      'a MICR scheme whose account is not in its pattern',
      withSchemes({ ...scheme, account: ['konto'] }),
      'field micrSchemes.0.pattern: MICR scheme harbour-bank: The pattern has no field konto.',
    ],
    [
      'a MICR scheme whose pattern has a field that nobody named',
      withSchemes({ ...scheme, fields: scheme.fields.slice(1) }),
      "The pattern has a field number that isn't listed under fields.",
    ],
    ['two MICR schemes of one id', withSchemes(scheme, scheme), 'field micrSchemes.1.id: Two MICR schemes'],
    ['a MICR scheme with an id of the app’s', withSchemes({ ...scheme, id: 'uk' }), 'field micrSchemes.0.id'],
    [
      'a MICR scheme of a font that nobody reads',
      withSchemes({ ...scheme, font: 'ocr-b' }),
      'field micrSchemes.0.font',
    ],
    ['a misspelt field of a MICR scheme', withSchemes({ ...scheme, patern: '' }), 'field micrSchemes.0.patern'],
  ])('refuses %s, naming file and field', async (_, value, message) => {
    const file = await write(value);
    await expect(readPolicyFile(file)).rejects.toThrow(message);
    await expect(readPolicyFile(file)).rejects.toThrow(file);
  });
});
