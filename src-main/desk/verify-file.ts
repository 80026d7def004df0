import { basename } from 'node:path';
import type { Box } from '../contract/box.ts';
import type { VerifyOutput } from '../contract/cli.ts';
import { compileAccountPattern, accountFromName } from './account-pattern.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore, withCommandDesk } from './command-store.ts';
import { withFailures } from './failures.ts';
import { verifyCheque, type CheckedCheque } from './verify-cheque.ts';

/**
 * `countersign verify`: checks one scan on the disk against an account and puts the check on record. Without an account the
 * MICR line's counts, else the one that the file's name gives.
 * @throws CallFailure where there is no verdict, with the scan's name in the message
 */
export async function verifyScanFile(
  host: CommandHost,
  request: {
    readonly store: string;
    readonly account: string | null;
    readonly scan: string;
    readonly region: Box | null;
    readonly amount?: number | null;
    readonly date?: string | null;
  },
): Promise<VerifyOutput> {
  return withFailures(async () => {
    const bytes = await readScanFile(request.scan);
    return withCommandStore(host, request.store, 'verify', async (store) => {
      return await withCommandDesk(host, store, async ({ engine, model, thresholds, policyHash, settings }) => {
        const name = basename(request.scan);
        const checked = await verifyCheque(
          {
            store,
            engine,
            model,
            thresholds,
            policyHash,
            operator: store.operator,
            micrSchemes: settings.micrSchemes,
          },
          {
            bytes,
            name,
            page: 0,
            account: request.account,
            region: request.region,
            amount: request.amount ?? null,
            date: request.date ?? null,
            fileNameAccount: accountFromName(compileAccountPattern(settings.accountPattern), name),
          },
        );
        const { judgement, examined } = checked;
        return {
          account: checked.account.number,
          verdict: checked.verdict,
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
          ...readOff(checked),
          check: checked.check,
          modelHash: model.hash,
          policyHash,
        };
      });
    });
  });
}

/** What was read off the cheque, and every signature on it. */
function readOff({ reading, signatures }: CheckedCheque): Pick<VerifyOutput, 'reading' | 'signatures'> {
  return {
    reading: reading && {
      micr: reading.cheque.micr && {
        font: reading.cheque.micr.font,
        text: reading.cheque.micr.text,
        sure: reading.cheque.micr.sure,
        fields: Object.fromEntries((reading.cheque.micr.parsed?.fields ?? []).map(({ name, text }) => [name, text])),
      },
      account: reading.account.number,
      accountStanding: reading.account.standing,
      accountFrom: reading.account.from,
      quality: reading.cheque.quality,
    },
    signatures: signatures.map(({ questioned, decides, judgement }) => ({
      box: questioned.inkBox,
      confidence: questioned.confidence,
      cutOff: questioned.cutOff,
      decides,
      verdict: judgement?.verdict ?? null,
      score: judgement?.score ?? null,
      signatory: judgement?.signatory.name ?? null,
    })),
  };
}
