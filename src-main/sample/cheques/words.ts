import type { SeededRandom } from '../seeded.ts';

/** A language in which cheques are filled in. */
export type Language = 'english' | 'indian' | 'french';

const ones = [
  '', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve', 'Thirteen',
  'Fourteen', 'Fifteen', 'Sixteen', 'Seventeen', 'Eighteen', 'Nineteen',
]; // prettier-ignore
const tens = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety'];

const joined = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(' ');

function belowHundred(value: number): string {
  return value < 20 ? (ones[value] ?? '') : joined(tens[Math.floor(value / 10)], ones[value % 10]);
}

function english(value: number): string {
  if (value >= 1_000_000) return joined(english(Math.floor(value / 1_000_000)), 'Million', english(value % 1_000_000));
  if (value >= 1000) return joined(english(Math.floor(value / 1000)), 'Thousand', english(value % 1000));
  if (value >= 100) return joined(ones[Math.floor(value / 100)], 'Hundred', belowHundred(value % 100));
  return belowHundred(value);
}

function indian(value: number): string {
  if (value >= 100_000) return joined(indian(Math.floor(value / 100_000)), 'Lakh', indian(value % 100_000));
  if (value >= 1000) return joined(indian(Math.floor(value / 1000)), 'Thousand', indian(value % 1000));
  return english(value);
}

const frenchOnes = [
  '', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze', 'treize', 'quatorze',
  'quinze', 'seize', 'dix sept', 'dix huit', 'dix neuf',
]; // prettier-ignore
const frenchTens = [
  '',
  '',
  'vingt',
  'trente',
  'quarante',
  'cinquante',
  'soixante',
  'soixante',
  'quatre vingt',
  'quatre vingt',
];

function frenchBelowHundred(value: number): string {
  if (value < 20) return frenchOnes[value] ?? '';
  const ten = Math.floor(value / 10);
  const rest = ten === 7 || ten === 9 ? (value % 10) + 10 : value % 10;
  const and = (rest === 1 || rest === 11) && ten < 8 ? 'et' : '';
  return joined(frenchTens[ten], and, frenchOnes[rest]);
}

function french(value: number): string {
  if (value >= 1000) {
    const thousands = Math.floor(value / 1000);
    return joined(thousands === 1 ? '' : french(thousands), 'mille', french(value % 1000));
  }
  if (value >= 100) {
    const hundreds = Math.floor(value / 100);
    return joined(hundreds === 1 ? '' : frenchOnes[hundreds], 'cent', frenchBelowHundred(value % 100));
  }
  return frenchBelowHundred(value);
}

/** How a currency is written in words and figures. */
export interface Currency {
  readonly sign: string;
  readonly language: Language;
  /** The unit in words, or none (a printed form may hold it). */
  readonly unit: string;
  readonly cent: string;
}

/**
 * A sum in words, as people write it on a cheque: letters A to Z, and figures where a form of its own has them.
 *
 * @param cents the sum in hundredths, 100 to 99 999 999.
 */
export function sumInWords(cents: number, currency: Currency): string {
  const whole = Math.floor(cents / 100);
  const rest = cents % 100;
  switch (currency.language) {
    case 'french':
      return joined(french(whole), currency.unit, rest > 0 ? `et ${french(rest)} ${currency.cent}` : '');
    case 'indian':
      return joined(indian(whole), rest > 0 ? `and ${currency.cent} ${indian(rest)}` : '', 'only');
    case 'english':
      return currency.unit === ''
        ? `${english(whole)} and ${String(rest).padStart(2, '0')}/100`
        : joined(english(whole), currency.unit, rest > 0 ? `and ${String(rest)} ${currency.cent}` : 'only');
  }
}

/** A sum in figures, grouped as the language does. */
export function sumInFigures(cents: number, language: Language): string {
  const whole = String(Math.floor(cents / 100));
  const rest = String(cents % 100).padStart(2, '0');
  if (language === 'french') return `${whole.replace(/\B(?=(\d{3})+$)/g, ' ')},${rest}`;
  if (language === 'indian') {
    const last = whole.slice(-3);
    const before = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',');
    return `${before === '' ? last : `${before},${last}`}.${rest}`;
  }
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}

/** A sum as sums on cheques are spread: many small, few large, often round. In hundredths. */
export function drawSum(random: SeededRandom, business: boolean): number {
  const size = Math.exp(random.normal(business ? 7.4 : 5.3, 1.15));
  const whole = Math.max(5, Math.min(business ? 480_000 : 48_000, Math.round(size)));
  const round = random.chance(0.35) ? Math.max(5, Math.round(whole / 5) * 5) : whole;
  return round * 100 + (random.chance(0.5) ? 0 : random.integer(100));
}

const firstWords = [
  'Northgate', 'Linden', 'Alder', 'Westmere', 'Cobalt', 'Harrow', 'Juniper', 'Saffron', 'Oakridge', 'Millbrook', 'Kestrel',
  'Marigold', 'Quayside', 'Redwood', 'Silverton', 'Thistle', 'Umber', 'Verity', 'Willow', 'Yarrow',
] as const; // prettier-ignore
const secondWords = [
  'Paper', 'Dental', 'Bakers', 'Boat Yard', 'Plumbing', 'Motors', 'Books', 'Energy', 'Water', 'Supplies', 'Insurance',
  'Optics', 'Nursery', 'Joinery', 'Textiles', 'Logistics', 'Pharmacy', 'Printing', 'Foods', 'Services',
] as const; // prettier-ignore
const givenNames = [
  'Anna', 'Bernard', 'Clara', 'David', 'Elena', 'Felix', 'Greta', 'Henry', 'Ines', 'Jonas', 'Kavya', 'Leonard', 'Meera',
  'Nora', 'Oscar', 'Priya', 'Rafael', 'Sunil', 'Tobias', 'Vikram',
] as const; // prettier-ignore
const familyNames = [
  'Abelard', 'Brandt', 'Castellan', 'Dorfman', 'Engels', 'Falkner', 'Gallagher', 'Holloway', 'Iyer', 'Jansen', 'Keller',
  'Lambert', 'Mistry', 'Novak', 'Okafor', 'Pemberton', 'Quist', 'Rosenberg', 'Sharma', 'Thornbury',
] as const; // prettier-ignore

/** A person's name, of the letters A to Z. */
export function personName(random: SeededRandom): string {
  return `${random.pick(givenNames)} ${random.pick(familyNames)}`;
}

/** A company's name, of the letters A to Z. @param suffix as in `Ltd`; left out where empty. */
export function companyName(random: SeededRandom, suffix: string): string {
  return joined(random.pick(firstWords), random.pick(secondWords), suffix);
}

const streets = ['Harbour Street', 'Mill Lane', 'Station Road', 'Orchard Avenue', 'Castle Hill', 'Garden Row', 'Bridge Street'] as const; // prettier-ignore
const towns = ['Alderton', 'Brackwater', 'Castlemere', 'Dunholme', 'Eastvale', 'Fernhill', 'Graybridge', 'Hollin'] as const; // prettier-ignore

/** Two lines of an address that doesn't exist. */
export function address(random: SeededRandom): readonly [string, string] {
  return [
    `${String(1 + random.integer(240))} ${random.pick(streets)}`,
    `${random.pick(towns)} ${String(10000 + random.integer(80000))}`,
  ];
}
