import { afterAll, beforeAll, expect, test } from 'vitest';
import { specimensOf } from '../e2e/whole-cheques.ts';
import { openTestDesk, setUp, type TestDesk } from './open-test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
  await setUp(desk);
});
afterAll(() => desk.close());

const account = '1000';

async function open(hand: string, count: number) {
  const scans = [];
  for (const { name, buffer } of await specimensOf(hand, count)) {
    const { scan } = await desk.client.openScan({ name, bytes: new Uint8Array(buffer), page: 0 });
    scans.push({ scan, region: null, capturedOn: null, source: name });
  }
  return scans;
}

test('the window puts a scan in the place of a specimen, and merges two signatories of the account', async () => {
  const [first, second, third] = await open('Ann', 3);
  const named = { account, holder: null };
  const { specimens } = await desk.client.enrol({ ...named, signatory: 'Ann Lee', scans: [first!] });
  await desk.client.enrol({ ...named, signatory: 'A. Lee', scans: [second!] });

  const wanted = { account, specimen: specimens[0]!, scan: third!, reason: 'newer' };
  await expect(desk.client.replaceSpecimen({ ...wanted, scan: second! })).rejects.toMatchObject({
    fault: 'cannot-enrol',
    message: expect.stringContaining('on file already: the specimen of A. Lee'),
  });
  await expect(desk.client.replaceSpecimen({ ...wanted, reason: ' ' })).rejects.toMatchObject({ field: 'reason' });
  await expect(desk.client.replaceSpecimen({ ...wanted, account: '2' })).rejects.toMatchObject({ fault: 'no-account' });
  await expect(desk.client.replaceSpecimen({ ...wanted, specimen: 'x' })).rejects.toMatchObject({ fault: 'not-found' });
  const replaced = await desk.client.replaceSpecimen(wanted);
  expect(replaced.awaits).toBe(false);
  const [ann, other] = (await desk.client.accountDetails({ account })).signatories;
  expect(ann!.specimens.map(({ id, retiredOn }) => [id, retiredOn !== null])).toEqual([
    [specimens[0], true],
    [replaced.specimen, false],
  ]);

  const merge = { account, from: other!.id, into: ann!.id, reason: 'the same person' };
  await expect(desk.client.mergeSignatories({ ...merge, into: 'x' })).rejects.toMatchObject({ fault: 'not-found' });
  const details = await desk.client.mergeSignatories(merge);
  expect(details.signatories).toMatchObject([{ name: 'Ann Lee' }]);
  expect(details.signatories[0]!.specimens).toHaveLength(3);
  await expect(desk.client.mergeSignatories(merge)).rejects.toMatchObject({ fault: 'not-found' });
});
