import { describe, expect, it } from 'vitest';
import type { FolderView } from '../../src-main/contract/batch.ts';
import { FolderPicker } from '../../src-renderer/features/batches/folder-picker.svelte.ts';

const view = (folder: string): FolderView => ({
  folder,
  parent: '/',
  folders: [],
  scans: 0,
  manifests: [],
});

/** A picker whose looks are answered when the test says so. */
function slowPicker() {
  const answers = new Map<string | null, PromiseWithResolvers<FolderView>>();
  const picker = new FolderPicker({
    browseFolder: ({ folder }) => {
      const answer = Promise.withResolvers<FolderView>();
      answers.set(folder, answer);
      return answer.promise;
    },
  });
  return { picker, answer: (folder: string | null) => answers.get(folder)! };
}

describe('FolderPicker', () => {
  it('puts the folder it looked into in the field', async () => {
    const { picker, answer } = slowPicker();
    const looked = picker.look(null);
    answer(null).resolve(view('/home/clerk'));
    await looked;
    expect(picker.view?.folder).toBe('/home/clerk');
    expect(picker.typed).toBe('/home/clerk');
  });

  it('leaves what was typed while the first folder was looked into', async () => {
    const { picker, answer } = slowPicker();
    const looked = picker.look(null);
    picker.typed = '/scans/tray';
    answer(null).resolve(view('/home/clerk'));
    await looked;
    expect(picker.view?.folder).toBe('/home/clerk');
    expect(picker.typed).toBe('/scans/tray');
  });

  it('shows the last folder asked for, whichever answer comes last', async () => {
    const { picker, answer } = slowPicker();
    const home = picker.look(null);
    const share = picker.look('/share');
    const tray = picker.look('/scans/tray');
    answer('/scans/tray').resolve(view('/scans/tray'));
    await tray;
    answer(null).resolve(view('/home/clerk'));
    answer('/share').reject(new Error('The share is away.'));
    await Promise.all([home, share]);
    expect(picker.view?.folder).toBe('/scans/tray');
    expect(picker.typed).toBe('/scans/tray');
    expect(picker.failure).toBeNull();
  });
});
