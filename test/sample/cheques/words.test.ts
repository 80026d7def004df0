import { expect, test } from 'vitest';
import { drawSum, sumInFigures, sumInWords, type Currency } from '../../../src-main/sample/cheques/words.ts';
import { seededRandom } from '../../../src-main/sample/seeded.ts';

const dollars: Currency = { sign: '$', language: 'english', unit: '', cent: '' };
const pounds: Currency = { sign: '£', language: 'english', unit: 'pounds', cent: 'pence' };
const rupees: Currency = { sign: '₹', language: 'indian', unit: '', cent: 'Paise' };
const euros: Currency = { sign: '€', language: 'french', unit: 'euros', cent: 'centimes' };

test.each([
  [dollars, 128_450, 'One Thousand Two Hundred Eighty Four and 50/100'],
  [dollars, 2_000, 'Twenty and 00/100'],
  [pounds, 100_700, 'One Thousand Seven pounds only'],
  [pounds, 1_205, 'Twelve pounds and 5 pence'],
  [rupees, 12_345_600, 'One Lakh Twenty Three Thousand Four Hundred Fifty Six only'],
  [rupees, 50_025, 'Five Hundred and Paise Twenty Five only'],
  [euros, 117_100, 'mille cent soixante et onze euros'],
  [euros, 29_580, 'deux cent quatre vingt quinze euros et quatre vingt centimes'],
])('in words: %o %i', (currency, cents, words) => {
  expect(sumInWords(cents, currency)).toBe(words);
});

test('in figures, as each country groups them', () => {
  expect(sumInFigures(123_456_789, 'english')).toBe('1,234,567.89');
  expect(sumInFigures(123_456_789, 'indian')).toBe('12,34,567.89');
  expect(sumInFigures(123_456_789, 'french')).toBe('1 234 567,89');
  expect(sumInFigures(500, 'indian')).toBe('5.00');
});

test('sums are whole hundredths of at least five units', () => {
  const random = seededRandom('sums');
  for (let draw = 0; draw < 500; draw++) {
    const sum = drawSum(random, draw % 2 === 0);
    expect(Number.isInteger(sum)).toBe(true);
    expect(sum).toBeGreaterThanOrEqual(500);
    expect(sum).toBeLessThan(100_000_000);
  }
});
