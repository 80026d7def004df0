import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeRefusal } from '../../src-renderer/features/desk/files.ts';
import { layoutBox, layoutFor } from '../../src-renderer/features/desk/layout-box.ts';
import { distanceText, scoreText } from '../../src-renderer/features/result/words.ts';
import { tryPattern } from '../../src-renderer/features/settings/account-pattern.ts';
import { sameThresholds, thresholdProblems } from '../../src-renderer/features/settings/thresholds.ts';
import { keyGroups } from '../../src-renderer/features/setup/key-groups.ts';
import { actionFor } from '../../src-renderer/features/shortcuts/keys.ts';
import { sentence } from '../../src-renderer/failure.ts';
import { largestScanBytes } from '../../src-main/contract/scan.ts';

describe('numbers in words', () => {
  it('writes scores with one decimal and a true minus, and no minus nought', () => {
    expect([4.24, -5.26, -0.01, 0].map(scoreText)).toEqual(['4.2', '\u22125.3', '0.0', '0.0']);
  });

  it('writes distances with three significant digits', () => {
    expect([0, 0.3104, 12.345, 345.6, 12345].map(distanceText)).toEqual(['0', '0.310', '12.3', '346', '12345']);
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 9e5, noNaN: true }), (distance) => {
        expect(Math.abs(Number(distanceText(distance)) - distance)).toBeLessThanOrEqual(distance * 0.0051);
      }),
    );
  });

  it('makes sentences, and leaves a file name at their start alone', () => {
    expect(sentence('type a name')).toBe('Type a name.');
    expect(sentence('scan_1.png is damaged')).toBe('scan_1.png is damaged.');
    expect(sentence('Really?')).toBe('Really?');
  });
});

describe('files', () => {
  it('are refused by their size before they are read', () => {
    expect(sizeRefusal(0)).toContain('empty');
    expect(sizeRefusal(largestScanBytes)).toBeNull();
    expect(sizeRefusal(largestScanBytes + 1)).toContain('65 MB; a scan may have 64 MB at most');
  });
});

describe('layouts', () => {
  const signature = { x: 0.5, y: 0.5, width: 0.25, height: 0.25 };
  const layouts = [
    { name: 'all', accountPrefix: '', signature },
    { name: 'short', accountPrefix: '41', signature },
    { name: 'long', accountPrefix: '41-00', signature },
  ];

  it('are chosen by the longest prefix, whatever the spaces and dashes', () => {
    expect(layoutFor(layouts, '4100 2278')?.name).toBe('long');
    expect(layoutFor(layouts, '4199')?.name).toBe('short');
    expect(layoutFor(layouts, '77')?.name).toBe('all');
    expect(layoutFor(layouts.slice(1), '77')).toBeNull();
  });

  it('give a box in pixels, and none without an account', () => {
    expect(layoutBox(layouts, '77', { width: 1600, height: 720 })).toEqual({ x: 800, y: 360, width: 400, height: 180 });
    expect(layoutBox(layouts, ' ', { width: 1600, height: 720 })).toBeNull();
  });
});

describe('the account pattern', () => {
  it('finds the account, says when there is none, and says what is wrong with it', () => {
    expect(tryPattern('^(\\d[\\d-]*\\d)', '4100-2278-front.png')).toEqual({ kind: 'found', account: '4100-2278' });
    expect(tryPattern('^(\\d+)_', 'folder/77_a.png')).toEqual({ kind: 'found', account: '77' });
    expect(tryPattern('^(\\d+)_', 'cheque.png')).toEqual({ kind: 'none' });
    expect(tryPattern('(\\d', 'x').kind).toBe('wrong');
    expect(tryPattern('\\d+', 'x').kind).toBe('wrong');
  });
});

describe('thresholds', () => {
  const pair = { matchAbove: 2, mismatchBelow: -1 };
  const good = { one: pair, two: pair, many: pair };

  it('say what is wrong, row by row', () => {
    expect(thresholdProblems(good)).toEqual({});
    expect(thresholdProblems({ ...good, two: { matchAbove: -2, mismatchBelow: -1 } })).toHaveProperty('two');
    expect(thresholdProblems({ ...good, one: { matchAbove: Number.NaN, mismatchBelow: 0 } })).toHaveProperty('one');
    expect(thresholdProblems({ ...good, many: { matchAbove: 21, mismatchBelow: 0 } })).toHaveProperty('many');
    expect(sameThresholds(good, { ...good, two: { ...pair, matchAbove: 2.1 } })).toBe(false);
  });
});

describe('the recovery key', () => {
  it('is shown in the groups it came in, or in fours', () => {
    expect(keyGroups('7KQ4-M2XA-9TRD')).toEqual(['7KQ4', 'M2XA', '9TRD']);
    expect(keyGroups('7KQ4M2XA9T')).toEqual(['7KQ4', 'M2XA', '9T']);
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<{ ctrlKey: boolean; altKey: boolean; metaKey: boolean }> = {}) =>
    actionFor({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

  it('mean what the help says', () => {
    expect(press('a')).toBe('accept');
    expect(press('R')).toBe('return');
    expect(press('7')).toBe(7);
    expect(press('?')).toBe('help');
    expect(press('o', { ctrlKey: true })).toBe('open');
    expect(press('l', { metaKey: true })).toBe('lock');
  });

  it('mean nothing with other keys held, and nothing that is only a word of the language', () => {
    expect(press('a', { ctrlKey: true })).toBeNull();
    expect(press('a', { altKey: true })).toBeNull();
    expect(press('constructor')).toBeNull();
    expect(press('0')).toBeNull();
  });
});
