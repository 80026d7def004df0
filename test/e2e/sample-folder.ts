import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeCheque, encodeCheque } from '../../src-main/sample/cheque.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';
import { createSigner, writeGenuine } from '../../src-main/sample/signer.ts';

/** One of the samples' signatories, who signs other accounts' cheques too, each with his own hand. */
export const strayHand = { name: 'Kaspar Whitfield', account: '7731-9470' };
const stray = createSigner('sample 11', strayHand.name);
/** The accounts whose cheques he signs. */
export const strayOn = ['4100-2278', '4100-3391', '5207-0046', '5207-1185', '7731-9024'];

/** A cheque on somebody's account that carries the stray hand's signature. */
async function strayCheque(account: string, number: number): Promise<Uint8Array> {
  const drawer = createSigner(`drawer of ${account}`);
  const cheque = await composeCheque({
    form: {
      account,
      bank: 'Harbour & Vale Bank',
      hue: 150,
      holder: 'The account holder',
      number: String(400 + number),
    },
    text: {
      payee: 'Alder and Finch Bakers',
      amount: '1,480.00',
      amountWords: 'One thousand four hundred eighty',
      date: '11/11/2026',
    },
    drawer,
    signature: writeGenuine(stray, `stray ${number}`),
    effects: { paper: [255, 255, 255], noise: 2.5, shade: 6, blur: 0.5 },
    seed: `stray ${number}`,
  });
  return encodeCheque(cheque, { type: 'jpeg', quality: 90 });
}

/**
 * Writes a folder of cheques on the sample accounts: the sample cheques, two that can't be judged, and some by one stray hand on
 * several accounts; with a manifest beside the folder that knows their amounts. Nobody in it exists.
 *
 * @returns how many scans it holds, and where the manifest is
 */
export async function writeSampleFolder(folder: string): Promise<{ scans: number; manifest: string }> {
  const { cheques, unreadable } = await sampleSet();
  const scans = [
    ...[...cheques, ...unreadable].map(({ name, bytes, account }) => ({ name, bytes, account })),
    ...(await Promise.all(
      strayOn.map(async (account, place) => ({
        name: `${account}-cheque-${String(40 + place).padStart(4, '0')}.jpg`,
        bytes: await strayCheque(account, 40 + place),
        account,
      })),
    )),
  ];
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of scans) await writeFile(join(folder, name), bytes);
  const manifest = join(folder, 'amounts.csv');
  const rows = scans.map(
    ({ name, account }, place) => `${name},${account},${(180 + ((place * 1873) % 9400)).toFixed(2)},2026-11-11`,
  );
  await writeFile(manifest, `${['file,account,amount,date', ...rows].join('\n')}\n`);
  return { scans: scans.length, manifest };
}
