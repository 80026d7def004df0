import { describe, expect, it } from 'vitest';
import type { OpenScan } from '../../src-main/contract/scan.ts';
import { LayoutDraft, withRoom } from '../../src-renderer/features/scan/layout-draft.svelte.ts';
import { pageSheet } from '../../src-renderer/features/scan/sheet.ts';

const sheet = pageSheet({
  width: 1600,
  height: 720,
  picture: new Uint8Array([1]),
  pictureType: 'image/png',
} as OpenScan);
const start = { sheet, reading: null, drawn: null, account: '4100-3391', dotsPerInch: 200, existing: null };
const box = { x: 800, y: 360, width: 400, height: 180 };

describe('a layout in the making', () => {
  it('begins with the paper of the scan and the account it is for, and asks for what is missing', () => {
    const draft = new LayoutDraft(start);
    expect(draft.prefix).toBe('4100');
    expect([draft.paperWidth, draft.paperHeight]).toEqual([203, 91]);
    expect(draft.problem?.field).toBe('signature');
    draft.setZone('signature', box);
    expect(draft.problem?.field).toBe('name');
    expect(draft.layout()).toBeNull();
    draft.name = ' Harbour & Vale ';
    draft.setZone('date', { x: 0, y: 0, width: 160, height: 72 });
    expect(draft.layout()).toEqual({
      name: 'Harbour & Vale',
      accountPrefix: '4100',
      signature: { x: 0.5, y: 0.5, width: 0.25, height: 0.25 },
      date: { x: 0, y: 0, width: 0.1, height: 0.1 },
      paper: { width: 203, height: 91 },
    });
  });

  it('takes paper of both sides or of neither', () => {
    const draft = new LayoutDraft({ ...start, drawn: box, dotsPerInch: null });
    draft.name = 'A bank';
    expect(draft.layout()).not.toHaveProperty('paper');
    draft.paperWidth = 203;
    expect(draft.problem?.field).toBe('paper');
    draft.paperHeight = '12';
    expect(draft.problem?.field).toBe('paper');
    draft.paperHeight = '91.5';
    expect(draft.layout()?.paper).toEqual({ width: 203, height: 91.5 });
  });

  it('begins with the layout that is there, and clears a place', () => {
    const existing = {
      name: 'A bank',
      accountPrefix: '41',
      signature: { x: 0.5, y: 0.5, width: 0.25, height: 0.25 },
      micr: { x: 0, y: 0.9, width: 1, height: 0.1 },
    };
    const draft = new LayoutDraft({ ...start, existing });
    expect(draft.zones.signature).toEqual(box);
    expect(draft.prefix).toBe('41');
    draft.setZone('micr', null);
    expect(draft.layout()).not.toHaveProperty('micr');
  });

  it('keeps some room round a signature that was found, inside the scan', () => {
    expect(withRoom({ x: 100, y: 100, width: 200, height: 100 }, sheet.size)).toEqual({
      x: 30,
      y: 40,
      width: 340,
      height: 220,
    });
    expect(withRoom({ x: 0, y: 0, width: 1600, height: 720 }, sheet.size)).toEqual({
      x: 0,
      y: 0,
      width: 1600,
      height: 720,
    });
  });
});
