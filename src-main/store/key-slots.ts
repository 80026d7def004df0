import { createHash, randomBytes, scrypt } from 'node:crypto';
import * as v from 'valibot';
import { deriveKey } from './derived-keys.ts';
import { seal, tryOpen } from './envelopes.ts';
import type { StoreKey } from './reference-store.ts';
import { formatRecoveryKey, parseRecoveryKey, recoverySecretBytes } from './recovery-key.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';

/** Shortest passphrase, in characters; there is no other rule. */
export const shortestPassphrase = 8;
/** scrypt's N for new slots: 128 MB and about 0.4 s a guess (r 8, p 1; OWASP's first choice). */
export const defaultScryptCost = 2 ** 17;

const lowestCost = 2 ** 10;
const highestCost = 2 ** 20;
const blockSize = 8;

export type SlotKind = 'recovery' | 'passphrase' | 'system';

/** One way to the data key, as it lies on disk (without the operator's name, which needs the data key). */
export interface KeySlot {
  readonly id: string;
  readonly kind: SlotKind;
  /** JSON; for a passphrase scrypt's cost and salt. */
  readonly parameters: string;
  /** The data key, sealed under the slot's own key. */
  readonly sealed: Uint8Array;
  /** Tells a damaged slot from a wrong passphrase. */
  readonly checksum: Uint8Array;
}

const passphraseParameters = v.strictObject({
  cost: v.pipe(v.number(), v.integer(), v.minValue(lowestCost), v.maxValue(highestCost)),
  salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** One byte of a salted hash of the operator's name: narrows the search without telling the name. */
  hint: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
});

/**
 * Refuses a passphrase that is too short.
 * @throws StoreError `weak-passphrase`
 */
export function refuseShortPassphrase(passphrase: string): void {
  if ([...passphrase.normalize('NFKC')].length < shortestPassphrase) {
    throw new StoreError('weak-passphrase', `A passphrase needs at least ${shortestPassphrase} characters.`);
  }
}

function stretch(passphrase: string, salt: string, cost: number): Promise<Buffer> {
  const options = { N: cost, r: blockSize, p: 1, maxmem: 129 * cost * blockSize + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

const hintOf = (operator: string, salt: string): number =>
  createHash('sha256')
    .update(JSON.stringify(['countersign/hint/1', salt, operator]))
    .digest()[0] ?? 0;

/** The kind and parameters are bound to the slot's envelope by way of its row name. */
const placeOf = (store: string, slot: Pick<KeySlot, 'id' | 'kind' | 'parameters'>) => ({
  store,
  table: 'key_slot',
  row: JSON.stringify([slot.id, slot.kind, slot.parameters]),
  column: 'sealed',
});

function checksumOf(slot: Omit<KeySlot, 'checksum'>): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([slot.id, slot.kind, slot.parameters]))
    .update(slot.sealed)
    .digest()
    .subarray(0, 16);
}

function makeSlot(store: string, kind: SlotKind, parameters: string, slotKey: Buffer, dataKey: Uint8Array): KeySlot {
  const unsealed = { id: newRowId(), kind, parameters };
  const slot = { ...unsealed, sealed: seal(slotKey, placeOf(store, unsealed), dataKey) };
  slotKey.fill(0);
  return { ...slot, checksum: checksumOf(slot) };
}

/**
 * A slot that an operator's passphrase opens.
 * @param cost scrypt's N, a power of two from 2^10 to 2^20
 * @throws StoreError `weak-passphrase`
 */
export async function makePassphraseSlot(
  store: string,
  dataKey: Uint8Array,
  operator: string,
  passphrase: string,
  cost: number = defaultScryptCost,
): Promise<KeySlot> {
  refuseShortPassphrase(passphrase);
  const salt = randomBytes(16).toString('hex');
  const parameters = JSON.stringify({ cost, salt, hint: hintOf(operator, salt) });
  return makeSlot(store, 'passphrase', parameters, await stretch(passphrase, salt, cost), dataKey);
}

/** A slot that a fresh recovery key opens, and that key, to be printed once. */
export function makeRecoverySlot(store: string, dataKey: Uint8Array): { slot: KeySlot; recoveryKey: string } {
  const secret = randomBytes(recoverySecretBytes);
  const slot = makeSlot(store, 'recovery', '{}', deriveKey(secret, store, 'recovery-slot'), dataKey);
  const recoveryKey = formatRecoveryKey(secret);
  secret.fill(0);
  return { slot, recoveryKey };
}

/**
 * A slot that a key kept by the operating system opens.
 * @param systemKey 32 random bytes
 * @throws StoreError `invalid` for another length
 */
export function makeSystemSlot(store: string, dataKey: Uint8Array, systemKey: Uint8Array): KeySlot {
  if (systemKey.length !== 32) throw new StoreError('invalid', 'The system key must have 32 bytes.');
  return makeSlot(store, 'system', '{}', deriveKey(systemKey, store, 'system-slot'), dataKey);
}

function refuseDamagedSlot(slot: KeySlot, directory: string): void {
  const sound = Buffer.from(slot.checksum).equals(checksumOf(slot));
  if (sound && (slot.kind !== 'passphrase' || readParameters(slot) !== null)) return;
  throw new StoreError(
    'damaged',
    `The store in ${directory} is damaged: key slot ${slot.id} was changed. Open it with the recovery key, or restore a backup.`,
  );
}

function readParameters(slot: KeySlot): v.InferOutput<typeof passphraseParameters> | null {
  try {
    return v.parse(passphraseParameters, JSON.parse(slot.parameters));
  } catch {
    return null;
  }
}

async function slotKeyFor(store: string, slot: KeySlot, key: StoreKey): Promise<Buffer | null> {
  if ('passphrase' in key) {
    const parameters = slot.kind === 'passphrase' ? readParameters(slot) : null;
    if (!parameters) return null;
    if (key.operator !== undefined && hintOf(key.operator, parameters.salt) !== parameters.hint) return null;
    return stretch(key.passphrase, parameters.salt, parameters.cost);
  }
  if ('recoveryKey' in key) {
    if (slot.kind !== 'recovery') return null;
    return deriveKey(parseRecoveryKey(key.recoveryKey), store, 'recovery-slot');
  }
  return slot.kind === 'system' ? deriveKey(key.systemKey, store, 'system-slot') : null;
}

/**
 * Finds the slot that a key opens. Passphrase slots are tried one by one, those that can't be the operator's left out.
 * @returns the slot and the data key (32 bytes; the caller wipes it)
 * @throws StoreError `wrong-passphrase`, `bad-recovery-key`, or `damaged` where no slot opens and one was changed
 */
export async function openSlot(
  store: string,
  slots: readonly KeySlot[],
  key: StoreKey,
  directory: string,
): Promise<{ slot: KeySlot; dataKey: Buffer }> {
  if ('recoveryKey' in key) parseRecoveryKey(key.recoveryKey);
  for (const slot of slots) {
    const slotKey = await slotKeyFor(store, slot, key);
    if (!slotKey) continue;
    const dataKey = tryOpen(slotKey, placeOf(store, slot), slot.sealed);
    slotKey.fill(0);
    if (dataKey?.length === 32) return { slot, dataKey };
  }
  const kind: SlotKind = 'passphrase' in key ? 'passphrase' : 'recoveryKey' in key ? 'recovery' : 'system';
  for (const slot of slots) if (slot.kind === kind) refuseDamagedSlot(slot, directory);
  throw new StoreError('wrong-passphrase', wrongKeyMessage(kind, key, directory));
}

function wrongKeyMessage(kind: SlotKind, key: StoreKey, directory: string): string {
  if (kind === 'recovery') {
    return `This recovery key doesn't open the store in ${directory}. A store that was rekeyed has a newer one.`;
  }
  if (kind === 'system') return `This machine's key store doesn't open the store in ${directory}. Use a passphrase.`;
  const whose = 'operator' in key && key.operator !== undefined ? ` of ${key.operator}` : '';
  return `The passphrase${whose} doesn't open the store in ${directory}. Try again, or use the recovery key.`;
}
