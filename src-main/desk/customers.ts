import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CallFailure } from '../contract/calls.ts';
import type { CustomerEraseOutput, CustomerExportOutput, StoreExpireOutput } from '../contract/cli-record.ts';
import { fillFolder } from '../store/new-folder.ts';
import type { Check, JsonValue, ReferenceStore, Specimen } from '../store/reference-store.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { withFailures } from './failures.ts';
import { readPolicyFile } from './policy-file.ts';

const dayMs = 86_400_000;
/** Checks erased with one entry of the record. */
const checksPerEntry = 200;

/** Takes a picture and gives what the description says in its place; null where there is none. */
type Pictures = (name: string, bytes: Uint8Array | null) => Promise<string | null>;

async function describeSpecimen(specimen: Specimen, pictures: Pictures): Promise<JsonValue> {
  const { id, signatory, signatoryName, capturedOn, source, enrolledAt, retiredOn, replaces, unconfirmed } = specimen;
  return {
    ...{ id, signatory, signatoryName, capturedOn, source, enrolledAt, retiredOn, replaces, unconfirmed },
    scan: await pictures(`specimen-${id}.scan`, await specimen.imageBytes()),
    ink: await pictures(`specimen-${id}.png`, await specimen.cleanPng()),
  };
}

async function describeCheck(check: Check, pictures: Pictures): Promise<JsonValue> {
  const { id, at, scanHash, scanName, amount, result, modelId, modelHash, policyHash, provider, operator } = check;
  return {
    ...{ id, at, scanHash, scanName, amount, result, modelId, modelHash, policyHash, provider, operator },
    decisions: check.decisions.map((each) => ({ ...each, awaits: [...each.awaits] })),
    signature: await pictures(`check-${id}.png`, await check.questionedPng()),
    ink: await pictures(`check-${id}-ink.png`, await check.cleanPng()),
  };
}

/** All that the store holds of a customer, as one value. */
async function describeCustomer(store: ReferenceStore, account: string, pictures: Pictures): Promise<JsonValue> {
  const found = await store.findAccount(account);
  if (!found) throw noAccount(account);
  const specimens: JsonValue[] = [];
  for (const each of await store.specimensOf(account, { includeRetired: true }))
    specimens.push(await describeSpecimen(each, pictures));
  const checks: JsonValue[] = [];
  for (const each of await store.customers.checksOf(account)) checks.push(await describeCheck(each, pictures));
  const mandates = JSON.parse(JSON.stringify(await store.mandates.of(account))) as JsonValue;
  const record = (await store.customers.entriesOf(account)).map(({ sequence, at, kind, details, hash }) => ({
    ...{ sequence, at, kind, details, hash },
  }));
  const signatories = (await store.signatoriesOf(account)).map(({ id, name, mergedInto }) => ({
    ...{ id, name, mergedInto: mergedInto && { ...mergedInto } },
  }));
  const { number, holder } = found;
  return {
    format: 'countersign-customer/1',
    account: { number, holder },
    signatories,
    specimens,
    mandates,
    checks,
    record,
  };
}

const noAccount = (account: string): CallFailure =>
  new CallFailure({ fault: 'no-account', field: 'account', message: `Account ${account} isn't on file.` });

/** All data of one customer as one file, pictures in it as base64; the export is on record. @throws CallFailure `no-account` */
export async function customerFile(
  store: ReferenceStore,
  account: string,
  operator: string,
): Promise<{ name: string; bytes: Uint8Array; sha256: string }> {
  const inline: Pictures = (_, bytes) => Promise.resolve(bytes && Buffer.from(bytes).toString('base64'));
  const text = `${JSON.stringify(await describeCustomer(store, account, inline), null, 2)}\n`;
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.notes.exported({ what: 'customer', account, sha256 }, operator);
  return { name: `customer-${account.replace(/[^0-9A-Za-z]/g, '')}.json`, bytes, sha256 };
}

/** `countersign customer export`: all data of one customer in a new folder, readable without Countersign; on record. */
export function exportCustomer(
  host: CommandHost,
  request: { readonly store: string; readonly account: string; readonly out: string },
): Promise<CustomerExportOutput> {
  return withCommandStore(host, request.store, 'customer export', async (store) => {
    const folder = resolve(request.out);
    let pictures = 0;
    await fillFolder(folder, async (making) => {
      const description = await describeCustomer(store, request.account, async (name, bytes) => {
        if (!bytes) return null;
        await writeFile(join(making, name), bytes, { mode: 0o600 });
        pictures++;
        return name;
      });
      await writeFile(join(making, 'customer.json'), `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
    });
    await store.notes.exported({ what: 'customer', account: request.account }, store.operator);
    return { store: store.directory, account: request.account, folder, pictures };
  });
}

/**
 * Refuses to erase a customer while the policy says that their newest check is to be kept.
 * @throws CallFailure `retained`
 */
async function refuseRetained(store: ReferenceStore, account: string, retentionDays: number | null): Promise<void> {
  const newest = (await store.customers.checksOf(account)).at(-1);
  if (retentionDays === null || !newest) return;
  const until = new Date(Date.parse(newest.at) + retentionDays * dayMs);
  if (until.getTime() <= Date.now()) return;
  throw new CallFailure({
    fault: 'retained',
    message: `The policy keeps this customer's checks until ${until.toISOString().slice(0, 10)}. Nothing was erased.`,
  });
}

/**
 * Destroys one customer's rows, pictures and keys. What the record says of them can't be read any more; its hashes stay, and it says
 * that a customer was erased, by whom and why.
 * @param retentionDays the policy's; null: no period
 * @param request `despiteRetention`: also before the period is over; that is on record too
 * @throws CallFailure `no-account`, `retained`
 */
export async function eraseFrom(
  store: ReferenceStore,
  retentionDays: number | null,
  request: { readonly account: string; readonly reason: string; readonly despiteRetention: boolean },
  operator: string,
): Promise<Omit<CustomerEraseOutput, 'store' | 'account'>> {
  const { account, reason, despiteRetention } = request;
  if (!(await store.findAccount(account))) throw noAccount(account);
  if (!despiteRetention) await refuseRetained(store, account, retentionDays);
  const said = despiteRetention ? `${reason} (despite the retention period)` : reason;
  const { signatories, specimens, checks, decisions } = await store.customers.erase(account, said, operator);
  return { signatories, specimens, checks, decisions };
}

/** `countersign customer erase`. @throws as {@link eraseFrom} */
export function eraseCustomer(
  host: CommandHost,
  request: {
    readonly store: string;
    readonly account: string;
    readonly reason: string;
    readonly despiteRetention: boolean;
  },
): Promise<CustomerEraseOutput> {
  return withFailures(async () => {
    const policy = await readPolicyFile(host.policyFile);
    return withCommandStore(host, request.store, 'customer erase', async (store) => {
      const erased = await eraseFrom(store, policy?.retentionDays ?? null, request, store.operator);
      return { store: store.directory, account: request.account, ...erased };
    });
  });
}

/**
 * `countersign store expire`: erases the checks that the policy keeps no longer, with their pictures and decisions.
 * @param request `dryRun`: only counts them
 * @throws CallFailure `no-retention` where the policy says no period
 */
export function expireChecks(
  host: CommandHost,
  request: { readonly store: string; readonly dryRun: boolean },
): Promise<StoreExpireOutput> {
  return withFailures(async () => {
    const days = (await readPolicyFile(host.policyFile))?.retentionDays ?? null;
    if (days === null) {
      throw new CallFailure({
        fault: 'no-retention',
        message: `The policy says no retention period (retentionDays in ${host.policyFile}). Nothing was erased.`,
      });
    }
    const before = new Date(Date.now() - days * dayMs).toISOString();
    return withCommandStore(host, request.store, 'store expire', async (store) => {
      const found = await store.customers.expiredBefore(before);
      let erased = 0;
      while (!request.dryRun && !host.signal.aborted) {
        const done = await store.customers.eraseExpired(before, checksPerEntry, store.operator);
        if (done === 0) break;
        erased += done;
        host.progress('erasing checks', erased, found);
      }
      return { store: store.directory, before, found, erased };
    });
  });
}
