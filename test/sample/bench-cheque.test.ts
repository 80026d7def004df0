import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makeBenchCheque } from '../fixtures/cheques/make.ts';

const folder = path.join(import.meta.dirname, '../fixtures/cheques');

test('the committed bench cheque is what its description says, and what the generator makes', async () => {
  const description: unknown = JSON.parse(await readFile(path.join(folder, 'bench-1600x720.json'), 'utf8'));
  const bytes = await readFile(path.join(folder, 'bench-1600x720.jpg'));
  const made = await makeBenchCheque();
  expect(description).toEqual(made.description);
  expect(await sharp(bytes).metadata()).toMatchObject({
    format: 'jpeg',
    width: 1600,
    height: 720,
    channels: 1,
    space: 'b-w',
  });
  const [committed, fresh] = await Promise.all([bytes, made.bytes].map((file) => sharp(file).raw().toBuffer()));
  if (!committed || !fresh) throw new Error('not decoded');
  expect(fresh.length).toBe(committed.length);
  // Another machine's arithmetic may round otherwise here and there; the picture must be the same one.
  let difference = 0;
  committed.forEach((value, at) => (difference += Math.abs(value - (fresh[at] ?? 0))));
  expect(difference / committed.length).toBeLessThan(0.2);
});

test('the committed bench cheque has ink in its region', async () => {
  const { description } = await makeBenchCheque();
  const { x, y, width, height } = description.region;
  const region = sharp(path.join(folder, description.file)).extract({ left: x, top: y, width, height });
  const data = await region.raw().toBuffer();
  const dark = data.filter((value) => value < 128).length / data.length;
  expect(dark).toBeGreaterThan(0.01);
  expect(dark).toBeLessThan(0.3);
});
