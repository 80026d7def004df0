import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import type { Mandate, MandatesView } from '../../src-main/contract/mandate.ts';
import { rulesText } from '../../src-main/contract/mandate-words.ts';
import { MandateDraft } from '../../src-renderer/features/mandate/mandate-draft.svelte.ts';
import { typedAmount } from '../../src-renderer/features/mandate/typed-amount.ts';
import MandateSection from '../../src-renderer/features/mandate/mandate-section.svelte';
import { Mandates } from '../../src-renderer/features/mandate/mandates.svelte.ts';

const today = '2026-11-25';
const sentence = 'up to 5,000: any one of A; above: one of A with one of B, or two of B';

function viewOf(mandate: Mandate | null): MandatesView {
  const one = mandate && {
    id: 'm1',
    at: `${today}T08:00:00.000Z`,
    operator: 'Ruth',
    words: rulesText(mandate.rules),
    inForce: true,
    mandate,
  };
  return {
    account: '123',
    signatories: ['Ann', 'Bob', 'Bea'].map((name) => ({ id: name.toLowerCase(), name, specimens: 3 })),
    mandates: one ? [one] : [],
  };
}

/** Builds the sentence above by picking, as the editor's buttons do. */
function build(draft: MandateDraft): void {
  draft.addGroup();
  for (const signatory of ['bob', 'bea']) {
    draft.setIn('A', signatory, false);
    draft.setIn('B', signatory, true);
  }
  draft.rules[0]!.upTo = '5,000';
  draft.addRule();
  draft.setCount(1, 0, 'B', 1);
  draft.addWay(1);
  draft.setCount(1, 1, 'B', 2);
}

describe('a mandate while it is edited', () => {
  it('begins with any one of everybody, and reads as it is built', () => {
    const draft = new MandateDraft(viewOf(null), today);
    expect(draft.words).toBe('any amount: any one of A');
    build(draft);
    expect(draft.problem).toBeNull();
    expect(draft.words).toBe(sentence);
    expect(draft.mandate.groups.map(({ name, members }) => [name, members.map(({ signatory }) => signatory)])).toEqual([
      ['A', ['ann']],
      ['B', ['bob', 'bea']],
    ]);
  });

  it('is tried on an amount', () => {
    const draft = new MandateDraft(viewOf(null), today);
    build(draft);
    draft.example = '5,000';
    expect(draft.tried).toBe('For 5,000: any one of A.');
    draft.example = '5000.01';
    expect(draft.tried).toBe('For 5,000.01: one of A with one of B, or two of B.');
    draft.removeRule(1);
    expect(draft.tried).toBe('For 5,000.01: nobody may sign.');
    draft.example = 'much';
    expect(draft.tried).toBe('');
  });

  it.each<[string, (draft: MandateDraft) => void, RegExp]>([
    ['a limit that is no amount', (draft) => (draft.rules[0]!.upTo = 'lots'), /limit is written like/],
    ['limits that fall', (draft) => (draft.rules[1]!.upTo = '10'), /Limits rise/],
    ['a way without anybody', (draft) => draft.addWay(0), /Say who signs/],
    ['more of a group than there are', (draft) => draft.setCount(1, 1, 'B', 3), /ask for 3 of B/],
    ['a group taken away that was the only one to sign', (draft) => draft.removeGroup('B'), /Say who signs/],
    ['no day', (draft) => (draft.from = ''), /day/],
  ])('says what is wrong: %s', (_, spoil, problem) => {
    const draft = new MandateDraft(viewOf(null), today);
    build(draft);
    spoil(draft);
    expect(draft.problem).toMatch(problem);
    expect(draft.words).toBe('');
  });

  it('reads amounts as they are typed', () => {
    expect(['5,000', ' 12.5 ', '0', '', '-1', '1e3', '1.234'].map(typedAmount)).toEqual([
      5000,
      12.5,
      0,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('mandates of an account', () => {
  it('keep what was edited where the app refuses, and show the new one where it agrees', async () => {
    let refuse = true;
    const mandates = new Mandates({
      mandates: async () => viewOf(null),
      setMandate: async ({ mandate }) => {
        if (refuse) throw new CallFailure({ fault: 'forbidden', message: 'Ruth may not.' });
        return viewOf(mandate as Mandate);
      },
    });
    await mandates.show('123');
    mandates.edit(today);
    build(mandates.draft!);
    await mandates.save();
    expect(mandates.failure).toBe('Ruth may not.');
    expect(mandates.draft?.words).toBe(sentence);
    refuse = false;
    await mandates.save();
    expect(mandates.draft).toBeNull();
    expect(mandates.view?.mandates[0]?.words).toBe(sentence);
    // Editing it again begins with it.
    mandates.edit('2027-01-01');
    expect(mandates.draft).toMatchObject({ words: sentence, from: '2027-01-01' });
  });
});

let section: ReturnType<typeof mount> | null = null;
afterEach(async () => {
  if (section) await unmount(section);
  section = null;
});

describe('the mandate in the window', () => {
  it('is built by picking, reads as a sentence, and is saved', async () => {
    const saved: Mandate[] = [];
    const client = {
      mandates: async () => viewOf(null),
      setMandate: async ({ mandate }: { mandate: unknown }) => {
        saved.push(mandate as Mandate);
        return viewOf(mandate as Mandate);
      },
    };
    section = mount(MandateSection, { target: document.body, props: { client, account: '123' } });
    const settled = async (): Promise<void> => {
      flushSync();
      await new Promise((done) => setTimeout(done));
      flushSync();
    };
    const press = async (name: string): Promise<void> => {
      const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === name);
      if (!button) throw new Error(`There is no button ${name}.`);
      button.click();
      await settled();
    };
    await settled();
    expect(document.body.textContent).toContain('No mandate: any one signatory is enough.');
    await press('Change');
    const select = document.querySelector<HTMLSelectElement>('[aria-label="Rule 1, way 1: how many of A"]')!;
    select.value = '2';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
    expect(document.querySelector('.words')?.textContent).toBe('any amount: any two of A');
    document.querySelector('form')!.requestSubmit();
    await settled();
    expect(saved).toMatchObject([{ rules: [{ upTo: null, ways: [[{ group: 'A', count: 2 }]] }] }]);
    expect(document.querySelector('.words')?.textContent).toBe('any amount: any two of A');
  });
});
