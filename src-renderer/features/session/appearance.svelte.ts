export type AppearanceChoice = 'system' | 'light' | 'dark';

/** Light or dark: the operator's choice, or the system's. */
export class Appearance {
  choice = $state<AppearanceChoice>('system');
  systemIsDark = $state(false);
  readonly theme: 'light' | 'dark' = $derived.by(() => {
    if (this.choice !== 'system') return this.choice;
    return this.systemIsDark ? 'dark' : 'light';
  });

  /** Follows the system's choice while the window lives; returns the function that stops it. */
  follow(query: MediaQueryList): () => void {
    const take = () => (this.systemIsDark = query.matches);
    take();
    query.addEventListener('change', take);
    return () => query.removeEventListener('change', take);
  }
}
