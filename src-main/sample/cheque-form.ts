import { printText } from './print-font.ts';
import { seededRandom } from './seeded.ts';

/** Size of a sample cheque, in pixels at {@link chequeDpi}. */
export const chequeSize = { width: 1600, height: 720 } as const;

/** Resolution of a sample cheque: 8 by 3.6 inches. */
export const chequeDpi = 200;

/** A printed cheque form: what is on the paper before anybody writes. */
export interface ChequeForm {
  /** The bank: invented. */
  readonly bank: string;
  readonly account: string;
  readonly holder: string;
  readonly number: string;
  /** Hue of the printed background, in degrees. */
  readonly hue: number;
}

/** Where things lie on every form, in pixels. */
export const formLayout = {
  signatureRule: { left: 960, right: 1530, y: 512 },
  payee: { x: 190, y: 232, width: 900 },
  amountWords: { x: 190, y: 312, width: 900 },
  amount: { x: 1230, y: 286, width: 270 },
  date: { x: 1250, y: 140, width: 260 },
} as const;

/** Wavy lines that shift against each other, and a rosette: what security printers call guilloche. */
function guilloche(form: ChequeForm): string {
  const { width, height } = chequeSize;
  const random = seededRandom('guilloche', form.bank);
  const tint = `hsl(${form.hue},42%,80%)`;
  const waves: string[] = [];
  const waveLength = random.uniform(220, 420);
  const swing = random.uniform(14, 30);
  for (let line = 0; line < 26; line++) {
    const base = 20 + line * 24;
    let path = '';
    for (let x = 0; x <= width; x += 16) {
      const phase = (2 * Math.PI * x) / waveLength + line * 0.55;
      const y = base + swing * Math.sin(phase) + 6 * Math.sin(phase * 2.7 + line);
      path += `${path === '' ? 'M' : 'L'}${x} ${y.toFixed(1)}`;
    }
    waves.push(path);
  }
  const lobes = 7 + random.integer(8);
  const rosettes: string[] = [];
  for (let ring = 0; ring < 5; ring++) {
    let path = '';
    for (let step = 0; step <= 360; step++) {
      const angle = (step * Math.PI) / 180;
      const radius = 95 + ring * 15 + 34 * Math.cos(lobes * angle + ring * 0.6);
      path += `${path === '' ? 'M' : 'L'}${(560 + radius * Math.cos(angle)).toFixed(1)} ${(430 + 0.8 * radius * Math.sin(angle)).toFixed(1)}`;
    }
    rosettes.push(path);
  }
  return (
    `<path d="${waves.join('')}" fill="none" stroke="${tint}" stroke-width="1.4"/>` +
    `<path d="${rosettes.join('')}" fill="none" stroke="${tint}" stroke-width="1.6"/>` +
    `<rect x="0" y="${height - 118}" width="${width}" height="118" fill="#fff"/>`
  );
}

const blockFigures: Readonly<Record<string, string>> = {
  '0': 'M0 0H5V9H0Z',
  '1': 'M1 0H3V5H5V9H1M3 5V9',
  '2': 'M1 0H5V4.5H1V9H5',
  '3': 'M1 0H4V4.5H1M4 4.5H5V9H1',
  '4': 'M1 0V5H5M4 3V9',
  '5': 'M5 0H1V4.5H5V9H1',
  '6': 'M4 0H1V9H5V5H1',
  '7': 'M1 2V0H5V4L3 6V9',
  '8': 'M1.5 0H4.5V4.5H5V9H1V4.5H1.5Z',
  '9': 'M5 5H1V0H5V9',
  '<': 'M0 1V8M3 1V3.5M3 5.5V8',
  '>': 'M0 4V9M2 2V7M4 0V5',
  '=': 'M0 3.5V5.5M2 3.5V5.5M4 3.5V5.5',
};

/** The coded line at the foot, in block figures of our own in the manner of E-13B (which is a registered shape). */
function codeLine(form: ChequeForm): string {
  const figures = form.account.replace(/\D/g, '');
  const sort = String(200000 + seededRandom('sort', form.bank).integer(700000));
  const text = `>${form.number}> <${sort}< ${figures}=`;
  const scale = 2.9;
  const paths = [...text].map((character, index) => {
    const figure = blockFigures[character];
    return figure ? `<path transform="translate(${300 + index * 25},642) scale(${scale})" d="${figure}"/>` : '';
  });
  return `<g fill="none" stroke="#1c1c1c" stroke-width="1.25" stroke-linejoin="round">${paths.join('')}</g>`;
}

/** The printed form as SVG, {@link chequeSize} large. */
export function chequeFormSvg(form: ChequeForm): string {
  const { width, height } = chequeSize;
  const { signatureRule, payee, amountWords, amount, date } = formLayout;
  const dark = `hsl(${form.hue},45%,26%)`;
  const grey = '#4a4a4a';
  const rule = (x: number, y: number, length: number) =>
    `<path d="M${x} ${y}h${length}" stroke="${grey}" stroke-width="1.6"/>`;
  const small = (text: string, x: number, y: number, size = 13) => printText(text, x, y, size, { colour: grey });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<defs><linearGradient id="tint" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${form.hue},48%,93%)"/>`,
    `<stop offset="0.55" stop-color="hsl(${(form.hue + 24) % 360},40%,96%)"/><stop offset="1" stop-color="hsl(${form.hue},46%,91%)"/></linearGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#tint)"/>`,
    guilloche(form),
    `<circle cx="86" cy="76" r="34" fill="none" stroke="${dark}" stroke-width="5"/><path d="M66 90L86 52L106 90Z" fill="${dark}"/>`,
    printText(form.bank, 140, 84, 30, { colour: dark, weight: 0.16 }),
    small('Sample only - not a bank, not a means of payment', 142, 114, 12),
    small('Date', date.x - 70, date.y),
    rule(date.x, date.y + 6, date.width),
    small(`No. ${form.number}`, 1420, 56, 16),
    small('Pay', 70, payee.y, 16),
    rule(payee.x - 20, payee.y + 8, payee.width + 20),
    small('or order', payee.x + payee.width + 16, payee.y + 6, 12),
    small('Amount', 70, amountWords.y - 6),
    small('in words', 70, amountWords.y + 14),
    rule(amountWords.x - 20, amountWords.y + 8, amountWords.width + 20),
    rule(70, amountWords.y + 76, 820),
    `<rect x="${amount.x - 30}" y="${amount.y - 56}" width="${amount.width + 60}" height="76" fill="#fff" stroke="${dark}" stroke-width="2.4"/>`,
    small('Account', 70, 446, 12),
    printText(form.account, 70, 480, 19, { colour: '#222' }),
    printText(form.holder.toUpperCase(), 70, 520, 17, { colour: '#222' }),
    rule(signatureRule.left, signatureRule.y, signatureRule.right - signatureRule.left),
    printText('Authorised signature', signatureRule.right, signatureRule.y + 70, 13, { colour: grey, align: 'right' }),
    codeLine(form),
    '</svg>',
  ].join('');
}
