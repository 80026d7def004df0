/** PDF files put together by hand. */

/** An object's dictionary (without its brackets), with a stream where it has one. */
export interface PdfObject {
  readonly entries: string;
  readonly stream?: Uint8Array;
}

/** An image of a page. */
export interface PdfPicture {
  readonly entries: string;
  readonly stream: Uint8Array;
}

/** A page: its dictionary's entries (its size always), what it draws, and its images by name. */
export interface PdfPageParts {
  readonly size: readonly [width: number, height: number];
  readonly content: string;
  readonly images?: Readonly<Record<string, PdfPicture>>;
  readonly entries?: string;
  readonly resources?: string;
}

const latin = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/**
 * Writes a PDF: objects numbered from 1, then the table of where they are.
 *
 * @param trailer further entries of the trailer.
 */
export function writePdf(objects: readonly PdfObject[], trailer = ''): Uint8Array {
  const parts: Uint8Array[] = [latin('%PDF-1.7\n')];
  const starts: number[] = [];
  let length = parts[0]!.length;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  objects.forEach(({ entries, stream }, index) => {
    starts.push(length);
    const size = stream ? ` /Length ${stream.length}` : '';
    add(latin(`${index + 1} 0 obj\n<< ${entries}${size} >>\n`));
    if (stream) {
      add(latin('stream\n'));
      add(stream);
      add(latin('\nendstream\n'));
    }
    add(latin('endobj\n'));
  });
  const table = length;
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  add(latin(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`));
  add(latin(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${table}\n%%EOF\n`));
  return Uint8Array.from(Buffer.concat(parts));
}

/** Writes a PDF of pages. */
export function pdfOfPages(pages: readonly PdfPageParts[], trailer = ''): Uint8Array {
  const objects: PdfObject[] = [{ entries: '/Type /Catalog /Pages 2 0 R' }, { entries: '' }];
  const kids: number[] = [];
  for (const { size, content, images = {}, entries = '', resources = '' } of pages) {
    const names = Object.entries(images).map(([name, { entries: of, stream }]) => {
      objects.push({ entries: `/Type /XObject /Subtype /Image ${of}`, stream });
      return `/${name} ${objects.length} 0 R`;
    });
    objects.push({ entries: '', stream: latin(content) });
    const contents = objects.length;
    objects.push({
      entries: `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${size[0]} ${size[1]}] /Contents ${contents} 0 R /Resources << /XObject << ${names.join(' ')} >> ${resources} >> ${entries}`,
    });
    kids.push(objects.length);
  }
  const list = kids.map((kid) => `${kid} 0 R`).join(' ');
  objects[1] = { entries: `/Type /Pages /Kids [${list}] /Count ${kids.length}` };
  return writePdf(objects, trailer);
}

/** A JPEG as an image of a PDF. */
export function jpegPicture(stream: Uint8Array, width: number, height: number, grey: boolean): PdfPicture {
  const space = grey ? '/DeviceGray' : '/DeviceRGB';
  return {
    entries: `/Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`,
    stream,
  };
}

/** A page that is one scan: the image `Scan` over all of it, at so many dots per inch. */
export function scanPage(picture: PdfPicture, width: number, height: number, dotsPerInch: number): PdfPageParts {
  const size = [(width / dotsPerInch) * 72, (height / dotsPerInch) * 72] as const;
  return { size, content: `q ${size[0]} 0 0 ${size[1]} 0 0 cm /Scan Do Q`, images: { Scan: picture } };
}
