import { describe, expect, it } from 'vitest';
import type { CheckedMandate } from '../../src-main/contract/check.ts';
import { StandInApp } from './stand-in/app.ts';
import { drop, press, settle, show, text, windowTests } from './stand-in/show.ts';

windowTests();

/** One of A up to 5,000, else two; Ann signed. */
const oneOfA = (amount: number | null): CheckedMandate => {
  const met = amount !== null && amount <= 5000;
  return {
    words: 'up to 5,000: any one of A; above: any two of A',
    from: '2026-01-01',
    verdict: met ? 'match' : 'mismatch',
    day: '2026-11-25',
    amount,
    reasons: [
      met ? "The mandate's rule that counts: up to 5,000: any one of A." : "The amount isn't known.",
      'Ann Lee signed for group A.',
      ...(met ? ['The mandate is met.'] : ['A second signature of group A is missing.']),
    ],
    missing: met ? [] : [{ group: 'A', count: 1 }],
  };
};

async function shown(mandate: StandInApp['mandate']) {
  const app = new StandInApp();
  app.mandate = mandate;
  const opened = await show(app);
  await drop(['0042137711_front.png']);
  return opened;
}
const field = (label: string) => {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
  return document.getElementById(found?.getAttribute('for') ?? '') as HTMLInputElement | null;
};
const asked = (app: StandInApp) => app.log.filter((one) => one.name === 'checkCheque').map((one) => one.request);

describe('a cheque of an account with a mandate', () => {
  it('says who signed and what is missing, and is judged again by the amount that is typed', async () => {
    const { app, session } = await shown(oneOfA);
    expect(text()).toContain('The mandate is not met.');
    expect(text()).toContain('A second signature of group A is missing.');
    expect(session.announcer.text).toContain('A second signature of group A is missing.');
    const amount = field('Amount')!;
    amount.value = '4,999.50';
    amount.dispatchEvent(new Event('input', { bubbles: true }));
    amount.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(20);
    expect(asked(app).at(-1)).toMatchObject({ amount: 4999.5, date: null });
    expect(text()).toContain('The mandate is met.');
    expect(text()).toContain('Ann Lee signed for group A.');
    // The signature keeps a verdict of its own.
    expect(document.querySelector('[data-mandate]')?.getAttribute('data-mandate')).toBe('match');
  });

  it('is judged by the day that is chosen', async () => {
    const { app } = await shown(oneOfA);
    const day = field('Date')!;
    day.value = '2026-07-01';
    day.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(20);
    expect(asked(app).at(-1)).toMatchObject({ date: '2026-07-01' });
  });

  it('asks nothing about an amount that is none', async () => {
    const { app } = await shown(oneOfA);
    const before = asked(app).length;
    const amount = field('Amount')!;
    amount.value = 'much';
    amount.dispatchEvent(new Event('input', { bubbles: true }));
    amount.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(20);
    expect(text()).toContain('An amount is written like 5,000');
    expect(asked(app)).toHaveLength(before);
  });

  it('is decided with the amount that was typed', async () => {
    const { app } = await shown(oneOfA);
    const amount = field('Amount')!;
    amount.value = '12';
    amount.dispatchEvent(new Event('input', { bubbles: true }));
    amount.dispatchEvent(new Event('change', { bubbles: true }));
    await settle(20);
    press('a');
    await settle(20);
    expect(app.log.find((one) => one.name === 'decide')?.request).toMatchObject({ decision: 'accept', amount: 12 });
  });
});

describe('a cheque of an account without a mandate', () => {
  it('asks for no amount', async () => {
    await shown(null);
    expect(field('Amount')).toBeNull();
    expect(document.querySelector('[data-mandate]')).toBeNull();
  });
});
