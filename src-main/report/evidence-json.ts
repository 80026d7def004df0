import type { EvidenceSheet, SheetSignature } from './evidence-types.ts';

function signatureJson({ judged, ...rest }: SheetSignature): object {
  const { label, box, problem } = rest;
  if (!judged) return { label, box, judged: null, problem };
  const specimens = judged.specimens.map(({ signatoryName, capturedOn, distance, retired }) => ({
    signatoryName,
    capturedOn,
    distance,
    retired,
  }));
  return { label, box, judged: { ...judged, specimens }, problem };
}

/** An evidence sheet as data, without its pictures: what it says in words and figures, nothing shortened. */
export function evidenceJson(sheet: EvidenceSheet): Uint8Array {
  const { scan, scanProblem, deciding, others, facts, ...rest } = sheet;
  const data = {
    kind: 'countersign-evidence',
    version: 1,
    ...rest,
    scan: scan && { width: scan.width, height: scan.height, corners: scan.corners },
    scanProblem,
    signatures: [deciding, ...others].map(signatureJson),
    facts: Object.fromEntries(facts),
  };
  return new TextEncoder().encode(`${JSON.stringify(data, null, 2)}\n`);
}
