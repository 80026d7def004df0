/** A report as the app makes it. */
interface Report {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** How long the browser may take to begin with saving, in milliseconds. */
const keptFor = 60_000;

/** Hands a report to the browser, which saves it where downloads go or asks. */
export function saveReport({ name, mediaType, bytes }: Report): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptFor);
}
