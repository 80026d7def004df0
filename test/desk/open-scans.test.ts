import { describe, expect, it } from 'vitest';
import { OpenScans } from '../../src-main/desk/open-scans.ts';

describe('OpenScans', () => {
  it('gives back what was added until it is closed', () => {
    const scans = new OpenScans();
    const { scan } = scans.add('a.png', Uint8Array.of(1, 2));
    expect(scans.get(scan)).toMatchObject({ name: 'a.png' });
    scans.close(scan);
    expect(() => scans.get(scan)).toThrow('This scan is closed. Open it again.');
  });

  it('forgets all of them when the store locks', () => {
    const scans = new OpenScans();
    const { scan } = scans.add('a.png', Uint8Array.of(1));
    scans.clear();
    expect(() => scans.get(scan)).toThrow('closed');
  });

  it('refuses an empty file and one over 64 MB, with their names', () => {
    const scans = new OpenScans();
    expect(() => scans.add('none.jpg', new Uint8Array())).toThrow('none.jpg is empty (0 bytes)');
    expect(() => scans.add('huge.tif', new Uint8Array(64 * 2 ** 20 + 1))).toThrow(
      'huge.tif is 64 MB; scans of up to 64 MB',
    );
  });
});
