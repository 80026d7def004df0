export type View = 'desk' | 'batches' | 'confirm' | 'enrol' | 'accounts' | 'recent' | 'settings';

export const viewTitles: Record<View, string> = {
  desk: 'Desk',
  batches: 'Folders',
  confirm: 'To confirm',
  enrol: 'Enrol',
  accounts: 'Accounts',
  recent: 'Recent checks',
  settings: 'Settings',
};

/** Which page of the workspace is in front, and which dialogs are open over it. */
export class Navigation {
  view = $state<View>('desk');
  shortcutsShown = $state(false);
  samplesShown = $state(false);

  go(view: View): void {
    this.view = view;
  }
}
