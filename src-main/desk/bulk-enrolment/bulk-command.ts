import type { EnrolOutput } from '../../contract/cli.ts';
import type { CommandHost } from '../command-host.ts';
import { isStore, openCommandStore, openOrCreateStore, withCommandDesk } from '../command-store.ts';
import type { EnrolParts } from '../enrol.ts';
import { withFailures } from '../failures.ts';
import { enrolAccount } from './enrol-account.ts';
import { readList, readTree } from './sources.ts';

/** Where the files of a bulk enrolment are listed; paths are absolute. */
export type BulkRequest = {
  readonly store: string;
  /** Says what would become of each account and stores nothing; the store has to be there. */
  readonly dryRun: boolean;
  /** Each file is a signature card: every signed box on it is a specimen. */
  readonly cards: boolean;
} & ({ readonly folder: string } | { readonly list: string });

/**
 * `countersign enrol --folder` and `--csv`, with `--cards` from signature cards: enrols many accounts, each wholly or not at all. Broken off, it goes on where it was when
 * it is given the same files again.
 *
 * @throws CallFailure where nothing can be done: no store to try against, wrong passphrase, a list or tree that isn't one
 */
export async function bulkEnrol(host: CommandHost, request: BulkRequest): Promise<EnrolOutput> {
  return withFailures(async () => {
    const sources = await ('folder' in request ? readTree(request.folder) : readList(request.list, request.cards));
    // A dry run makes no store: it says so where there is none.
    const { store, created } =
      request.dryRun || isStore(request.store)
        ? { store: await openCommandStore(host, request.store, 'enrol'), created: false }
        : await openOrCreateStore(host, request.store, 'enrol');
    try {
      return await withCommandDesk(host, store, async ({ engine, model, thresholds, settings }) => {
        const awaits = settings.fourEyes?.enrolments ?? false;
        const parts: EnrolParts = { store, engine, model, thresholds, operator: store.operator, awaits };
        const accounts: NonNullable<EnrolOutput['accounts']> = [];
        const { dryRun, cards } = request;
        const output: EnrolOutput = {
          store: store.directory,
          created,
          enrolled: [],
          refused: [],
          warnings: [],
          dryRun,
        };
        for (const [at, source] of sources.entries()) {
          if (host.signal.aborted) break;
          const { account, enrolled, warnings } = await enrolAccount(parts, source, { dryRun, cards });
          accounts.push(account);
          output.enrolled.push(...enrolled.map((each) => ({ ...each, account: account.account })));
          if (account.state === 'left-out')
            output.refused.push(
              ...account.problems.map(({ path, signatory, reason }) => ({
                path,
                account: account.account,
                signatory,
                reason,
              })),
            );
          output.warnings.push(...warnings);
          host.progress(dryRun ? 'trying' : 'enrolling', at + 1, sources.length);
        }
        return { ...output, accounts };
      });
    } finally {
      await store.close();
    }
  });
}
