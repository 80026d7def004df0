import { describe, expect, it } from 'vitest';
import type { ReadCheque, Reading } from '../../src-main/contract/reading.ts';
import { emptyPage, takesOver } from '../../src-renderer/features/desk/page-kinds.ts';

const cheque = (line: boolean) => ({ micr: line ? { text: '1' } : null }) as unknown as ReadCheque;
const reading = (kind: Reading['kind'], ...cheques: ReadCheque[]): Reading => ({ kind, cheques });

describe('a page that was turned to', () => {
  it('is checked instead where it holds the front of a cheque', () => {
    const front = reading('cheque', cheque(true));
    expect(takesOver(null, front)).toBe(true);
    expect(takesOver(null, null)).toBe(true);
    expect(takesOver(reading('signature'), front)).toBe(true);
    expect(takesOver(reading('back'), front)).toBe(true);
    expect(takesOver(front, front)).toBe(true);
    expect(takesOver(reading('cheque', cheque(false)), reading('cheque', cheque(false)))).toBe(true);
  });

  it('is only shown where it is a back, whatever is written on it', () => {
    const front = reading('cheque', cheque(true));
    for (const back of [
      reading('back'),
      reading('blank'),
      reading('other'),
      reading('signature'),
      reading('cheque', cheque(false)),
      null,
    ]) {
      expect(takesOver(front, back)).toBe(false);
    }
    expect(takesOver(null, reading('blank'))).toBe(false);
  });

  it('has words where there is nothing on it to check', () => {
    expect(emptyPage('back')?.message).toContain('Open its front too');
    expect(emptyPage('blank')?.fault).toBe('blank');
    expect(emptyPage('cheque')).toBeNull();
    expect(emptyPage(undefined)).toBeNull();
  });
});
