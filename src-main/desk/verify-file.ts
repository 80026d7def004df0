import { basename } from 'node:path';
import type { Box } from '../contract/box.ts';
import type { VerifyOutput } from '../contract/cli.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import type { CommandHost } from './command-host.ts';
import { openCommandStore, withCommandDesk } from './command-store.ts';
import { withFailures } from './failures.ts';
import { verifyCheque } from './verify-cheque.ts';

/**
 * `countersign verify`: checks one scan on the disk against an account and puts the check on record.
 * @throws CallFailure where there is no verdict, with the scan's name in the message
 */
export async function verifyScanFile(
  host: CommandHost,
  request: { readonly store: string; readonly account: string; readonly scan: string; readonly region: Box | null },
): Promise<VerifyOutput> {
  return withFailures(async () => {
    const bytes = await readScanFile(request.scan);
    const store = await openCommandStore(host, request.store);
    try {
      return await withCommandDesk(host, store, async ({ engine, model, thresholds, policyHash }) => {
        const checked = await verifyCheque(
          { store, engine, model, thresholds, policyHash, operator: host.operator },
          { bytes, name: basename(request.scan), page: 0, account: request.account, region: request.region },
        );
        const { judgement, examined } = checked;
        return {
          account: checked.account.number,
          verdict: judgement.verdict,
          score: judgement.score,
          distances: judgement.distances.map(({ specimen, signatoryName, distance }) => ({
            specimen,
            signatory: signatoryName,
            distance,
          })),
          region: examined.region,
          reasons: [...checked.reasons],
          why: checked.explanation.why,
          model: model.id,
          provider: checked.provider,
          scan: request.scan,
          check: checked.check,
          modelHash: model.hash,
          policyHash,
        };
      });
    } finally {
      await store.close();
    }
  });
}
