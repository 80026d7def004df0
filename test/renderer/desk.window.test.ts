import { describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { largestScanBytes } from '../../src-main/contract/scan.ts';
import { openSession, quiet, scanNamed, workspaceOf } from './stand-in/helpers.ts';

async function openDesk() {
  const { app, session } = await openSession();
  const workspace = workspaceOf(session);
  await workspace.start();
  return { app, session, workspace, desk: workspace.desk, said: () => session.announcer.text.trim() };
}

describe('a cheque on the desk', () => {
  it('is opened, gets the account of its name and the box of the layout, and is checked by itself', async () => {
    const { desk, said } = await openDesk();
    desk.add([scanNamed('0042137711_front.png')]);
    await desk.settled();
    const cheque = desk.current;
    expect(cheque?.phase).toBe('judged');
    expect(cheque?.account).toBe('0042137711');
    expect(cheque?.box).toEqual({ x: 928, y: 418, width: 576, height: 187 });
    expect(said()).toBe('Match. Score 4.2. Nearest specimen: Margaret Marsh, distance 0.310.');
  });

  it('without an account asks for it, and is checked once it has one', async () => {
    const { app, desk, said } = await openDesk();
    desk.add([scanNamed('cheque.png')]);
    await desk.settled();
    expect(desk.current?.phase).toBe('needs-account');
    expect(said()).toContain('Type the account');
    expect(app.count('checkCheque')).toBe(0);
    desk.current?.setAccount(' 0042137724 ');
    await quiet();
    expect(desk.current?.phase).toBe('judged');
    expect(desk.current?.box).not.toBeNull();
  });

  it('is checked again when the box has come to rest, once for many moves', async () => {
    const { app, desk } = await openDesk();
    desk.add([scanNamed('0042137711.png')]);
    await desk.settled();
    const before = app.count('checkCheque');
    for (let x = 1; x < 20; x++) desk.current?.setBox({ x, y: 5, width: 300, height: 100 }, 20);
    expect(desk.current?.decidable).toBe(false);
    await quiet(60);
    expect(app.count('checkCheque')).toBe(before + 1);
    expect(app.log.at(-1)?.request).toMatchObject({ region: { x: 19, y: 5, width: 300, height: 100 } });
    expect(desk.current?.decidable).toBe(true);
  });

  it("keeps the clerk's own box when the account changes", async () => {
    const { desk } = await openDesk();
    desk.add([scanNamed('0042137711.png')]);
    await desk.settled();
    const own = { x: 1, y: 2, width: 300, height: 100 };
    desk.current?.setBox(own, 0);
    desk.current?.setAccount('0042137724');
    await quiet(5);
    expect(desk.current?.box).toEqual(own);
  });

  it('drops the answer for an account that was changed meanwhile', async () => {
    const { app, desk } = await openDesk();
    const held: (() => void)[] = [];
    app.gate = (name) => (name === 'checkCheque' ? new Promise((resolve) => held.push(resolve)) : Promise.resolve());
    desk.add([scanNamed('0042137711.png')]);
    await quiet(5);
    desk.current?.setAccount('0042137724');
    await quiet(5);
    expect(held).toHaveLength(2);
    held[1]?.();
    await quiet(5);
    expect(desk.current?.result?.account).toBe('0042137724');
    held[0]?.();
    await quiet(5);
    expect(desk.current?.result?.account).toBe('0042137724');
  });

  it("that can't be judged has no verdict and says why", async () => {
    const { desk, said } = await openDesk();
    desk.add([scanNamed('0042137711_unjudged.png')]);
    await desk.settled();
    expect(desk.current?.phase).toBe('unjudged');
    expect(desk.current?.result).toBeNull();
    expect(said()).toContain("can't be judged. What is in the box does not look like a signature");
    desk.begin('accept');
    expect(desk.current?.decision).toBeNull();
  });

  it('over 64 MB, empty or damaged is refused with the reason, the first two without a byte read', async () => {
    const { app, desk } = await openDesk();
    const unread = () => Promise.reject(new Error('must not be read'));
    desk.add([
      { name: 'large.tif', size: largestScanBytes + 1, bytes: unread },
      { name: 'empty.png', size: 0, bytes: unread },
      scanNamed('damaged.png'),
    ]);
    await desk.settled();
    expect(desk.cheques.map((cheque) => cheque.phase)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect(desk.cheques[0]?.openFailure?.message).toContain('64 MB');
    expect(desk.cheques[2]?.openFailure?.message).toContain('damaged');
    expect(app.count('openScan')).toBe(1);
  });

  it('turns its pages and checks the page that is shown', async () => {
    const { app, desk } = await openDesk();
    desk.add([scanNamed('0042137711_pages.tif')]);
    await desk.settled();
    await desk.current?.turnTo(2);
    expect(desk.current?.scan?.page).toBe(2);
    expect(desk.current?.phase).toBe('judged');
    await desk.current?.turnTo(3);
    expect(app.count('turnPage')).toBe(1);
  });
});

describe('deciding', () => {
  it('accepts a match at once, brings up the next cheque, and undoes', async () => {
    const { app, desk, workspace } = await openDesk();
    desk.add([scanNamed('0042137711_a.png'), scanNamed('0042137724_review.png')]);
    await desk.settled();
    const first = desk.current;
    desk.begin('accept');
    await quiet();
    expect(first?.phase).toBe('decided');
    expect(desk.current?.name).toBe('0042137724_review.png');
    expect(workspace.toasts.current?.text).toContain('Accepted: account 0042137711');
    await desk.undo();
    expect(desk.current).toBe(first);
    expect(first?.phase).toBe('judged');
    expect(app.count('undoDecision')).toBe(1);
    workspace.clear();
  });

  it('asks for a reason before a return, a referral, and an acceptance against the verdict', async () => {
    const { app, desk, workspace } = await openDesk();
    desk.add([scanNamed('0042137711_mismatch.png')]);
    await desk.settled();
    for (const kind of ['accept', 'return', 'refer'] as const) {
      desk.deciding = null;
      desk.begin(kind);
      expect(desk.deciding).toBe(kind);
    }
    expect(app.count('decide')).toBe(0);
    await desk.decide('return', '  Signature differs from specimen ');
    expect(app.log.at(-1)?.request).toMatchObject({ decision: 'return', reason: 'Signature differs from specimen' });
    workspace.clear();
  });

  it('keeps the cheque undecided and says why when the app refuses', async () => {
    const { app, desk, workspace } = await openDesk();
    desk.add([scanNamed('0042137711.png')]);
    await desk.settled();
    app.faults.set('decide', new CallFailure({ fault: 'disk-full', message: 'The disk is full.' }));
    await desk.decide('accept', '');
    expect(desk.current?.phase).toBe('judged');
    expect(workspace.toasts.current?.text).toBe('Not recorded. The disk is full.');
    workspace.clear();
  });

  it('takes a decided cheque no more boxes or accounts', async () => {
    const { desk, workspace } = await openDesk();
    desk.add([scanNamed('0042137711.png')]);
    await desk.settled();
    await desk.decide('accept', '');
    const cheque = desk.cheques[0];
    cheque?.setAccount('0042137724');
    cheque?.setBox({ x: 0, y: 0, width: 9, height: 9 });
    expect(cheque?.account).toBe('0042137711');
    expect(cheque?.phase).toBe('decided');
    workspace.clear();
  });
});

describe('the strip', () => {
  it('opens a pile in order and steps through it', async () => {
    const { desk } = await openDesk();
    desk.add(['0042137711_a.png', '0042137711_b.png', '0042137711_c.png'].map((name) => scanNamed(name)));
    await desk.settled();
    expect(desk.index).toBe(0);
    desk.step(1);
    desk.step(1);
    desk.step(1);
    expect(desk.current?.name).toBe('0042137711_c.png');
    desk.step(-1);
    expect(desk.current?.name).toBe('0042137711_b.png');
  });

  it('lets go of a scan that is taken off, while it is still being opened too', async () => {
    const { app, desk } = await openDesk();
    const waits: (() => void)[] = [];
    app.gate = (name) => (name === 'openScan' ? new Promise((resolve) => waits.push(resolve)) : Promise.resolve());
    desk.add([scanNamed('0042137711_a.png')]);
    await quiet(5);
    const cheque = desk.current;
    if (cheque) desk.remove(cheque);
    waits[0]?.();
    await quiet(5);
    expect(app.count('closeScan')).toBe(1);
    expect(app.count('checkCheque')).toBe(0);
    expect(desk.cheques).toHaveLength(0);
  });

  it('is empty after the store has locked, and late answers bring nothing back', async () => {
    const { app, session, desk } = await openDesk();
    desk.add([scanNamed('0042137711_a.png'), scanNamed('0042137711_b.png')]);
    await session.lock();
    await quiet(10);
    expect(session.screen).toBe('locked');
    expect(session.workspace).toBeNull();
    expect(desk.cheques).toHaveLength(0);
    expect(app.count('checkCheque')).toBe(0);
  });
});
