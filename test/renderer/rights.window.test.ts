import { describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import type { Permission } from '../../src-main/contract/operators.ts';
import { StandInApp } from './stand-in/app.ts';
import { workspaceOf } from './stand-in/helpers.ts';
import { button, drop, press, settle, show, text, windowTests } from './stand-in/show.ts';

windowTests();

async function shownFor(permissions: Permission[], app = new StandInApp()) {
  app.state = { ...app.state, permissions };
  return show(app);
}
const inSettings = async (app?: StandInApp) => {
  const opened = await show(app);
  workspaceOf(opened.session).navigation.go('settings');
  await settle(10);
  return opened;
};
const named = <Kind extends HTMLElement>(label: string) => document.querySelector<Kind>(`[aria-label="${label}"]`);
const type = (input: HTMLInputElement | HTMLTextAreaElement, value: string) => {
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
};
const fieldOf = (label: string) => {
  const found = [...document.querySelectorAll('dialog label')].find((one) => one.textContent === label);
  return document.getElementById(found?.getAttribute('for') ?? '') as HTMLInputElement;
};
const sent = (app: StandInApp, name: string) => app.log.filter((one) => one.name === name).map((one) => one.request);

describe('what an operator may not do', () => {
  it('is not offered: a clerk without "decide" sees why, and the keys do nothing', async () => {
    const { app } = await shownFor(['check']);
    await drop(['0042137711.png']);
    expect(button('Accept')).toBeUndefined();
    expect(text()).toContain("You aren't allowed to decide about cheques and take own decisions back.");
    press('a');
    await settle(10);
    expect(app.count('decide')).toBe(0);
  });

  it('is not offered: nobody enrols without "enrol"', async () => {
    const { session } = await shownFor(['check', 'decide']);
    expect(button('Enrol')).toBeUndefined();
    press('e');
    await settle();
    expect(workspaceOf(session).navigation.view).toBe('desk');
    expect(text()).toContain("You aren't allowed to enrol");
  });

  it('changes no setting without "policy", and says why', async () => {
    const { session } = await shownFor(['check', 'decide']);
    workspaceOf(session).navigation.go('settings');
    await settle(10);
    expect(text()).toContain("You aren't allowed to change settings");
    expect(document.querySelector<HTMLSelectElement>('#settings-security select')?.disabled).toBe(true);
    expect(text()).toContain("You aren't allowed to manage operators");
    expect(named('Role of jdoe')).toBeNull();
  });
});

describe('operators in the settings', () => {
  it('are added with a role and a passphrase', async () => {
    const { app } = await inSettings();
    button('Add operator')?.click();
    await settle();
    type(fieldOf('Name'), 'rsingh');
    type(fieldOf('Passphrase'), 'open sesame');
    type(fieldOf('Passphrase again'), 'open sesam');
    document.querySelector<HTMLFormElement>('#operator-form')!.requestSubmit();
    await settle(5);
    expect(text()).toContain('The two passphrases differ.');
    expect(app.count('addOperator')).toBe(0);
    type(fieldOf('Passphrase again'), 'open sesame');
    document.querySelector<HTMLFormElement>('#operator-form')!.requestSubmit();
    await settle(5);
    expect(sent(app, 'addOperator')).toEqual([{ name: 'rsingh', role: 'clerk', passphrase: 'open sesame' }]);
    expect(named('Role of rsingh')).not.toBeNull();
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('get another role, and nobody changes their own', async () => {
    const { app } = await inSettings();
    expect(named<HTMLSelectElement>('Role of mwalker')?.disabled).toBe(true);
    expect(named<HTMLInputElement>('owner: decide')?.disabled).toBe(true);
    const role = named<HTMLSelectElement>('Role of jdoe')!;
    role.value = 'auditor';
    role.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(5);
    expect(sent(app, 'changeOperator')).toEqual([{ name: 'jdoe', role: 'auditor', passphrase: null }]);
  });

  it('keep their rights where the app refuses the change, and the reason is shown', async () => {
    const { app } = await inSettings();
    app.faults.set('saveRole', new CallFailure({ fault: 'invalid', message: 'Then nobody could manage operators.' }));
    const box = named<HTMLInputElement>('clerk: confirm')!;
    box.click();
    await settle(5);
    expect(box.checked).toBe(false);
    expect(text()).toContain('Then nobody could manage operators.');
    named<HTMLInputElement>('clerk: confirm')!.click();
    await settle(5);
    expect(sent(app, 'saveRole').at(-1)).toEqual({ name: 'clerk', permissions: ['check', 'decide', 'confirm'] });
    expect(named<HTMLInputElement>('clerk: confirm')!.checked).toBe(true);
  });
});

describe('four eyes', () => {
  const waits = (operator: string, mayConfirm: boolean) => ({
    check: `check-${operator}`,
    account: '0042137711',
    scanName: `${operator}.png`,
    decision: {
      id: `decision-${operator}`,
      kind: 'accept' as const,
      reason: '',
      operator,
      at: '2026-11-25T09:00:00Z',
      state: 'awaiting' as const,
      awaits: ['amount' as const],
      amount: 12500,
      confirmedBy: null,
    },
    mayConfirm,
    whyNot: mayConfirm ? null : 'It is your own: somebody else has to confirm it.',
  });

  it('are asked for above an amount that is typed, and for a score', async () => {
    const { app } = await inSettings();
    const section = document.querySelector('#settings-four-eyes')!;
    const [amount, score] = section.querySelectorAll<HTMLInputElement>('input.number');
    type(amount!, '5,000');
    type(score!, '-1.5');
    section.querySelector('form')!.requestSubmit();
    await settle(5);
    expect(app.view.settings.fourEyes).toEqual({ amountAbove: 5000, scoreBelow: -1.5, enrolments: false });
  });

  it('confirm what somebody else decided; for one’s own there is a reason and no button', async () => {
    const app = new StandInApp();
    app.waiting = { decisions: [waits('jdoe', true), waits('mwalker', false)], enrolments: [] };
    const { session } = await show(app);
    await settle(5);
    button('To confirm')?.click();
    await settle(5);
    expect(text()).toContain('12,500');
    expect(text()).toContain('Amount above the limit');
    const buttons = [...document.querySelectorAll('main button')].map((one) => one.textContent.trim());
    expect(buttons.filter((words) => words === 'Confirm')).toHaveLength(1);
    expect(text()).toContain('It is your own: somebody else has to confirm it.');
    button('Confirm')?.click();
    await settle(5);
    expect(sent(app, 'confirmDecision')).toEqual([{ decision: 'decision-jdoe' }]);
    expect(workspaceOf(session).second.mine).toBe(0);
  });

  it('refuse with a reason, and not without', async () => {
    const app = new StandInApp();
    app.waiting = { decisions: [waits('jdoe', true)], enrolments: [] };
    await show(app);
    await settle(5);
    button('To confirm')?.click();
    await settle(5);
    button('Refuse')?.click();
    await settle();
    document.querySelector<HTMLFormElement>('#refuse-form')!.requestSubmit();
    await settle();
    expect(text()).toContain('Give a reason.');
    expect(app.count('refuseDecision')).toBe(0);
    type(document.querySelector<HTMLTextAreaElement>('dialog textarea')!, 'Ask the drawer first');
    document.querySelector<HTMLFormElement>('#refuse-form')!.requestSubmit();
    await settle(5);
    expect(sent(app, 'refuseDecision')).toEqual([{ decision: 'decision-jdoe', reason: 'Ask the drawer first' }]);
  });
});
