import { describe, expect, it } from 'vitest';
import { blockOf, withBlock } from '../../scripts/compare-models/blocks.ts';

const document = 'Before\n\n<!-- one -->\n\nold\n\n<!-- /one -->\n\nbetween <!-- two --> x <!-- /two --> after\n';

describe('blocks of a document', () => {
  it('are read and replaced, the rest left as it is', () => {
    expect(blockOf(document, 'one')).toBe('old');
    expect(blockOf(document, 'two')).toBe('x');
    const changed = withBlock(document, 'one', 'new');
    expect(blockOf(changed, 'one')).toBe('new');
    expect(changed.replace('new', 'old')).toBe(document);
  });

  it('that are not there are told from empty ones', () => {
    expect(blockOf('<!-- one --><!-- /one -->', 'one')).toBe('');
    expect(blockOf(document, 'three')).toBeNull();
    expect(() => withBlock(document, 'three', 'x')).toThrow(/no block "three"/);
    expect(blockOf('<!-- /one --> <!-- one -->', 'one')).toBeNull();
  });
});
