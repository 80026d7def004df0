/** What is called of PDFium's C interface; handles and addresses are numbers in its own memory, 0 where there is nothing. */
export interface Pdfium {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { readonly malloc: (size: number) => number; readonly free: (address: number) => void };
  _FPDF_InitLibraryWithConfig(config: { readonly version: number }): void;
  _FPDF_LoadMemDocument(bytes: number, size: number, password: number): number;
  _FPDF_GetLastError(): number;
  _FPDF_CloseDocument(document: number): void;
  _FPDF_GetPageCount(document: number): number;
  _FPDF_LoadPage(document: number, page: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDFPage_GetRotation(page: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_GetMatrix(object: number, matrix: number): number;
  _FPDFFormObj_CountObjects(form: number): number;
  _FPDFFormObj_GetObject(form: number, index: number): number;
  _FPDFTextObj_GetTextRenderMode(text: number): number;
  _FPDFImageObj_GetImageMetadata(image: number, page: number, metadata: number): number;
  _FPDFImageObj_GetImageDataRaw(image: number, buffer: number, length: number): number;
  _FPDFImageObj_GetImageFilterCount(image: number): number;
  _FPDFImageObj_GetImageFilter(image: number, index: number, buffer: number, length: number): number;
  _FPDFImageObj_GetBitmap(image: number): number;
  _FPDF_PageToDevice(
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turns: number,
    x: number,
    y: number,
    deviceX: number,
    deviceY: number,
  ): number;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, buffer: number, stride: number): number;
  _FPDFBitmap_FillRect(
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    colour: number,
  ): number;
  _FPDFBitmap_Destroy(bitmap: number): void;
  _FPDFBitmap_GetBuffer(bitmap: number): number;
  _FPDFBitmap_GetWidth(bitmap: number): number;
  _FPDFBitmap_GetHeight(bitmap: number): number;
  _FPDFBitmap_GetStride(bitmap: number): number;
  _FPDFBitmap_GetFormat(bitmap: number): number;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    turns: number,
    flags: number,
  ): void;
}

/** PDFium's version as the package is numbered, for the record of a check. */
export const pdfiumVersion = 'pdfium 2.1.13';

/**
 * Starts a PDFium of its own memory. Each document gets one: whatever a damaged file does to it ends with it, and no cheque
 * stays behind in its memory. Loading costs time only where there is a PDF.
 *
 * @throws Error where the library doesn't load on this machine.
 */
export async function startPdfium(): Promise<Pdfium> {
  const { PDFiumModule } = await import('@hyzyla/pdfium');
  const silent = { print: () => undefined, printErr: () => undefined };
  const library: unknown = await PDFiumModule(silent as Parameters<typeof PDFiumModule>[0]);
  const pdfium = library as Pdfium;
  pdfium._FPDF_InitLibraryWithConfig({ version: 2 });
  return pdfium;
}

/** Lends a piece of PDFium's memory, cleared, to `use`, and takes it back. */
export function withMemory<Result>(pdfium: Pdfium, size: number, use: (address: number) => Result): Result {
  const address = pdfium.wasmExports.malloc(Math.max(1, size));
  if (address === 0) throw new Error(`PDFium has no ${size} bytes of memory left`);
  try {
    pdfium.HEAPU8.fill(0, address, address + size);
    return use(address);
  } finally {
    pdfium.wasmExports.free(address);
  }
}

/** A view of PDFium's memory from an address; good until PDFium is called again, which may move its memory. */
export function memoryAt(pdfium: Pdfium, address: number, size: number): DataView {
  const { buffer, byteOffset } = pdfium.HEAPU8;
  return new DataView(buffer, byteOffset + address, size);
}
