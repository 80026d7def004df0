import type { App, Session, WebContents } from 'electron';

/** The window's address under Electron. */
export const windowAddress = 'app://countersign/';

/** Whether an address is the window's own. */
export function isOwnAddress(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'app:' && url.host === 'countersign' && url.username === '' && url.port === '';
  } catch {
    return false;
  }
}

/** Whether the window may load from an address: its own files, pictures made in memory, the developer tools. */
export function mayLoad(address: string): boolean {
  if (address.startsWith('blob:')) return isOwnAddress(address.slice('blob:'.length));
  if (address.startsWith('data:image/')) return true;
  return address.startsWith('devtools://') || isOwnAddress(address);
}

/** Switches for Electron's Chromium by which it would otherwise look for something on the network. */
export const networkSwitches: readonly (readonly [string, string?])[] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-breakpad'],
  ['no-pings'],
  ['no-proxy-server'],
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
];

/**
 * Shuts a session in: no permission for anything, no device, no request that leaves the app, no file saved that the
 * window itself didn't make.
 * @param onRefused told of each request that was cancelled, without its address
 */
export function guardSession(session: Session, onRefused: () => void): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) => {
    const cancel = !mayLoad(details.url);
    if (cancel) onRefused();
    callback({ cancel });
  });
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${windowAddress}`)) event.preventDefault();
  });
}

/** Keeps every page where it is: no navigation, no new window, no page within the page. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Guards every page that the app ever makes, before it loads. */
export function guardAllContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}
