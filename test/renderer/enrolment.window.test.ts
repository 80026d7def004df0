import { describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { openSession, quiet, scanNamed, workspaceOf } from './stand-in/helpers.ts';

async function open() {
  const { app, session } = await openSession();
  const workspace = workspaceOf(session);
  return { app, workspace, enrolment: workspace.enrolment, accounts: workspace.accounts };
}

describe('enrolling', () => {
  it('waits for account and signatory, shows each scan cleaned, and enrols those without a problem', async () => {
    const { app, enrolment } = await open();
    enrolment.add(['one.png', 'two.png', 'three unjudged.png'].map((name) => scanNamed(name)));
    await enrolment.settled();
    await quiet(5);
    expect(app.count('previewEnrolment')).toBe(0);
    await enrolment.setAccount('0055500012');
    enrolment.setSignatory('Ruth Okafor');
    enrolment.preview(0);
    await quiet(10);
    expect(enrolment.scans.map((scan) => scan.state)).toEqual(['clean', 'clean', 'problem']);
    expect(enrolment.leftOut).toBe(1);
    await enrolment.enrol();
    expect(app.log.find((one) => one.name === 'enrol')?.request).toMatchObject({
      account: '0055500012',
      holder: null,
      signatory: 'Ruth Okafor',
    });
    expect(enrolment.done).toMatchObject({ account: '0055500012', specimens: 2 });
    expect(app.count('closeScan')).toBe(3);
    expect(app.accounts.get('0055500012')?.signatories[0]?.specimens).toHaveLength(2);
  });

  it('knows an account that is on file, and its only signatory', async () => {
    const { enrolment } = await open();
    await enrolment.setAccount('0042137711');
    expect(enrolment.signatory).toBe('Margaret Marsh');
    expect(enrolment.holder).toBe('Margaret Marsh');
    await enrolment.setAccount('0042137724');
    expect(enrolment.signatories).toEqual(['Tom Bell', 'Iris Croft']);
    enrolment.clear();
  });

  it('takes the account from the first file name that has one', async () => {
    const { enrolment } = await open();
    enrolment.add([scanNamed('0042137711_card.png')]);
    await enrolment.settled();
    expect(enrolment.account).toBe('0042137711');
    enrolment.clear();
  });

  it('keeps everything as it is when the app refuses', async () => {
    const { app, enrolment } = await open();
    enrolment.add([scanNamed('one.png')]);
    await enrolment.setAccount('0055500012');
    enrolment.setSignatory('Ruth Okafor');
    await enrolment.settled();
    enrolment.preview(0);
    await quiet(10);
    app.faults.set('enrol', new CallFailure({ fault: 'duplicate', message: 'This specimen is on file already.' }));
    await enrolment.enrol();
    expect(enrolment.failure?.message).toBe('This specimen is on file already.');
    expect(enrolment.scans).toHaveLength(1);
    expect(enrolment.done).toBeNull();
    enrolment.clear();
  });
});

describe('accounts', () => {
  it('lists by the beginning of the number, and retires a specimen with a way back', async () => {
    const { workspace, accounts } = await open();
    await accounts.find('00421377');
    expect(accounts.list.map((one) => one.account)).toEqual(['0042137711', '0042137724']);
    await accounts.show('0042137711');
    const first = () => accounts.shown?.signatories[0]?.specimens[0];
    const specimen = first();
    if (specimen) await accounts.retire(specimen, true);
    expect(first()?.retiredOn).not.toBeNull();
    workspace.toasts.act();
    await quiet(5);
    expect(first()?.retiredOn).toBeNull();
    workspace.clear();
  });

  it('says that an account is not on file', async () => {
    const { accounts } = await open();
    await accounts.show('77');
    expect(accounts.failure?.message).toContain('not on file');
    expect(accounts.shown).toBeNull();
  });
});

describe('recent checks', () => {
  it("offers to undo the operator's own last decision only", async () => {
    const { app, workspace } = await open();
    const { desk, recent } = workspace;
    desk.add([scanNamed('0042137711_a.png'), scanNamed('0042137711_b.png')]);
    await desk.settled();
    await desk.decide('accept', '');
    await quiet(5);
    await desk.decide('refer', 'Second opinion needed');
    const newest = app.checks.find((check) => check.decision?.kind === 'refer')?.decision;
    if (newest)
      app.checks = app.checks.map((one) =>
        one.decision === newest ? { ...one, decision: { ...newest, at: '2099-01-01T00:00:00Z' } } : one,
      );
    await recent.load();
    expect(recent.lastOwn('mwalker')).toBe(newest?.id);
    expect(recent.lastOwn('somebody else')).toBeNull();
    await recent.undo(newest?.id ?? '');
    expect(recent.checks?.find((check) => check.scanName === '0042137711_b.png')?.decision).toBeNull();
    workspace.clear();
  });
});
