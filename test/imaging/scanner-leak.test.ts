import { describe, expect, it } from 'vitest';
import { toModelInput } from '../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { noRealSignatures, realImage, realSignatures } from './real-signatures.ts';

/** Chance that a genuine's figure is above a forgery's: 0.5 says nothing, 0 or 1 tells them apart. */
function areaUnderCurve(genuine: readonly number[], forgery: readonly number[]): number {
  let wins = 0;
  for (const one of genuine) for (const other of forgery) wins += one > other ? 1 : one === other ? 0.5 : 0;
  return wins / (genuine.length * forgery.length);
}

describe('what the scanner and the pen left', () => {
  it("tells CEDAR's forgeries from its genuines on the scan, and no longer in the model's input", async (context) => {
    const cedar = realSignatures()?.filter(({ dataset }) => dataset === 'cedar');
    if (!cedar) return context.skip(noRealSignatures);
    const figures: Record<string, { genuine: number[]; forgery: number[] }> = {};
    const note = (name: string, kind: string, value: number): void => {
      figures[name] ??= { genuine: [], forgery: [] };
      (kind === 'genuine' ? figures[name].genuine : figures[name].forgery).push(value);
    };
    for (const signature of cedar.filter((_signature, index) => index % 9 === 0)) {
      const image = await realImage(signature);
      const { kind } = signature;
      note('paper on the scan', kind, image.data.slice().sort()[image.data.length >> 1]!);
      const tensor = toModelInput(extractSignature(image).clean, { width: 176, height: 96 });
      const ink = tensor.filter((sample) => sample >= 128);
      const paper = tensor.filter((sample) => sample < 128);
      note('mean ink', kind, ink.reduce((sum, sample) => sum + sample, 0) / ink.length);
      note('paper residue', kind, paper.reduce((sum, sample) => sum + sample, 0) / paper.length);
      note('edge softness', kind, tensor.filter((sample) => sample > 32 && sample < 224).length / ink.length);
    }
    const curves = Object.fromEntries(
      Object.entries(figures).map(([name, { genuine, forgery }]) => [name, areaUnderCurve(genuine, forgery)]),
    );
    expect(curves['paper on the scan']).toBeLessThan(0.01);
    for (const name of ['mean ink', 'paper residue', 'edge softness']) {
      expect(Math.abs(curves[name]! - 0.5), `${name} ${curves[name]}`).toBeLessThan(0.15);
    }
  });
});
