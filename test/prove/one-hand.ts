/** One forger's hand over several accounts among many cheques: does it come out as one group? */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { findHands } from '../../src-main/desk/identify/hands.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { modelsDirectory } from '../desk/open-test-desk.ts';
import { readSigned, type Wanted } from './signed-cheques.ts';

/** Accounts that the forger signs for. */
const forged = 12;

export interface OneHandRequest {
  /** Cheques in all, the forger's among them. */
  readonly count: number;
  /** How many of them are whole cheques; the rest are signatures without a cheque round them. Default: all. */
  readonly whole?: number;
  /** Accounts that the forger signs for. Default 12. */
  readonly accounts?: number;
  readonly cache?: string;
  readonly onRead?: (done: number) => void;
}

/** What came of it. */
export interface OneHand {
  /** Signatures that were read, the forger's among them. */
  readonly signatures: number;
  /** The forger's that were read. */
  readonly forged: number;
  /** Of these, in the group that holds most of them; and others in it. */
  readonly inGroup: number;
  readonly strangers: number;
  /** Groups over several accounts in all. */
  readonly groups: number;
}

/** Each account's people sign about a dozen of these; one signature in seven is an imitation or another hand's. */
const loosePeople = 160;

function wantedOf(count: number, whole: number, accounts: number): Wanted[] {
  return Array.from({ length: count }, (_, at): Wanted => {
    const number = at + 1;
    if (at < accounts) return { kind: 'signed', seed: 'one hand', number, signer: 'one hand: the forger' };
    if (at < whole) return { kind: 'cheque', seed: 'one hand', number };
    const account = `loose ${String(number % loosePeople)}`;
    return { kind: 'loose', number, signer: `one hand ${account}`, account };
  });
}

/** Reads the cheques, groups their signatures, and finds the forger's group. */
export async function groupOneHand({
  count,
  whole = count,
  accounts = forged,
  cache = join(tmpdir(), 'countersign-one-hand'),
  onRead,
}: OneHandRequest): Promise<OneHand> {
  const model = await loadModel(modelsDirectory, defaultSettings.model);
  const read = await readSigned(model, wantedOf(count, whole, accounts), cache, onRead);
  const written = read.flatMap((signatures, at) => signatures.map((each) => ({ ...each, forged: at < accounts })));
  const engine = startEngine(forkPorts(), model, () => undefined);
  try {
    const hands = await findHands({ engine, model }, written);
    const forgeriesIn = (members: readonly number[]) => members.filter((at) => written[at]!.forged).length;
    const [group] = [...hands].sort((a, b) => forgeriesIn(b.members) - forgeriesIn(a.members));
    const inGroup = group ? forgeriesIn(group.members) : 0;
    return {
      signatures: written.length,
      forged: written.filter((each) => each.forged).length,
      inGroup,
      strangers: (group?.members.length ?? 0) - inGroup,
      groups: hands.length,
    };
  } finally {
    await engine.close();
  }
}

/**
 * `npm run prove -- one-hand [COUNT [WHOLE]]`: twelve accounts among 2,000 generated cheques.
 * @throws Error where the forger's hand isn't one group, or has more than one stranger in it
 */
export async function proveOneHand(count: number, [whole]: readonly string[] = []): Promise<void> {
  const wholes = whole === undefined ? count : Number(whole);
  const found = await groupOneHand({
    count,
    whole: wholes,
    onRead: (done) => {
      if (done % 50 === 0) console.error(`${done} of ${count} read`);
    },
  });
  const of = wholes < count ? `${wholes} whole cheques and ${count - wholes} signatures alone` : `${count} cheques`;
  console.log(
    `${of}, ${found.signatures} signatures read: of one hand on ${forged} accounts ${found.forged} were read, ` +
      `${found.inGroup} came out as one group with ${found.strangers} strangers; ${found.groups} groups over several accounts in all`,
  );
  if (found.inGroup < found.forged || found.strangers > 1) throw new Error("The forger's hand isn't one group.");
}
