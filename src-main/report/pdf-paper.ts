import PDFDocument from 'pdfkit';
import { fontBytes, printable, runsOf, type Weight } from './fonts.ts';

export type PaperSize = 'a4' | 'letter';

/** Width and height in points, 1/72 inch. */
export const paperSizes: Readonly<Record<PaperSize, readonly [number, number]>> = {
  a4: [595.28, 841.89],
  letter: [612, 792],
};

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly weight?: Weight;
  /** 0: black, 1: white. */
  readonly grey?: number;
  readonly align?: 'left' | 'right' | 'centre';
}

/** Where text or a picture may lie: top left corner and size in points. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const greyOf = (grey: number): string =>
  `#${Math.round(grey * 255)
    .toString(16)
    .padStart(2, '0')
    .repeat(3)}`;

/** Lines are so many times their letters' size apart: Noto Sans with Devanagari above and below needs it. */
export const leading = 1.36;
export const small = { size: 7.5 } as const;
export const tiny = { size: 6.5 } as const;
export const label = { size: 6.5, grey: 0.35 } as const;
export const heading = { size: 8.5, weight: 700 } as const;
export const headingHeight = heading.size * leading + 1;
export const smallLine = small.size * leading;
export const tinyLine = tiny.size * leading;

/** A part of a page: how high it is, and how it is drawn from y on. */
export interface Block {
  readonly height: number;
  draw(y: number): void;
}

/** Where a block lies across the page. */
export type Column = Pick<Area, 'x' | 'width'>;

const ascent = 1.069;
const ellipsis = '…';
/** Scripts whose letters are drawn in another order than they are written: the text is put beside them for whoever copies it. */
const reordered = /\p{Script=Devanagari}/u;

/** What pdfkit has for blending that its types leave out. */
interface Blending {
  readonly page: { readonly ext_gstates: Record<string, unknown> };
  addContent(text: string): void;
  ref(data: object): { end(): void };
}

/** A PDF that is being drawn: text in any script that can be printed, set by hand; pictures; one grey for another. */
export class PdfPaper {
  readonly document: PDFKit.PDFDocument;
  readonly width: number;
  readonly height: number;
  /** Whether letters were left out that no font here has. */
  missingLetters = false;
  readonly #size: PaperSize;
  readonly #chunks: Buffer[] = [];
  readonly #done: Promise<void>;
  readonly #fonts = new Set<string>();
  readonly #pictures = new Map<Uint8Array, PDFKit.Mixins.ImageSrc>();
  #multiply: { end(): void } | null = null;

  /** @param at goes into the file as its date; ISO 8601 */
  constructor(size: PaperSize, { title, at }: { readonly title: string; readonly at: string }) {
    this.#size = size;
    [this.width, this.height] = paperSizes[size];
    const when = new Date(at);
    this.document = new PDFDocument({
      size: [this.width, this.height],
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: 'en-GB',
      displayTitle: true,
      // No font before one is named: pdfkit's own has Latin letters only.
      font: '',
      info: { Title: title, Creator: 'Countersign', Producer: 'Countersign', CreationDate: when, ModDate: when },
    });
    this.document.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#done = new Promise((resolve, reject) => {
      this.document.once('end', resolve).once('error', reject);
    });
  }

  newPage(): void {
    this.document.addPage({ size: [...paperSizes[this.#size]], margin: 0 });
  }

  /** The file's bytes; nothing can be drawn any more. */
  async finish(): Promise<Uint8Array> {
    this.document.end();
    await this.#done;
    return new Uint8Array(Buffer.concat(this.#chunks));
  }

  #use(part: string, weight: Weight): PDFKit.PDFDocument {
    const name = `${part}-${String(weight)}`;
    if (!this.#fonts.has(name)) {
      this.document.registerFont(name, fontBytes(part as Parameters<typeof fontBytes>[0], weight));
      this.#fonts.add(name);
    }
    return this.document.font(name);
  }

  /** Width in points. */
  measure(text: string, { size, weight = 400 }: TextStyle): number {
    return runsOf(text, weight).reduce(
      (sum, run) => sum + this.#use(run.part, weight).fontSize(size).widthOfString(run.text),
      0,
    );
  }

  /** A line with its upper edge at y, already as wide as it may be. */
  #line(text: string, x: number, y: number, width: number, style: TextStyle): void {
    const { size, weight = 400, grey = 0, align = 'left' } = style;
    const free = align === 'left' ? 0 : width - this.measure(text, style);
    let left = x + (align === 'centre' ? free / 2 : free);
    const baseline = y + size * ascent;
    this.document.fillColor(greyOf(grey));
    for (const run of runsOf(text, weight)) {
      const font = this.#use(run.part, weight).fontSize(size);
      const marked = reordered.test(run.text);
      if (marked) font.markContent('Span', { actual: run.text });
      font.text(run.text, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
      if (marked) font.endMarkedContent();
      left += font.widthOfString(run.text);
    }
  }

  /** One line; what doesn't fit its width is cut off behind an ellipsis. @returns y below it */
  line(text: string, area: Omit<Area, 'height'>, style: TextStyle): number {
    return this.paragraph(text, { ...area, height: style.size * leading }, style);
  }

  /**
   * Text broken into lines; what doesn't fit the area ends in an ellipsis.
   * @returns y below the last line; the area's own where nothing fits
   */
  paragraph(text: string, area: Area, style: TextStyle): number {
    const most = Math.max(0, Math.floor(area.height / (style.size * leading) + 1e-6));
    const lines = this.linesOf(text, area.width, style, most);
    for (const [at, line] of lines.entries())
      this.#line(line, area.x, area.y + at * style.size * leading, area.width, style);
    return area.y + lines.length * style.size * leading;
  }

  /** Breaks text at spaces, and words that are too long anywhere; at most so many lines, the last one cut behind an ellipsis. */
  linesOf(text: string, width: number, style: TextStyle, most = Infinity): string[] {
    const { text: shown, missing } = printable(text, style.weight);
    this.missingLetters ||= missing;
    const fits = (line: string): boolean => this.measure(line, style) <= width + 0.01;
    const lines: string[] = [];
    let line = '';
    for (const word of shown.split(/ +/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (!fits(line)) {
        const head = this.#longest(line, fits);
        lines.push(head);
        line = line.slice(head.length);
      }
    }
    if (line !== '') lines.push(line);
    if (lines.length <= most) return lines;
    const kept = lines.slice(0, most);
    const last = kept.pop();
    if (last === undefined) return [];
    const cut = this.#longest(last, (head) => fits(`${head.trimEnd()}${ellipsis}`));
    return [...kept, `${cut.trimEnd()}${ellipsis}`];
  }

  /** The longest beginning that fits, at least one letter. */
  #longest(text: string, fits: (head: string) => boolean): string {
    const pieces = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(
      ({ segment }) => segment,
    );
    let low = 1;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (fits(pieces.slice(0, middle).join(''))) low = middle;
      else high = middle - 1;
    }
    return pieces.slice(0, low).join('');
  }

  rule(x: number, y: number, width: number, grey = 0.6): void {
    this.document
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.5)
      .strokeColor(greyOf(grey))
      .stroke();
  }

  frame({ x, y, width, height }: Area, grey = 0.6): void {
    this.document.rect(x, y, width, height).lineWidth(0.5).strokeColor(greyOf(grey)).stroke();
  }

  fill({ x, y, width, height }: Area, grey: number): void {
    this.document.rect(x, y, width, height).fillColor(greyOf(grey)).fill();
  }

  /** A PNG or JPEG file stretched over an area; the file is kept once, however often it is drawn. */
  picture(bytes: Uint8Array, { x, y, width, height }: Area): void {
    const opener = this.document as unknown as { openImage(bytes: Buffer): PDFKit.Mixins.ImageSrc };
    const opened =
      this.#pictures.get(bytes) ?? opener.openImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#pictures.set(bytes, opened);
    this.document.image(opened, x, y, { width, height });
  }

  /** Draws inside an area only, and leaves everything else as it was. */
  within({ x, y, width, height }: Area, draw: () => void): void {
    this.document.save();
    this.document.rect(x, y, width, height).clip();
    draw();
    this.document.restore();
  }

  /** From here to the end of `within`, what is drawn darkens what lies under it and covers nothing. */
  multiply(): void {
    const blending = this.document as unknown as Blending;
    if (!this.#multiply) {
      this.#multiply = blending.ref({ Type: 'ExtGState', BM: 'Multiply' });
      this.#multiply.end();
    }
    blending.page.ext_gstates['Multiply'] = this.#multiply;
    blending.addContent('/Multiply gs');
  }
}
