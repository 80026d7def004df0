import { largestScanBytes } from '../../../src-main/contract/scan.ts';

/** A scan as it comes in: its name, its size, and the way to its bytes. */
export interface IncomingScan {
  readonly name: string;
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

/** A dropped, pasted or opened file. A picture from the clipboard has no telling name and gets one. */
export function incomingFile(file: File): IncomingScan {
  return {
    name: file.name === '' ? 'Pasted picture' : file.name,
    size: file.size,
    bytes: async () => new Uint8Array(await file.arrayBuffer()),
  };
}

/** Why a file of this size is refused before it is read, or null. */
export function sizeRefusal(size: number): string | null {
  if (size === 0) return 'This file is empty. Scan the cheque again.';
  if (size <= largestScanBytes) return null;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
  return `This file has ${megabytes(size)} MB; a scan may have ${megabytes(largestScanBytes)} MB at most. Scan it again at 200 to 300 dpi.`;
}

/** The files of a drop or a paste. Reads the list at once: it is gone after the first wait. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return transfer === null ? [] : [...transfer.files];
}
