import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium';
import sharp from 'sharp';

/** In points from the page's top left corner. */
export interface TextBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A page of a PDF as somebody else's program sees it. */
export interface ReadPdfPage {
  readonly text: string;
  /** The ink of each stretch of text. */
  readonly boxes: readonly TextBox[];
  readonly png: Buffer;
  /** Grey, one byte a pixel. */
  readonly picture: { readonly data: Buffer; readonly width: number; readonly height: number };
  /** Points. */
  readonly width: number;
  readonly height: number;
}

/** What of PDFium's C interface is called here beyond its wrapper. */
interface TextCalls {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(size: number): number; free(address: number): void };
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_CountRects(text: number, from: number, count: number): number;
  _FPDFText_GetRect(text: number, at: number, left: number, top: number, right: number, bottom: number): number;
}

function textBoxes(document: PDFiumDocument, at: number, height: number): TextBox[] {
  const page = document.getPage(at) as unknown as { readonly module: TextCalls; readonly pageIdx: number };
  const { module } = page;
  const text = module._FPDFText_LoadPage(page.pageIdx);
  const room = module.wasmExports.malloc(32);
  try {
    const count = module._FPDFText_CountRects(text, 0, module._FPDFText_CountChars(text));
    return Array.from({ length: count }, (_, index) => {
      module._FPDFText_GetRect(text, index, room, room + 8, room + 16, room + 24);
      const [left = 0, top = 0, right = 0, bottom = 0] = new Float64Array(module.HEAPU8.slice(room, room + 32).buffer);
      return { left, top: height - top, right, bottom: height - bottom };
    });
  } finally {
    module.wasmExports.free(room);
    module._FPDFText_ClosePage(text);
  }
}

/** Opens a PDF with PDFium: the text of each page, and each page as a grey picture, `scale` pixels a point. */
export async function readPdf(bytes: Uint8Array, scale = 2): Promise<ReadPdfPage[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  try {
    const pages: ReadPdfPage[] = [];
    for (let at = 0; at < document.getPageCount(); at += 1) {
      // The wrapper closes a page once it has drawn it, so its text is read first.
      const { originalWidth: width, originalHeight: height } = document.getPage(at).getOriginalSize();
      const text = document.getPage(at).getText();
      const boxes = textBoxes(document, at, height);
      const drawn = await document.getPage(at).render({
        scale,
        render: (page) =>
          sharp(page.data, { raw: { width: page.width, height: page.height, channels: 4 } })
            .flatten({ background: '#ffffff' })
            .png()
            .toBuffer(),
      });
      const png = Buffer.from(drawn.data);
      const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
      pages.push({ text, boxes, width, height, png, picture: { data, width: info.width, height: info.height } });
    }
    return pages;
  } finally {
    document.destroy();
    library.destroy();
  }
}

/** How many stretches of text lie over each other by more than half a point each way. */
export function overlapping(boxes: readonly TextBox[]): [TextBox, TextBox][] {
  const slack = 0.5;
  return boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (other) =>
          Math.min(one.right, other.right) - Math.max(one.left, other.left) > slack &&
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > slack,
      )
      .map((other): [TextBox, TextBox] => [one, other]),
  );
}

/** Share of dark pixels outside a margin of so many points; 0: nothing is drawn there. */
export function inkInMargin({ picture, width }: ReadPdfPage, margin: number): number {
  const edge = Math.floor((margin * picture.width) / width);
  let dark = 0;
  for (let y = 0; y < picture.height; y += 1)
    for (let x = 0; x < picture.width; x += 1) {
      const inside = x >= edge && y >= edge && x < picture.width - edge && y < picture.height - edge;
      if (!inside && picture.data[y * picture.width + x]! < 250) dark += 1;
    }
  return dark / picture.data.length;
}
