import type { Handlers } from '../../contract/calls.ts';
import type { AccountDetails } from '../../contract/account.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { correctCalls } from '../../contract/correct-calls.ts';
import { replaceSpecimen } from '../correct-specimens.ts';
import type { DeskSession } from '../desk-session.ts';
import { notMerged } from '../merged-signatories.ts';
import {
  examineEnrolment,
  storeEnrolment,
  type EnrolmentRequest,
  type EnrolParts,
  type ExaminedEnrolment,
  type ScanToEnrol,
} from '../enrol.ts';

type AccountCalls =
  'completeAccount' | 'accountDetails' | 'previewEnrolment' | 'enrol' | 'retireSpecimen' | keyof typeof correctCalls;

/** Calls about accounts and their specimens. */
export function accountHandlers(session: DeskSession): Pick<Handlers, AccountCalls> {
  const parts = (): EnrolParts => ({
    store: session.store,
    engine: session.engine,
    model: session.model,
    thresholds: session.thresholds,
    awaits: session.settings.fourEyes?.enrolments ?? false,
    operator: session.operator,
  });

  const request = (wanted: Parameters<Handlers['enrol']>[0]): EnrolmentRequest => ({
    account: wanted.account,
    holder: wanted.holder,
    signatory: wanted.signatory,
    scans: wanted.scans.map(scanOf),
  });

  const scanOf = ({
    scan,
    region,
    capturedOn,
    source,
  }: Parameters<Handlers['enrol']>[0]['scans'][number]): ScanToEnrol => {
    const held = session.scans.get(scan);
    return { name: held.name, bytes: held.bytes, region, capturedOn, source };
  };

  /** @throws CallFailure `no-account` */
  const details = async (account: string): Promise<AccountDetails> => {
    const { store } = session;
    const found = await store.findAccount(account);
    if (!found) {
      throw new CallFailure({ fault: 'no-account', field: 'account', message: `Account ${account} isn't on file.` });
    }
    const specimens = await store.specimensOf(account, { includeRetired: true });
    const signatories: AccountDetails['signatories'] = [];
    for (const { id, name } of notMerged(await store.signatoriesOf(account))) {
      const own = specimens.filter((specimen) => specimen.signatory === id);
      signatories.push({
        id,
        name,
        specimens: await Promise.all(
          own.map(async (specimen) => ({
            id: specimen.id,
            signatory: id,
            signatoryName: name,
            capturedOn: specimen.capturedOn,
            source: specimen.source,
            enrolledAt: specimen.enrolledAt,
            retiredOn: specimen.retiredOn,
            unconfirmed: specimen.unconfirmed,
            clean: await specimen.cleanPng(),
          })),
        ),
      });
    }
    return { account: found.number, holder: found.holder, signatories };
  };

  return {
    async completeAccount({ prefix, limit }) {
      const accounts = await session.store.completeAccount(prefix, limit);
      return {
        accounts: accounts.map(({ number, holder, signatories, specimens }) => ({
          account: number,
          holder,
          signatories,
          specimens,
        })),
      };
    },

    accountDetails: ({ account }) => details(account),

    async previewEnrolment(wanted) {
      const examined = await examineEnrolment(parts(), request(wanted));
      return {
        specimens: examined.scans.map((scan, at) => ({
          scan: wanted.scans[at]!.scan,
          name: scan.name,
          clean: scan.ready?.cleanPng ?? null,
          region: scan.region,
          problem: scan.problem,
        })),
        warnings: [...examined.warnings],
      };
    },

    async enrol(wanted) {
      const from = performance.now();
      const enrolment = request(wanted);
      const examined = await examineEnrolment(parts(), enrolment);
      refuseProblems(examined);
      const specimens = await storeEnrolment(parts(), enrolment, examined);
      session.options.log('enrolled', {
        specimens: specimens.length,
        refused: 0,
        milliseconds: Math.round(performance.now() - from),
      });
      session.emitState();
      return { specimens: [...specimens], warnings: [...examined.warnings], awaits: parts().awaits ?? false };
    },

    async retireSpecimen({ specimen, retired, reason }) {
      const { operator } = session;
      if (retired) await session.store.retireSpecimen(specimen, reason || 'retired in the window', operator);
      else await session.store.unretireSpecimen(specimen, reason || 'taken back in the window', operator);
      return {};
    },

    async replaceSpecimen({ scan, ...wanted }) {
      const replaced = await replaceSpecimen(parts(), { ...wanted, scan: scanOf(scan) });
      session.emitState();
      return replaced;
    },

    async mergeSignatories({ account, ...wanted }) {
      const { signatories } = await details(account);
      for (const id of [wanted.from, wanted.into])
        if (!signatories.some((each) => each.id === id))
          throw new CallFailure({ fault: 'not-found', message: `Account ${account} has no signatory ${id}.` });
      await session.store.corrections.merge(wanted, session.operator);
      session.emitState();
      return details(account);
    },
  };
}

/** From the window an enrolment is all or nothing: the clerk sees each problem before confirming. */
function refuseProblems(examined: ExaminedEnrolment): void {
  const refused = examined.scans.filter((scan) => scan.problem !== null);
  if (refused.length === 0) return;
  throw new CallFailure({
    fault: 'cannot-enrol',
    message: refused.map((scan) => `${scan.name}: ${scan.problem}`).join(' '),
  });
}
