import { createHash } from 'node:crypto';
import type { BatchItemDetails } from '../../contract/batch.ts';
import { EngineError } from '../../engine/engine-error.ts';
import type { DecidedItem } from '../../store/batches.ts';
import type { DeskSession } from '../desk-session.ts';
import type { BatchDesk } from './batch-desk.ts';
import { readSteady } from './read-steady.ts';
import { recordedPage, recordedView } from './recorded-view.ts';

/** Pictures of a scan sent to the window are no wider than this. */
const previewWidth = 1600;

/** One item with its scan as it lies in the folder, and its check as it is on record. @throws StoreError, EngineError */
export async function itemDetails(session: DeskSession, desk: BatchDesk, id: string): Promise<BatchItemDetails> {
  const item = await desk.item(id);
  const [stored] = await session.store.batches.decided([id]);
  const check = item.check === null ? null : await session.store.checkById(item.check);
  const [scan, result] = await Promise.all([
    stored
      ? scanOf(
          session,
          await session.store.batches.byId(item.batch).then(({ folder }) => folder),
          stored,
          check ? recordedPage(check) : 0,
        )
      : gone,
    check ? recordedView(session, check) : null,
  ]);
  return { item, ...scan, result };
}

type Scan = Pick<BatchItemDetails, 'scan' | 'scanProblem'>;
const gone: Scan = { scan: null, scanProblem: "The file isn't in the folder any more." };

async function scanOf(session: DeskSession, folder: string, item: DecidedItem, page: number): Promise<Scan> {
  const steady = await readSteady(folder, item);
  if (steady.kind === 'locked') return { scan: null, scanProblem: `The file can't be opened: ${steady.why}.` };
  if (steady.kind === 'refused') return { scan: null, scanProblem: steady.error.message };
  if (steady.kind !== 'bytes') return gone;
  const { bytes } = steady;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const checked = item.outcome?.scanHash ?? null;
  if (checked !== null && checked !== hash)
    return { scan: null, scanProblem: 'The file is another one than was checked.' };
  try {
    const { scan, preview } = await session.engine.read({ bytes, page, preview: previewWidth });
    if (!preview) return gone;
    const { width, height, pages } = scan;
    return {
      scan: { picture: preview.bytes, pictureType: preview.mediaType, width, height, page: scan.page, pages },
      scanProblem: null,
    };
  } catch (error) {
    if (error instanceof EngineError) return { scan: null, scanProblem: error.message };
    throw error;
  }
}
