import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { examineEnrolment, storeEnrolment, type EnrolParts } from '../../src-main/desk/enrol.ts';
import { generateCheque } from '../../src-main/sample/cheques/generate.ts';
import { encode, renderTrace } from '../../src-main/sample/render.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';

/** A cheque of a generated folder, and who may sign for its account. */
export interface FolderCheque {
  readonly file: string;
  readonly account: string;
  /** The signatory's seed in the generator. */
  readonly signer: string;
}

/** Accounts that one seed of the generator draws on. */
const accountsOfSeed = 160;

/**
 * Writes cheques that don't exist into a folder, a hundred to a folder below it.
 *
 * @param accounts roughly how many accounts they are drawn on
 */
export async function writeCheques(
  folder: string,
  count: number,
  accounts: number,
  onWritten: (done: number) => void = () => undefined,
): Promise<FolderCheque[]> {
  const sets = Math.max(1, Math.ceil(accounts / accountsOfSeed));
  const written: FolderCheque[] = [];
  for (let number = 1; number <= count; number++) {
    const made = await generateCheque({
      seed: `folder ${number % sets}`,
      number,
      layouts: 'tuned',
      tone: 'grey',
      dotsPerInch: 200,
    });
    const [truth] = made.cheques;
    const day = String(Math.floor((number - 1) / 100)).padStart(4, '0');
    const file = `${day}/cheque-${String(number).padStart(6, '0')}.${made.ending}`;
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), made.bytes);
    const signer = truth!.signatures[0]?.signer ?? 'nobody';
    written.push({ file, account: truth!.account, signer: signer.replace(/ [abc]$/, ' a') });
    onWritten(number);
  }
  return written;
}

/** Enrols the first signatory of every account that cheques are drawn on. */
export async function enrolSigners(
  parts: EnrolParts,
  cheques: readonly FolderCheque[],
  specimens = 5,
): Promise<number> {
  const signers = new Map(cheques.map(({ account, signer }) => [account, signer]));
  for (const [account, seed] of signers) {
    const signer = createSigner(`cheque ${seed}`);
    const scans = [];
    for (let at = 0; at < specimens; at++) {
      const picture = renderTrace(writeGenuine(signer, `specimen ${at}`), { dpi: 200, seed: `${seed} ${at}` });
      const name = `specimen-${at}.png`;
      const bytes = await encode(picture, { type: 'png' }, 200);
      scans.push({ name, bytes, region: null, capturedOn: null, source: 'generated' });
    }
    const request = { account, holder: null, signatory: 'Signatory', scans };
    await storeEnrolment(parts, request, await examineEnrolment(parts, request));
  }
  return signers.size;
}
