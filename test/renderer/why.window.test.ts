import { describe, expect, it } from 'vitest';
import { drop, press, show, text, windowTests, button } from './stand-in/show.ts';
import { StandInApp } from './stand-in/app.ts';

windowTests();

const drawn = () => document.querySelectorAll('.questioned svg path').length;
const toggle = () => button('Where it differs');
const said = () => document.querySelector('[data-announcer]')?.textContent.trim();

describe('why', () => {
  it('lists the measured differences beside the verdict, each with its two numbers', async () => {
    await show();
    await drop(['0042137711_mismatch.png']);
    const list = document.querySelector('section[aria-labelledby="differences"]');
    expect(list?.querySelectorAll('li')).toHaveLength(3);
    expect(list?.textContent.replaceAll(/\s+/g, ' ')).toContain(
      'Slant \u22124° · 8° This cheque \u22124°, specimens 8°. Leans 4° to the left; the specimens lean 7° to 10° to the right.',
    );
  });

  it('lays the map over the questioned signature with W, says where, and takes it away again', async () => {
    await show();
    await drop(['0042137711_mismatch.png']);
    expect(drawn()).toBe(0);
    press('w');
    expect(drawn()).toBe(3);
    expect(toggle()?.getAttribute('aria-pressed')).toBe('true');
    expect(said()).toMatch(/^It differs most from the specimens at the upper left, and at the lower right\.$/);
    expect(document.querySelector('.questioned')?.textContent).toContain('It differs most from the specimens');
    press('w');
    expect(drawn()).toBe(0);
    expect(toggle()?.getAttribute('aria-pressed')).toBe('false');
  });

  it('comes back from the overlay, and gives way to the signature as it was scanned', async () => {
    await show();
    await drop(['0042137711_mismatch.png']);
    press('o');
    press('w');
    expect(button('Side by side')?.getAttribute('aria-pressed')).toBe('true');
    expect(drawn()).toBe(3);
    const asScanned = document.querySelector<HTMLInputElement>('.as-scanned input');
    asScanned?.click();
    await Promise.resolve();
    expect(drawn()).toBe(0);
    toggle()?.click();
    await Promise.resolve();
    expect(drawn()).toBe(3);
    expect(asScanned?.checked).toBe(false);
  });

  it('says so where nothing stands out', async () => {
    await show();
    await drop(['0042137711_match.png']);
    expect(text()).not.toContain('What differs');
    press('w');
    expect(said()).toBe('Nothing stands out: no part lies far from the specimens.');
    expect(document.querySelector('.questioned')?.textContent).toContain('Nothing stands out');
  });

  it('has no button where the model draws no map', async () => {
    const app = new StandInApp();
    app.why = { map: null, reasons: [] };
    await show(app);
    await drop(['0042137711_mismatch.png']);
    expect(toggle()).toBeUndefined();
    press('w');
    expect(drawn()).toBe(0);
  });
});
