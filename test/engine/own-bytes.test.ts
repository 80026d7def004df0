import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownBytes } from '../../src-main/engine/own-bytes.ts';

describe('what is sent by structured clone', () => {
  test('holds nothing of the buffer behind a view', () => {
    const pool = Buffer.from('secret passphrase, picture bytes');
    const picture = pool.subarray(19, 26);
    const sent = structuredClone(ownBytes({ deep: [{ bytes: picture }] })) as { deep: [{ bytes: Uint8Array }] };
    const { bytes } = sent.deep[0];
    expect(Buffer.from(bytes).toString()).toBe('picture');
    expect(bytes.buffer.byteLength).toBe(7);
    // Without it, the clone does carry the rest: what this function is for.
    const naive = structuredClone({ bytes: picture as Uint8Array });
    expect(Buffer.from(naive.bytes.buffer).toString()).toContain('secret passphrase');
  });

  test("a small Buffer from Node's pool is copied, slices of floats too, and whole arrays are not", () => {
    const small = ownBytes(Buffer.from('abc')) as Uint8Array;
    expect(small.buffer.byteLength).toBe(3);
    const floats = ownBytes(new Float32Array([1, 2, 3, 4]).subarray(1, 3)) as Float32Array;
    expect([...floats, floats.buffer.byteLength]).toEqual([2, 3, 8]);
    const whole = new Uint8Array(10);
    expect(ownBytes(whole)).toBe(whole);
  });

  test('is otherwise the same message', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array());
    const { message } = fc.letrec<{ message: unknown }>((tie) => ({
      message: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('message'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('message'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(message, (value) => {
        expect(ownBytes(value)).toEqual(value);
      }),
    );
  });
});
