import { basename } from 'node:path';
import type { BulkProblem } from '../../contract/cli-enrol.ts';
import { EngineError } from '../../engine/engine-error.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { readScanFile } from '../../engine/read-scan-file.ts';
import { scanProblem, type ScanToEnrol } from '../enrol.ts';
import { namesOf, type BulkFile, type BulkSource } from './sources.ts';

/** A scan of one signature, and the file it came from. */
export interface ReadFile {
  readonly path: string;
  readonly signatory: string;
  readonly scan: ScanToEnrol;
}

interface FilesRead {
  readonly files: readonly ReadFile[];
  readonly unreadable: readonly BulkProblem[];
}

/**
 * Reads an account's files. Of a signature card each signed box is a scan of its own: a specimen keeps nothing of the card but its box.
 * @param cards whether each file is a card
 * @throws EngineError where the engine itself fails
 */
export async function readFiles(engine: Engine, { files }: BulkSource, cards: boolean): Promise<FilesRead> {
  const read: ReadFile[] = [];
  const unreadable: BulkProblem[] = [];
  for (const file of files) {
    try {
      const bytes = await readScanFile(file.path);
      if (cards) read.push(...(await boxesOf(engine, file, bytes)));
      else read.push(scanOf(file, file.signatory, basename(file.path), bytes));
    } catch (error) {
      const { path, signatory } = file;
      unreadable.push({ path, signatory, kind: 'unreadable', reason: scanProblem(error) });
    }
  }
  return { files: read, unreadable };
}

const scanOf = ({ path, capturedOn }: BulkFile, signatory: string, name: string, bytes: Uint8Array): ReadFile => ({
  path,
  signatory,
  scan: { name, bytes, region: null, capturedOn, source: name },
});

/** @throws EngineError with the words for whoever scanned the card */
async function boxesOf(engine: Engine, file: BulkFile, bytes: Uint8Array): Promise<ReadFile[]> {
  const { boxes } = await engine.readCard({ bytes, page: 0 });
  const signed = boxes.flatMap(({ signedPng }, at) => (signedPng ? [{ png: signedPng, place: at + 1 }] : []));
  if (signed.length === 0)
    throw new EngineError(
      'scan',
      'no-signature',
      boxes.length === 0
        ? 'No boxes were found on this card. Scan it upright and whole, or enrol its signatures one by one.'
        : `None of the ${boxes.length} boxes on this card is signed.`,
    );
  const names = namesOf(file.signatory);
  if (names.length > 1 && names.length !== signed.length)
    throw new EngineError(
      'scan',
      'other-count',
      `${signed.length} boxes of this card are signed (${signed.map(({ place }) => place).join(', ')}), but ${names.length} signatories are named.`,
    );
  return signed.map(({ png, place }, at) =>
    scanOf(file, names[at] ?? names[0] ?? '', `${basename(file.path)}, box ${place}`, png),
  );
}
