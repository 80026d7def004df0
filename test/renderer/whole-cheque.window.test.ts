import { describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { workspaceOf } from './stand-in/helpers.ts';
import { button, drop, press, settle, show, text, windowTests } from './stand-in/show.ts';

windowTests();

const accountField = () => document.querySelector<HTMLInputElement>('#account-field');
const line = () => document.querySelector<HTMLElement>('[data-micr-line]');
const verdict = () => document.querySelector('section[aria-label="Result"] h2')?.textContent;
const tab = (place: number) => document.querySelectorAll<HTMLElement>('[role="tab"]')[place];

describe('a whole cheque', () => {
  it('is dropped, no key is pressed, and account, both signatures and the verdict stand there', async () => {
    const { app } = await show();
    await drop(['0042137711_whole_two.png']);
    expect(accountField()?.value).toBe('0042137711');
    expect(text()).toContain('Read from the MICR line.');
    expect(text()).toContain('On file');
    expect(document.querySelectorAll('.marks [data-mark^="signature-"]')).toHaveLength(2);
    expect(document.querySelectorAll('.marks [data-mark="micr"]')).toHaveLength(1);
    expect(text()).toContain('2 · 91 %');
    expect(verdict()).toBe('Review');
    expect(app.log.find((one) => one.name === 'checkCheque')?.request).toMatchObject({ region: null, cheque: 0 });
    expect(text()).toContain('Cheque number 001204');
  });

  it('shows its signatures in turn by a key, each with its verdict, and starts with the one that decides', async () => {
    await show();
    await drop(['0042137711_whole_two.png']);
    expect(tab(1)?.getAttribute('aria-selected')).toBe('true');
    press('s');
    await settle();
    expect(tab(0)?.getAttribute('aria-selected')).toBe('true');
    expect(verdict()).toBe('Match');
    expect(document.querySelector('[data-announcer]')?.textContent).toContain('Signature 1 of 2. Match.');
    press('ArrowRight', tab(0));
    await settle();
    expect(verdict()).toBe('Review');
  });

  it('of which one signature is cut off says so of that one, and judges the other', async () => {
    await show();
    await drop(['0042137711_whole_two_cut.png']);
    expect(verdict()).toBe('Review');
    press('s');
    await settle();
    expect(verdict()).toBe('Signature cut off');
    expect(text()).toContain('Scan the whole cheque.');
    expect(button('Accept')?.disabled).toBe(false);
  });

  it('without a signature says so, and is judged once a box is drawn by hand', async () => {
    const { app, session } = await show();
    await drop(['0042137711_whole_unsigned.png']);
    expect(verdict()).toBe('No signature');
    workspaceOf(session).desk.current?.setBox({ x: 800, y: 400, width: 400, height: 200 }, 0);
    await settle(20);
    expect(app.log.at(-1)?.request).toMatchObject({ region: { x: 800, y: 400, width: 400, height: 200 } });
    expect(verdict()).toBe('Match');
    button('As found')?.click();
    await settle(20);
    expect(app.log.at(-1)?.request).toMatchObject({ region: null });
    expect(verdict()).toBe('No signature');
  });

  it('that is too poor to judge is sent back with words, and what else there is to mend', async () => {
    await show();
    await drop(['0042137711_whole_poor_worn.png']);
    expect(verdict()).toBe('Scan it again');
    expect(text()).toContain('rescan at 200 dpi or more');
    expect(text()).toContain('A fold crosses the signature.');
    expect(button('Accept')?.disabled).toBe(true);
  });

  it('that lies upside down is said to have been turned', async () => {
    await show();
    await drop(['0042137711_whole_turned.png']);
    expect(text()).toContain('The scan was upside down; it was turned.');
  });
});

describe('the MICR line', () => {
  it('in doubt offers the accounts that fit and takes none by itself; a number key takes it', async () => {
    const { app } = await show();
    await drop(['0042137711_whole_doubt.png']);
    expect(accountField()?.value).toBe('');
    expect(app.count('checkCheque')).toBe(0);
    expect(text()).toContain('1 character in doubt');
    expect(document.querySelectorAll('section[aria-label="Accounts like this one"] button')).toHaveLength(1);
    press('1');
    await settle(10);
    expect(accountField()?.value).toBe('0042137711');
    expect(verdict()).toBe('Match');
  });

  it('is mended by the keyboard alone: to the line, the right digit, Enter', async () => {
    const { app } = await show();
    await drop(['0042137711_whole_doubt.png']);
    press('m');
    await settle();
    expect(document.activeElement).toBe(line());
    expect(text()).toContain('May be');
    press('1', line() ?? document.body);
    press('Enter', line() ?? document.body);
    await settle(10);
    expect(app.log.find((one) => one.name === 'mendMicr')?.request).toMatchObject({
      text: '⑈001204⑈ ⑆200000⑆ 0042137711⑈',
    });
    expect(accountField()?.value).toBe('0042137711');
    expect(text()).toContain('From the MICR line, as mended.');
    expect(verdict()).toBe('Match');
    button('As read')?.click();
    await settle(10);
    expect(accountField()?.value).toBe('');
  });

  it('gets the keys by itself where nothing else can be offered', async () => {
    const { app, session } = await show();
    app.accounts.clear();
    await drop(['0042137711_whole_doubt.png']);
    expect(document.activeElement).toBe(line());
    // A key that starts something on the desk starts nothing here.
    press('a', line() ?? document.body);
    press('v', line() ?? document.body);
    await settle();
    expect(app.count('decide')).toBe(0);
    expect(workspaceOf(session).desk.current?.side).toBeNull();
  });

  it('with a wrong check digit says so plainly', async () => {
    await show();
    await drop(['0042137711_whole_wrongcheck.png']);
    expect(text()).toContain('The check digit of the account is wrong');
  });

  it('that could not be read leaves the account to the clerk', async () => {
    await show();
    await drop(['0042137711_whole_noline.png']);
    await settle();
    expect(line()).toBeNull();
    expect(text()).toContain('No MICR line was read.');
    expect(document.activeElement?.id).toBe('account-field');
  });
});

describe('an account that is not on file', () => {
  it('is offered for enrolment with its number filled in', async () => {
    await show();
    await drop(['0099137799_whole.png']);
    expect(verdict()).toBe('Not on file');
    press('e');
    await settle();
    expect(document.querySelector<HTMLInputElement>('#enrol-account')?.value).toBe('0099137799');
  });

  it('but lies one slip from others has them offered, the digit marked, and none taken', async () => {
    const { app } = await show();
    await drop(['0042137721_whole.png']);
    expect(accountField()?.value).toBe('0042137721');
    expect([...document.querySelectorAll('.differs')].map((one) => one.textContent)).toEqual(['1', '4']);
    expect(app.count('checkCheque')).toBe(1);
    press('2');
    await settle(10);
    expect(accountField()?.value).toBe('0042137724');
    expect(text()).toContain('The MICR line reads 0042137721.');
    expect(verdict()).toBe('Match');
  });
});

describe('pages', () => {
  it('shows the back by a key, keeps the verdict, and shows the front again', async () => {
    const { app } = await show();
    await drop(['0042137711_whole_sides.tif']);
    press('v');
    await settle(10);
    expect(text()).toContain('The back: page 2 of 2. The check is about page 1.');
    expect(verdict()).toBe('Match');
    expect(line()).toBeNull();
    press('v');
    await settle(10);
    expect(line()).not.toBeNull();
    expect(app.count('checkCheque')).toBe(1);
    expect(app.count('turnPage')).toBe(1);
  });

  it('turns back to its own page before it checks again', async () => {
    const { app, session } = await show();
    await drop(['0042137711_whole_sides.tif']);
    const cheque = workspaceOf(session).desk.current;
    await cheque?.turnOver();
    await cheque?.turnOver();
    cheque?.setAccount('0042137724');
    await settle(10);
    const calls = app.log.map((one) => one.name).filter((name) => name === 'turnPage' || name === 'checkCheque');
    expect(calls).toEqual(['checkCheque', 'turnPage', 'turnPage', 'checkCheque']);
    expect(app.log.findLast((one) => one.name === 'turnPage')?.request).toMatchObject({ page: 0 });
  });

  it('keeps the verdict where the other page cannot be shown, and says why', async () => {
    const { app, session } = await show();
    await drop(['0042137711_whole_sides.tif']);
    app.faults.set('turnPage', new CallFailure({ fault: 'damaged', message: 'Page 2 is damaged.' }));
    press('v');
    await settle(10);
    expect(verdict()).toBe('Match');
    expect(workspaceOf(session).toasts.current?.text).toContain("that page can't be shown. Page 2 is damaged.");
    workspaceOf(session).clear();
  });

  it('puts two cheques of one page on the desk apart, and lets go of the scan with the last', async () => {
    const { app, session } = await show();
    await drop(['0042137711_whole_pair.png']);
    const { desk } = workspaceOf(session);
    await desk.settled();
    await settle();
    expect(desk.cheques.map((cheque) => cheque.account)).toEqual(['0042137711', '0042137724']);
    expect(text()).toContain('Cheque 1 of 2 on this page.');
    press('n');
    await settle();
    expect(document.querySelector('section[aria-label="Scan"] h2')?.textContent).toBe(
      '0042137711_whole_pair.png, cheque 2',
    );
    button('Page as scanned')?.click();
    await settle();
    expect(document.querySelectorAll('.marks [data-mark^="cheque-"]')).toHaveLength(2);
    const [first, second] = desk.cheques;
    if (first) desk.remove(first);
    expect(app.count('closeScan')).toBe(0);
    if (second) desk.remove(second);
    expect(app.count('closeScan')).toBe(1);
    workspaceOf(session).clear();
  });

  it('says that a blank page is blank', async () => {
    const { app } = await show();
    await drop(['0042137711_blank.png']);
    expect(verdict()).toBe('Blank page');
    expect(app.count('checkCheque')).toBe(0);
  });
});
