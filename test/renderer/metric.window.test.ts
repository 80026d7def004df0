import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import MetricSection from '../../src-renderer/features/metric/metric-section.svelte';
import { bandRows, madeOfText, shareText } from '../../src-renderer/features/metric/metric-words.ts';
import { StandInApp } from './stand-in/app.ts';
import { openSession, workspaceOf } from './stand-in/helpers.ts';
import { standInReport } from './stand-in/metric.ts';
import { button, settle, windowTests } from './stand-in/show.ts';

windowTests();

let shown: Record<string, unknown>[] = [];
afterEach(async () => {
  for (const one of shown) await unmount(one);
  shown = [];
});

/** The section alone, over a stand-in app. */
async function openSection(change: (app: StandInApp) => void = () => undefined) {
  const made = new StandInApp();
  change(made);
  const { app, session } = await openSession(made);
  const workspace = workspaceOf(session);
  shown.push(mount(MetricSection, { target: document.body, props: { workspace } }));
  await settle(10);
  return { app, workspace };
}
const section = () => document.querySelector<HTMLElement>('#settings-metric')!;
const words = () => section().textContent.replaceAll(/\s+/g, ' ');
const pressed = async (name: string) => {
  button(name)!.click();
  await settle(10);
};

describe("the bank's own metric, in the settings", () => {
  it('is proposed with curves, bands and the verdicts that would change', async () => {
    const { app } = await openSection();
    expect(words()).toContain('The model package alone judges.');
    await pressed('Fit a metric');
    expect(app.log.at(-1)).toEqual({ name: 'proposeMetric', request: { labels: true } });
    expect(words()).toContain('falls from 3.1 % to 2.2 %.');
    expect(words()).toContain('5,420 specimens of 1,180 signatories, and 352 decisions of clerks');
    const chart = () => section().querySelector('svg[role="img"]')!;
    expect(chart().getAttribute('aria-label')).toContain('equal error rate 3.1 % before, 2.2 % after');
    await pressed("By clerks' decisions");
    expect(chart().getAttribute('aria-label')).toContain('equal error rate 8.9 % before, 6.1 % after');
    expect(chart().querySelectorAll('path')[0]!.getAttribute('d')).not.toBe(
      chart().querySelectorAll('path')[1]!.getAttribute('d'),
    );
    expect(section().querySelectorAll('tbody th[scope="rowgroup"]')).toHaveLength(4);
    expect(words()).toContain('Of 200 recent checks judged again, one would have another verdict.');
    expect(words()).toContain("3 checks couldn't be judged again.");
  });

  it('is adopted and undone in one step each, and only after a confirmation', async () => {
    const { app, workspace } = await openSection();
    await pressed('Fit a metric');
    await pressed('Adopt it');
    // Nothing happens without the confirmation.
    expect(app.count('adoptMetric')).toBe(0);
    await pressed('Leave it');
    expect(app.count('adoptMetric')).toBe(0);
    await pressed('Adopt it');
    await pressed('Adopt metric');
    expect(app.log.at(-1)).toEqual({ name: 'adoptMetric', request: { hash: 'b'.repeat(64) } });
    expect(words()).toContain('In force since');
    expect(workspace.toasts.current?.text).toBe("The bank's own metric judges now.");
    await pressed('Undo it');
    await pressed('Undo metric');
    expect(app.log.at(-1)).toEqual({ name: 'undoMetric', request: { hash: 'b'.repeat(64) } });
    expect(words()).toContain('The model package alone judges.');
    // Newest first.
    expect(words()).toMatch(/undone by mwalker.* adopted by mwalker/);
  });

  it('is declined with its reason, and can be tried without the decisions', async () => {
    const { app } = await openSection(({ metric }) => {
      metric.outcome = {
        ...standInReport,
        declined: 'too-few-signatories',
        why: 'A metric needs 40 signatories with three specimens each; there are fewer.',
        before: null,
        after: null,
      };
    });
    section().querySelector<HTMLInputElement>('input[type="checkbox"]')!.click();
    await pressed('Fit a metric');
    expect(app.log.at(-1)?.request).toEqual({ labels: false });
    expect(words()).toContain('No metric is proposed. A metric needs 40 signatories');
    expect(button('Adopt it')).toBeUndefined();
  });

  it('is dismissed, and nothing changes', async () => {
    const { app } = await openSection();
    await pressed('Fit a metric');
    await pressed('Dismiss it');
    expect(app.metric.view.proposed).toBeNull();
    expect(words()).toContain('The model package alone judges.');
  });

  it('is not adopted where another proposal waits by now', async () => {
    const { app } = await openSection();
    await pressed('Fit a metric');
    app.metric.view = { ...app.metric.view, proposed: { hash: 'c'.repeat(64), report: standInReport } };
    await pressed('Adopt it');
    await pressed('Adopt metric');
    expect(section().querySelector('[role="alert"]')?.textContent).toContain('Another proposal waits by now.');
    expect(app.metric.view.inForce).toBeNull();
  });

  it('shows that it is being fitted, and takes no second fit meanwhile', async () => {
    const { app } = await openSection();
    let open = () => {};
    app.gate = (name) => (name === 'proposeMetric' ? new Promise<void>((go) => (open = go)) : Promise.resolve());
    await pressed('Fit a metric');
    expect(section().querySelector('[role="status"]')).not.toBeNull();
    expect(words()).toContain('This may take minutes');
    expect(button('Fit a metric')).toBeUndefined();
    open();
    await settle(10);
    expect(words()).toContain('Proposed');
  });

  it('says where one in force was made for another model, and that the package alone judges', async () => {
    await openSection(({ metric }) => {
      metric.view = { ...metric.view, inForce: { hash: 'd'.repeat(64), report: standInReport }, judges: false };
    });
    expect(words()).toContain('It was made for another model package, so the package alone judges now.');
  });

  it('is for who may supervise only, and says so; where the app fails it is asked again', async () => {
    const { app } = await openSection((made) => {
      made.state = { ...made.state, permissions: ['check', 'policy'] };
    });
    expect(app.count('bankMetric')).toBe(0);
    expect(words()).toContain("You aren't allowed to");
    const { app: other } = await openSection((made) => {
      made.faults.set('bankMetric', new CallFailure({ fault: 'busy', message: 'The store is busy.' }));
    });
    expect(other.count('bankMetric')).toBe(1);
  });
});

describe('its words', () => {
  it('give shares, what it was made of, and only the rows that both figures have', () => {
    expect([0, 0.0312, 0.0996, 0.5, 1].map(shareText)).toEqual(['0.0 %', '3.1 %', '10 %', '50 %', '100 %']);
    expect(madeOfText({ ...standInReport, signatories: 1, decisions: { genuine: 0, forgery: 0 } })).toBe(
      '5,420 specimens of 1 signatory',
    );
    const { before, after } = standInReport;
    const without = { ...after!, bands: { ...after!.bands, decidedForgery: null } };
    expect(bandRows(before!, without).map(({ title }) => title)).toEqual([
      'Genuine signatures',
      "Other people's signatures",
      'Accepted by clerks',
    ]);
  });
});
