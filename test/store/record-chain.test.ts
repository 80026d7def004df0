import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  endorseKey,
  entryHash,
  headIsSigned,
  keyIsEndorsed,
  newSigningPair,
  publicKeyOf,
  readChanges,
  rowHash,
  signHead,
  writeChanges,
} from '../../src-main/store/record-chain.ts';
import type { StoredEntry, StoredRow } from '../../src-main/store/record-chain.ts';

const entry: fc.Arbitrary<StoredEntry> = fc.record({
  sequence: fc.integer({ min: 1 }),
  at: fc.string(),
  kind: fc.string(),
  changes: fc.string(),
  payloadKey: fc.string(),
  payload: fc.uint8Array({ maxLength: 40 }),
  previous: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});

const plain = (value: StoredEntry | StoredRow): string =>
  JSON.stringify(value, (_, item: unknown) => (item instanceof Uint8Array ? ['bytes', ...item] : item));

describe('record chain', () => {
  test('entries that differ in anything have different hashes', () => {
    fc.assert(
      fc.property(
        entry,
        entry,
        fc.constantFrom('sequence', 'at', 'kind', 'changes', 'payloadKey', 'payload', 'previous'),
        (a, b, field) => {
          const mutated = { ...a, [field]: b[field as keyof StoredEntry] } as StoredEntry;
          expect(entryHash(mutated).equals(entryHash(a))).toBe(plain(mutated) === plain(a));
        },
      ),
    );
  });

  test('a text can not slip from one field into the next', () => {
    const base: StoredEntry = {
      sequence: 1,
      at: 'a',
      kind: 'bc',
      changes: '',
      payloadKey: '',
      payload: new Uint8Array(),
      previous: new Uint8Array(32),
    };
    expect(entryHash({ ...base, at: 'ab', kind: 'c' }).equals(entryHash(base))).toBe(false);
  });

  test('rows that differ have different hashes, but a null column counts for nothing', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.uint8Array({ maxLength: 8 }));
    const row = fc.dictionary(fc.constantFrom('id', 'a', 'b', 'c'), value);
    fc.assert(
      fc.property(row, row, (a, b) => {
        const sorted = (r: StoredRow): string => plain(Object.fromEntries(Object.entries(r).sort()));
        expect(rowHash('t', a) === rowHash('t', b)).toBe(sorted(a) === sorted(b));
        expect(rowHash('t', { ...a, added: null })).toBe(rowHash('t', a));
        expect(rowHash('u', a)).not.toBe(rowHash('t', a));
      }),
    );
  });

  test('changes read back, and nothing else is read', () => {
    const changes = fc.array(fc.record({ table: fc.string(), row: fc.string(), hash: fc.option(fc.string()) }));
    fc.assert(
      fc.property(changes, (list) => {
        expect(readChanges(writeChanges(list))).toEqual(list);
      }),
    );
    for (const text of ['', '{}', '[1]', '[["a","b"]]', '[["a","b",1]]', '[[1,"b",null]]'])
      expect(readChanges(text)).toBeNull();
  });

  test('a head is signed for its store, entry, hash and time only', () => {
    const { privateKey, publicKey } = newSigningPair();
    const head = { store: 's', sequence: 3, hash: 'ff', at: 'now' };
    const signature = signHead(privateKey, head);
    expect(headIsSigned(publicKey, head, signature)).toBe(true);
    for (const change of [{ store: 'z' }, { sequence: 4 }, { hash: 'fe' }, { at: 'then' }]) {
      expect(headIsSigned(publicKey, { ...head, ...change }, signature)).toBe(false);
    }
    expect(headIsSigned(newSigningPair().publicKey, head, signature)).toBe(false);
    expect(headIsSigned(Buffer.from('no key'), head, signature)).toBe(false);
    expect(publicKeyOf(privateKey).equals(publicKey)).toBe(true);
  });

  test('only the old key endorses the new one, for one store', () => {
    const old = newSigningPair();
    const next = newSigningPair();
    const word = endorseKey(old.privateKey, 's', next.publicKey);
    expect(keyIsEndorsed(old.publicKey, 's', next.publicKey, word)).toBe(true);
    expect(keyIsEndorsed(old.publicKey, 'other', next.publicKey, word)).toBe(false);
    expect(keyIsEndorsed(next.publicKey, 's', next.publicKey, word)).toBe(false);
    expect(keyIsEndorsed(old.publicKey, 's', old.publicKey, word)).toBe(false);
  });
});
