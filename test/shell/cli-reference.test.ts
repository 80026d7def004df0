import { Ajv, type AnySchema } from 'ajv';
import { toJsonSchema } from '@valibot/to-json-schema';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cliReference } from '../../scripts/cli-reference.ts';
import { cliOutputs } from '../../src-main/contract/cli.ts';

test('docs/cli.md is what the commands and schemas say', () => {
  const file = fileURLToPath(new URL('../../docs/cli.md', import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(cliReference());
});

describe('the shapes that others rely on', () => {
  const fits = (name: keyof typeof cliOutputs, value: unknown) =>
    new Ajv({ strict: false }).compile(toJsonSchema(cliOutputs[name]) as AnySchema)(value);
  const verified = {
    account: '12345',
    verdict: 'match',
    score: 2.5,
    distances: [{ specimen: 's', signatory: 'p', distance: 0.4 }],
    region: { x: 0, y: 0, width: 10, height: 10 },
    reasons: ['close to all'],
    model: 'contrastive',
    provider: 'cpu',
  };
  const rate = { value: 0.1, low: 0.05, high: 0.2 };
  const shares = { match: 0.5, review: 0.3, mismatch: 0.2 };
  const evaluated = {
    skilledEer: rate,
    randomEer: rate,
    writerMeanEer: rate,
    genuineAtFar1: rate,
    bands: { genuine: shares, skilled: shares, random: shares },
    counts: { genuine: 10, skilled: 10, random: 10, refused: 0 },
  };

  test('verify', () => {
    expect(fits('verify', verified)).toBe(true);
    for (const field of Object.keys(verified)) expect(fits('verify', { ...verified, [field]: undefined })).toBe(false);
    expect(fits('verify', { ...verified, verdict: 'pay' })).toBe(false);
  });

  test('evaluate', () => {
    const whole = { model: 'contrastive', provider: 'cpu', sets: { cedar: { 1: evaluated, 5: evaluated } } };
    expect(fits('evaluate', whole)).toBe(true);
    expect(
      fits('evaluate', { ...whole, sets: { cedar: { 1: { ...evaluated, skilledEer: { ...rate, value: 12 } } } } }),
    ).toBe(false);
    for (const field of Object.keys(evaluated)) {
      expect(fits('evaluate', { ...whole, sets: { cedar: { 1: { ...evaluated, [field]: undefined } } } })).toBe(false);
    }
  });
});
