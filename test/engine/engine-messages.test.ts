import { expect, it } from 'vitest';
import { keepsDying } from '../../src-main/engine/engine-messages.ts';

it('tells the line that names the error, not the last one that Node prints', () => {
  const words =
    'node:internal/modules:1\n    throw e;\n\nTypeError: x is not a function\n    at run (a.ts:1:1)\n\nNode.js v24.21.0\n';
  expect(keepsDying(5, words).message).toContain('("TypeError: x is not a function")');
});

it('tells the last line where none names an error, and nothing where there is none', () => {
  expect(keepsDying(5, 'Killed: out of memory\n').message).toContain('("Killed: out of memory")');
  expect(keepsDying(5, '').message).not.toContain('(');
});
