/** Papers that end up in a scanner and aren't signed cheques, drawn as SVG. */
import sharp from 'sharp';

/** A paper at 200 dots per inch, and what of it. */
export interface OtherPaper {
  readonly what: string;
  /** Lines as a pen draws them, which can pass for a signature's. */
  readonly drawn?: boolean;
  readonly bytes: () => Promise<Uint8Array>;
}

const words =
  'The bank is not bound to pay an order that was altered after it was drawn unless whoever drew it agreed to that';

/** Lines of print from `top` on, the words shifted from line to line. */
function printed(left: number, top: number, count: number, size: number, leading: number): string {
  const all = words.split(' ');
  return Array.from({ length: count }, (_, line) => {
    const text = [...all.slice((line * 3) % all.length), ...all].slice(0, 11).join(' ');
    return `<text x="${left}" y="${top + line * leading}" font-family="serif" font-size="${size}" fill="#222">${text}</text>`;
  }).join('');
}

const face = (x: number, y: number, scale: number): string =>
  `<g transform="translate(${x} ${y}) scale(${scale})" filter="url(#soft)">
    <rect x="-200" y="-260" width="400" height="520" fill="#8fa3b5"/>
    <path d="M-190 260 Q-150 130 0 130 Q150 130 190 260 Z" fill="#34435c"/>
    <rect x="-45" y="70" width="90" height="90" fill="#c59877"/>
    <ellipse cx="0" cy="-20" rx="105" ry="140" fill="#d8ab8a"/>
    <path d="M-112 -30 Q-120 -180 0 -180 Q120 -180 112 -30 Q90 -120 0 -125 Q-90 -120 -112 -30 Z" fill="#3b2a20"/>
    <ellipse cx="-42" cy="-35" rx="15" ry="8" fill="#2c221d"/><ellipse cx="42" cy="-35" rx="15" ry="8" fill="#2c221d"/>
    <path d="M0 -20 L-14 30 L10 32" stroke="#a97856" stroke-width="6" fill="none"/>
    <path d="M-38 70 Q0 88 38 70" stroke="#9c4c45" stroke-width="9" fill="none"/>
  </g>`;

/** Bytes of a drawing as a scanner that sees colour makes them. */
async function scanned(width: number, height: number, paper: string, content: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <filter id="soft"><feGaussianBlur stdDeviation="5"/></filter>
    <rect width="100%" height="100%" fill="${paper}"/>${content}</svg>`;
  const scan = sharp(Buffer.from(svg)).flatten().jpeg({ quality: 88 }).withMetadata({ density: 200 });
  return Uint8Array.from(await scan.toBuffer());
}

const passport = (): Promise<Uint8Array> => {
  const zone = [
    'P&lt;UTOERIKSSON&lt;&lt;ANNA&lt;MARIA'.padEnd(62, '@'),
    'L898902C36UTO7408122F1204159ZE184226B'.padEnd(44, '@'),
  ];
  const lines = zone.map(
    (text, at) =>
      `<text x="40" y="${620 + at * 45}" font-family="monospace" font-size="34">${text.replaceAll('@', '&lt;')}</text>`,
  );
  const fields = [
    'Surname: Eriksson',
    'Given names: Anna Maria',
    'Nationality: Utopian',
    'Date of birth: 12 Aug 1974',
  ].map((text, at) => `<text x="380" y="${170 + at * 80}" font-family="sans-serif" font-size="30">${text}</text>`);
  return scanned(984, 692, '#e6e9f2', face(200, 310, 0.75) + fields.join('') + lines.join(''));
};

const drawing = (): Promise<Uint8Array> =>
  scanned(
    1200,
    850,
    '#fbfaf5',
    `<circle cx="180" cy="150" r="80" fill="#f5d020"/>
     <path d="M60 760 Q500 700 1150 770" stroke="#2a9d48" stroke-width="26" fill="none"/>
     <path d="M500 740 V430 H830 V740 Z" stroke="#c43030" stroke-width="14" fill="none"/>
     <path d="M480 440 L660 260 L850 435" stroke="#7a4a20" stroke-width="16" fill="none"/>
     <path d="M230 560 C330 400 120 420 260 600 S420 380 300 640 S180 520 360 500 S220 700 210 540" stroke="#2455c8" stroke-width="10" fill="none"/>
     <path d="M940 700 V560 M940 600 L890 560 M940 600 L990 560 M940 700 L900 760 M940 700 L980 760" stroke="#222" stroke-width="10" fill="none"/>
     <circle cx="940" cy="520" r="40" stroke="#222" stroke-width="10" fill="none"/>`,
  );

/** What a clerk may drop instead of a signed cheque. */
export const otherPapers: readonly OtherPaper[] = [
  { what: 'a page of print', bytes: () => scanned(1654, 2339, '#ffffff', printed(180, 260, 52, 36, 38)) },
  { what: "a passport's page", bytes: passport },
  { what: 'a photo of a face', bytes: () => scanned(900, 1100, '#8fa3b5', face(450, 560, 2.1)) },
  { what: 'a blank back', bytes: () => scanned(1400, 620, '#eef0ea', '') },
  { what: "a child's drawing", bytes: drawing, drawn: true },
];
