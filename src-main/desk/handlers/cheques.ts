import { CallFailure, type Handlers } from '../../contract/calls.ts';
import type { OpenScan } from '../../contract/scan.ts';
import { EngineError } from '../../engine/engine-error.ts';
import { accountFromName } from '../account-pattern.ts';
import { checkView } from '../check-view.ts';
import { chequeAccount } from '../cheque-account.ts';
import { summaryOf } from '../decide.ts';
import type { DeskSession } from '../desk-session.ts';
import { layoutRegion } from '../layouts.ts';
import type { HeldScan } from '../open-scans.ts';
import { PageReadings } from '../page-readings.ts';
import { chequeOf, frontOf, readScanPage, type PageReading } from '../read-scan.ts';
import { micrView, readingView } from '../reading-view.ts';
import { verifyCheque } from '../verify-cheque.ts';

type ChequeCalls = 'openScan' | 'turnPage' | 'closeScan' | 'mendMicr' | 'checkCheque' | 'recentChecks';

/** Pictures of a scan sent to the window are no wider than this. */
const previewWidth = 2400;

/** Calls about scans and checks. */
export function chequeHandlers(session: DeskSession): Pick<Handlers, ChequeCalls> {
  const { options } = session;
  const readings = new PageReadings();

  const fileNameAccount = (held: HeldScan) => accountFromName(session.accountPattern, held.name);

  const read = (held: HeldScan, page: number): Promise<PageReading> =>
    readScanPage(session, { bytes: held.bytes, page, fileNameAccount: fileNameAccount(held) }, previewWidth);

  /** Keeps what was read, and lays it out for the window. */
  async function shown(held: HeldScan, reading: PageReading): Promise<OpenScan> {
    const { store } = session;
    const { scan, preview } = reading.page;
    if (!preview) throw new Error('The engine left out the picture of the scan.');
    readings.put(held, reading);
    const view = await readingView(store, reading, fileNameAccount(held));
    const account = view.cheques[0]?.account ?? (await chequeAccount(store, null, null, fileNameAccount(held)));
    const known = account.standing === 'known';
    return {
      scan: held.scan,
      name: held.name,
      format: scan.format,
      page: scan.page,
      pages: scan.pages,
      width: scan.width,
      height: scan.height,
      dotsPerInch: scan.dotsPerInch,
      picture: preview.bytes,
      pictureType: preview.mediaType,
      account: account.standing === 'unread' ? null : account.number,
      accountKnown: known,
      region: known && account.number !== null ? await layoutRegion(store, account.number, scan) : null,
      reading: view,
    };
  }

  return {
    async openScan({ name, bytes, page }) {
      void session.store;
      const held = session.scans.add(name, bytes);
      try {
        const first = await read(held, page);
        return await shown(held, page === 0 ? await frontOf(first, (other) => read(held, other)) : first);
      } catch (error) {
        session.scans.close(held.scan);
        throw error;
      }
    },

    async turnPage({ scan, page }) {
      const held = session.scans.get(scan);
      return shown(held, await read(held, page));
    },

    closeScan({ scan }) {
      session.scans.close(scan);
      return Promise.resolve({});
    },

    async mendMicr({ scan, cheque, text }) {
      const held = session.scans.get(scan);
      const reading = readings.of(held);
      const line = chequeOf(reading, cheque)?.micr;
      if (!reading || !line) {
        throw new CallFailure({ fault: 'no-micr', message: 'No MICR line was read on this scan. Type the account.' });
      }
      const written = text.trim();
      const mended = written === '' || written === line.text ? null : { text: written, by: session.operator };
      readings.mend(held, reading, cheque, mended);
      return {
        micr: micrView(line, mended, reading.micrSchemes),
        account: await chequeAccount(session.store, line.parsed, mended, fileNameAccount(held), reading.micrSchemes),
      };
    },

    async checkCheque({ scan, cheque, account, region, amount, date }) {
      const from = performance.now();
      const held = session.scans.get(scan);
      const reading = readings.of(held);
      try {
        const checked = await verifyCheque(
          {
            store: session.store,
            engine: session.engine,
            model: session.model,
            thresholds: session.thresholds,
            policyHash: session.policyHash,
            operator: session.operator,
            micrSchemes: session.micrSchemes,
            known: session.known,
          },
          {
            bytes: held.bytes,
            name: held.name,
            page: reading?.page.scan.page ?? 0,
            account,
            region,
            cheque,
            amount,
            date,
            reading,
            fileNameAccount: fileNameAccount(held),
          },
        );
        const result = await checkView(session, held.name, checked, from);
        options.log('checked', {
          verdict: result.verdict,
          specimens: result.specimens.length,
          milliseconds: Math.round(result.timings.total),
        });
        return result;
      } catch (error) {
        const origin = error instanceof EngineError ? error.origin : 'other';
        options.log('check-refused', { origin });
        throw error;
      }
    },

    async recentChecks({ limit }) {
      const checks = await session.store.recentChecks(limit);
      return { checks: checks.map(summaryOf) };
    },
  };
}
