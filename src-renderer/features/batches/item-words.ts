import type { BatchItem, BatchProgress, BatchState } from '../../../src-main/contract/batch.ts';

const whyWords: Readonly<Record<string, string>> = {
  review: 'Review',
  mismatch: 'Mismatch',
  duplicate: 'Seen before',
  'account-differs': 'Two accounts named',
  'no-signature': 'No signature',
  'no-account': 'Not on file',
  'no-specimens': 'No specimen',
  quality: 'Scan it again',
  unreadable: "Can't be read",
  'cut-off': 'Cut off',
};

/** A code of why an item needs eyes, for people. */
export function whyText(code: string): string {
  const plain = code.replaceAll('-', ' ');
  return whyWords[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

const stateWords: Record<BatchState, string> = {
  open: 'Checking',
  paused: 'Paused',
  cancelled: 'Cancelled',
  closed: 'Closed',
};

/** Where a batch stands: "Checking", "Watching", "Checked". */
export function standingText({ state, done, total, running }: BatchProgress, watch: boolean): string {
  if (state !== 'open') return stateWords[state];
  if (done < total || total === 0) return running ? stateWords.open : 'Waiting';
  return watch ? 'Watching the folder' : 'Checked';
}

/** A time in words: "3 min", "1 h 20 min", "40 s". */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The folder's own name. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** Whether somebody said what becomes of an item. */
export function isDecided(item: BatchItem): boolean {
  return item.decision !== null || item.settled !== null;
}
