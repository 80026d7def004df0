import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { StandInApp } from './stand-in/app.ts';
import { workspaceOf } from './stand-in/helpers.ts';
import { button, press, settle, show, text, windowTests } from './stand-in/show.ts';

windowTests();

async function openSettings(change: (app: StandInApp) => void = () => undefined) {
  const app = new StandInApp();
  change(app);
  const { session } = await show(app);
  workspaceOf(session).navigation.go('settings');
  flushSync();
  await settle(10);
  return app;
}

const words = () => document.querySelector('[data-cost-words]')?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
const slider = (name: string) => document.querySelector(`[role="slider"][aria-label="${name}"]`)!;
const saved = (app: StandInApp) => app.log.findLast((one) => one.name === 'saveSettings')?.request;

describe('what the borders cost, in the settings', () => {
  it('is said in words, with the 95 % bound, and changes with the number of specimens', async () => {
    await openSettings();
    const many = words();
    expect(many).toMatch(
      /^Of 100 skilled forgeries, about \d+ would be a match \(at most \d+, at 95 % confidence\); \d+ go to review, \d+ are a mismatch\./,
    );
    expect(many).toMatch(/Of 100 genuine signatures, \d+ are a match, \d+ go to review, \S.* a mismatch\./);
    expect(text()).toContain('Measured on 60 skilled forgeries and 60 genuine signatures of 6 writers');
    button('1 specimen')?.click();
    flushSync();
    expect(words()).not.toBe(many);
  });

  it('follows a border that is moved by keys, shows what is in force beside it, and is saved', async () => {
    const app = await openSettings();
    const before = words();
    press('PageUp', slider('Match from'));
    press('ArrowUp', slider('Match from'));
    expect(slider('Match from').getAttribute('aria-valuenow')).toBe('3.4');
    expect(slider('Match from').getAttribute('aria-valuetext')).toContain('3.4. Of 100 skilled forgeries');
    expect(words()).not.toBe(before);
    expect(text()).toContain('As it is in force');
    button('Save thresholds')?.click();
    await settle(5);
    expect(saved(app)).toMatchObject({ thresholds: { many: { matchAbove: 3.4, mismatchBelow: -1.2 } } });
    expect(text()).not.toContain('As it is in force');
  });

  it('never moves a border past the other', async () => {
    await openSettings();
    press('End', slider('Mismatch below'));
    expect(slider('Mismatch below').getAttribute('aria-valuenow')).toBe('2.3');
  });

  it('can only be tried where the policy fixes the borders, and is offered as a policy file', async () => {
    const app = await openSettings((standIn) => {
      standIn.view = { ...standIn.view, fixedByPolicy: ['thresholds'], policyFile: '/etc/countersign/policy.json' };
    });
    press('ArrowUp', slider('Match from'));
    expect(text()).toContain("Only tried: the policy file's borders stay in force.");
    expect(button('Save thresholds')).toBeUndefined();
    expect(JSON.parse(document.querySelector('pre')?.textContent ?? '')).toMatchObject({
      format: 'countersign-policy/1',
      thresholds: { many: { matchAbove: 2.4, mismatchBelow: -1.2 } },
    });
    expect(saved(app)).toBeUndefined();
  });

  it("says so where the package doesn't tell, and keeps fixed fields shut then", async () => {
    await openSettings((standIn) => {
      standIn.view = { ...standIn.view, curves: null, fixedByPolicy: ['thresholds'] };
    });
    expect(text()).toContain("What a border costs can't be shown: this model package carries no error curves.");
    expect(document.querySelector('[role="slider"]')).toBeNull();
    expect(document.querySelector<HTMLInputElement>('[aria-label="Match from, 1 specimen"]')?.disabled).toBe(true);
  });

  it('shows a border that is never passed as such', async () => {
    await openSettings((standIn) => {
      const thresholds = {
        ...standIn.view.thresholds,
        many: { matchAbove: 1000, mismatchBelow: -1.2 },
      };
      standIn.view = { ...standIn.view, thresholds, packageThresholds: thresholds };
    });
    expect(words()).toContain('Of 100 skilled forgeries, none would be a match;');
    expect(slider('Match from').textContent).toContain('Match: never');
    expect(text()).toContain('\u22121.2 · never');
  });
});
