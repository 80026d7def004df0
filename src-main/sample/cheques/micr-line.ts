import type { SeededRandom } from '../seeded.ts';

/** How the coded line of a form is made up. */
export type LineScheme =
  | 'us-business'
  | 'us-personal'
  | 'india-cts'
  | 'uk'
  | 'france'
  | 'fictional-e13b'
  | 'fictional-e13b-long'
  | 'fictional-cmc7';

/** What a coded line says of the account; the number of the cheque comes on top. */
export interface CodedAccount {
  readonly scheme: LineScheme;
  /** Digits that name the bank and branch. */
  readonly bank: string;
  /** The account's digits, as printed; a `-` stands for the dash symbol. */
  readonly account: string;
  /** A further short field, where the scheme has one. */
  readonly code: string;
}

/** A coded line as it is printed. */
export interface CodedLine {
  readonly font: 'e13b' | 'cmc7';
  /** One character for each place, a space for each empty one. */
  readonly places: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The account number, its digits only. */
  readonly account: string;
}

/** The last digit of a US routing number: weights 3, 7, 1, so that the sum divides by ten. @param eight the first eight. */
export function routingCheckDigit(eight: string): number {
  const weights = [3, 7, 1];
  const sum = [...eight].reduce((total, digit, at) => total + Number(digit) * (weights[at % 3] ?? 0), 0);
  return (10 - (sum % 10)) % 10;
}

const digits = (random: SeededRandom, count: number) =>
  Array.from({ length: count }, () => String(random.integer(10))).join('');

/** An account that doesn't exist, with the numbers that its bank's cheques carry. */
export function drawCodedAccount(scheme: LineScheme, random: SeededRandom): CodedAccount {
  switch (scheme) {
    case 'us-business':
    case 'us-personal': {
      const district = String(1 + random.integer(12)).padStart(2, '0');
      const eight = `${random.chance(0.8) ? district : String(20 + Number(district))}${digits(random, 6)}`;
      const length = scheme === 'us-business' ? 10 + random.integer(3) : 8 + random.integer(3);
      const plain = digits(random, length);
      const account = random.chance(0.2) ? `${plain.slice(0, 3)}-${plain.slice(3, -1)}-${plain.slice(-1)}` : plain;
      return { scheme, bank: `${eight}${String(routingCheckDigit(eight))}`, account, code: '' };
    }
    case 'india-cts': {
      const code = random.pick(['10', '11', '13', '29', '30', '31']);
      return { scheme, bank: digits(random, 9), account: digits(random, 6), code };
    }
    case 'uk':
      return {
        scheme,
        bank: `${String(10 + random.integer(80))}${digits(random, 4)}`,
        account: digits(random, 8),
        code: '',
      };
    case 'france':
      return { scheme, bank: `0${digits(random, 11)}`, account: `0${digits(random, 11)}`, code: '' };
    case 'fictional-e13b':
      return { scheme, bank: digits(random, 7), account: digits(random, 10), code: digits(random, 2) };
    case 'fictional-e13b-long':
      return { scheme, bank: digits(random, 5), account: digits(random, 14), code: '' };
    case 'fictional-cmc7':
      return { scheme, bank: digits(random, 8), account: digits(random, 10), code: digits(random, 3) };
  }
}

const padded = (number: number, length: number) => String(number % 10 ** length).padStart(length, '0');

/**
 * The coded line of one cheque.
 *
 * @param number the cheque's, whole, 1 and up.
 * @param amount hundredths, where the sum was coded afterwards; else null. US and French lines only.
 */
export function codedLine(coded: CodedAccount, number: number, amount: number | null): CodedLine {
  const { scheme, bank, account, code } = coded;
  const plain = account.replaceAll('-', '');
  const dashed = account.replaceAll('-', '⑉');
  const e13b = (places: string, fields: Record<string, string>): CodedLine => ({
    font: 'e13b',
    places,
    fields,
    account: plain,
  });
  const cmc7 = (places: string, fields: Record<string, string>): CodedLine => ({
    font: 'cmc7',
    places,
    fields,
    account: plain,
  });
  switch (scheme) {
    case 'us-business': {
      const chequeNumber = padded(number, 6);
      const sum = amount === null ? '' : ` ⑇${padded(amount, 10)}⑇`;
      const fields = { auxiliary: chequeNumber, transit: bank, account: plain };
      return e13b(
        `⑈${chequeNumber}⑈ ⑆${bank}⑆ ${dashed}⑈${sum === '' ? '' : `  ${sum}`}`,
        amount === null ? fields : { ...fields, amount: padded(amount, 10) },
      );
    }
    case 'us-personal': {
      const chequeNumber = padded(number, 4);
      const sum = amount === null ? '' : `  ⑇${padded(amount, 10)}⑇`;
      const fields = { transit: bank, account: plain, serial: chequeNumber };
      return e13b(
        `⑆${bank}⑆ ${dashed}⑈ ${chequeNumber}${sum}`,
        amount === null ? fields : { ...fields, amount: padded(amount, 10) },
      );
    }
    case 'india-cts': {
      const chequeNumber = padded(number, 6);
      return e13b(`⑈${chequeNumber}⑈ ${bank}⑆ ${account}⑈ ${code}`, {
        chequeNumber,
        sortCode: bank,
        account,
        transactionCode: code,
      });
    }
    case 'uk': {
      const chequeNumber = padded(number, 6);
      return e13b(`⑈${chequeNumber}⑈  ${bank.slice(0, 2)}⑉${bank.slice(2)}⑆  ${account}⑈`, {
        chequeNumber,
        sortCode: bank,
        account,
      });
    }
    case 'france': {
      const chequeNumber = padded(number, 7);
      return cmc7(`C${chequeNumber}C ${bank}E ${account}A`, { chequeNumber, interbank: bank, account });
    }
    case 'fictional-e13b': {
      const chequeNumber = padded(number, 7);
      return e13b(`⑈${chequeNumber}⑈ ⑆${bank}⑆ ${account}⑉${code}⑈`, { chequeNumber, bank, account, code });
    }
    case 'fictional-e13b-long': {
      const chequeNumber = padded(number, 8);
      return e13b(`${bank}⑆ ${account}⑈   ${chequeNumber}⑈`, { bank, account, chequeNumber });
    }
    case 'fictional-cmc7': {
      const chequeNumber = padded(number, 8);
      return cmc7(`A${chequeNumber}B  ${bank}C ${account}D${code}E`, { chequeNumber, bank, account, code });
    }
  }
}

/** A line as ground truth writes it: one space for one or more empty places. */
export function lineText({ places }: CodedLine): string {
  return places.replace(/ +/g, ' ').trim();
}
