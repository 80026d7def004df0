/**
 * Shows a desktop notification where the browser may show one. Nothing is asked on the way: whoever hasn't allowed them sees
 * the same in the window.
 */
export function notify({ title, text }: { readonly title: string; readonly text: string }): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  new Notification(title, { body: text });
}

/** Asks once whether desktop notifications may be shown: where somebody starts work that ends while nobody looks. */
export function allowNotices(): void {
  if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
}
