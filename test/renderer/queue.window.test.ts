import { describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { StandInApp } from './stand-in/app.ts';
import { workspaceOf } from './stand-in/helpers.ts';
import { button, press, settle, show, text, windowTests } from './stand-in/show.ts';

windowTests();

/** The window in the queue of a folder with so many cheques that need eyes. */
async function inQueue(cheques: number) {
  const app = new StandInApp({ cheques });
  const { session } = await show(app);
  const workspace = workspaceOf(session);
  workspace.navigation.go('batches');
  await settle(5);
  button('2026-11-25')?.click();
  await settle(20);
  const queue = workspace.batches.queue!;
  return { app, session, workspace, queue, rows: workspace.batches.rows! };
}
const sent = (app: StandInApp, name: string) => app.log.filter((one) => one.name === name).map((one) => one.request);

describe('the queue of a folder', () => {
  it('begins with the riskiest cheque, and goes on with the next the moment one is accepted', async () => {
    const { app, queue, rows } = await inQueue(30);
    expect(queue.current?.item).toBe('item-24');
    press('a');
    // A mismatch is accepted with a reason only: a number gives it.
    expect(app.count('decide')).toBe(0);
    press('1', document.activeElement!);
    expect(queue.current?.item).toBe('item-21');
    await settle(10);
    expect(sent(app, 'decide')).toEqual([
      { check: 'check-24', decision: 'accept', reason: 'Compared by eye, same hand', code: 'A01', amount: 124 },
    ]);
    expect([rows.eyes, rows.decided]).toEqual([29, 1]);
  });

  it('shows a cheque that was fetched before it was asked for', async () => {
    const { app, queue } = await inQueue(30);
    await settle(20);
    const fetched = () => sent(app, 'batchItem').map((request) => (request as { item: string }).item);
    expect(fetched()).toContain('item-21');
    press('s');
    expect(queue.current?.item).toBe('item-21');
    expect(queue.shown?.details.item.item).toBe('item-21');
  });

  it('brings a cheque back with the reason where the app refuses the decision', async () => {
    const { app, queue, rows } = await inQueue(10);
    app.faults.set('decide', new CallFailure({ fault: 'forbidden', message: 'You may not decide.' }));
    const first = queue.current?.item;
    press('r');
    press('1', document.activeElement!);
    expect(queue.current?.item).not.toBe(first);
    await settle(20);
    expect(queue.current?.item).toBe(first);
    expect(text()).toContain('Not recorded. You may not decide.');
    expect([rows.eyes, rows.decided]).toEqual([10, 0]);
    expect(queue.canUndo).toBe(false);
  });

  it('undoes decisions in turn, the last one first, and shows their cheques again', async () => {
    const { app, queue, rows } = await inQueue(10);
    const order: string[] = [];
    for (let turn = 0; turn < 3; turn++) {
      order.push(queue.current!.item);
      press('f');
      press('1', document.activeElement!);
    }
    await settle(20);
    expect(rows.decided).toBe(3);
    for (const item of order.toReversed()) {
      press('z');
      await settle(10);
      expect(queue.current?.item).toBe(item);
    }
    expect(app.batch.items.every(({ decision }) => decision === null)).toBe(true);
    expect(rows.decided).toBe(0);
    expect(queue.canUndo).toBe(false);
  });

  it('comes back to what was put off when nothing else is left, and says when it is done', async () => {
    const { app, queue } = await inQueue(3);
    const first = queue.current!.item;
    press('s');
    await settle(10);
    for (let turn = 0; turn < 2; turn++) {
      press('r');
      press('2', document.activeElement!);
      await settle(20);
    }
    expect(queue.current?.item).toBe(first);
    press('r');
    press('2', document.activeElement!);
    await settle(20);
    expect(queue.current).toBeNull();
    expect(text()).toContain('Nothing needs eyes');
    expect(app.batch.items.every(({ decision }) => decision?.kind === 'return')).toBe(true);
  });

  it('never accepts what could not be judged; it is returned, and that can be taken back', async () => {
    const { app, queue, rows } = await inQueue(7);
    await rows.narrow({ verdict: 'none' });
    await queue.start();
    await settle(10);
    expect(queue.current?.item).toBe('item-6');
    press('a');
    expect(text()).toContain("It couldn't be judged: return or refer it.");
    press('r');
    press('1', document.activeElement!);
    await settle(10);
    expect(sent(app, 'settleItem')).toEqual([
      { item: 'item-6', kind: 'return', reason: 'Signature differs from specimen', code: 'R01' },
    ]);
    press('z');
    await settle(10);
    expect(sent(app, 'settleItem').at(-1)).toEqual({ item: 'item-6', kind: null });
    expect(queue.current?.item).toBe('item-6');
  });

  it('goes back without taking anything back, and forward again to what it left', async () => {
    const { app, queue } = await inQueue(10);
    const first = queue.current!.item;
    press('f');
    press('1', document.activeElement!);
    await settle(10);
    const second = queue.current!.item;
    press('d');
    await settle(10);
    expect(queue.current?.item).toBe(first);
    expect(queue.current?.decision?.kind).toBe('refer');
    expect(queue.whyNot('accept')).toContain('take that back first');
    press('s');
    await settle(10);
    expect(queue.current?.item).toBe(second);
    expect(app.count('undoDecision')).toBe(0);
  });

  it('keeps its keys still while a filter is typed, and has no key for who may not decide', async () => {
    const { app, queue } = await inQueue(10);
    const search = document.querySelector<HTMLInputElement>('input[type="search"]')!;
    search.focus();
    press('f', search);
    expect(queue.deciding).toBeNull();
    app.state = { ...app.state, permissions: ['check'] };
    app.tell('stateChanged', app.state);
    await settle();
    press('f');
    expect(queue.deciding).toBeNull();
    expect(text()).toContain("You aren't allowed to decide");
  });
});

describe('the table of a folder', () => {
  it('fetches only the pages that are looked at, of ten thousand rows', async () => {
    const { app, rows } = await inQueue(10_000);
    expect(rows.total).toBe(10_000);
    await rows.show(9_990, 9_999);
    expect(rows.at(9_999)).not.toBeNull();
    expect(rows.at(5_000)).toBeNull();
    const offsets = sent(app, 'batchItems').map((request) => (request as { offset: number }).offset);
    expect(new Set(offsets)).toEqual(new Set([0, 9_900]));
    expect(document.querySelectorAll('.row').length).toBeLessThan(100);
  });

  it('narrows by amount and search, and the queue with it', async () => {
    const { queue, rows } = await inQueue(50);
    await rows.narrow({ amountFrom: 140, amountTo: 142 });
    await queue.start();
    expect(rows.total).toBe(3);
    expect(['item-40', 'item-41', 'item-42']).toContain(queue.current?.item);
    await rows.narrow({ search: '00041' });
    await queue.start();
    expect(queue.current?.item).toBe('item-41');
  });
});

describe('the check of a folder', () => {
  it('shows its progress, and is paused, resumed and closed', async () => {
    const { app, session } = await inQueue(4);
    app.batch.done = 2;
    app.tell('batchProgress', app.batch.progress);
    await settle(5);
    expect(text()).toContain('2 of 4');
    expect(text()).toContain('12 a second'.replace('12', '13'));
    button('Pause')?.click();
    await settle(10);
    expect(text()).toContain('Paused');
    button('Resume')?.click();
    await settle(10);
    expect(app.count('resumeBatch')).toBe(1);
    // Cheques still need eyes: it can't be closed yet.
    expect(button('Close folder')?.disabled).toBe(true);
    workspaceOf(session).batches.leave();
  });

  it('starts with a folder that is picked, and opens its queue', async () => {
    const app = new StandInApp({ cheques: 5 });
    const { session } = await show(app);
    workspaceOf(session).navigation.go('batches');
    await settle(5);
    button('Check a folder')?.click();
    await settle(10);
    button('2026-11-25')?.click();
    [...document.querySelectorAll<HTMLButtonElement>('dialog button')]
      .find((one) => one.textContent.includes('2026-11-25'))
      ?.click();
    await settle(10);
    document.querySelector<HTMLFormElement>('#folder-form')!.requestSubmit();
    await settle(20);
    expect(sent(app, 'startBatch')).toEqual([{ folder: '/scans/2026-11-25', manifest: null, watch: false }]);
    expect(workspaceOf(session).batches.queue?.current).not.toBeNull();
  });
});
