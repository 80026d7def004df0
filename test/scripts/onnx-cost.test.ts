import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graphCost } from '../../scripts/onnx/cost.ts';
import { integers, messages, readMessage, texts } from '../../scripts/onnx/protobuf.ts';

const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../${file}`, import.meta.url)));

describe('the cost of a graph', () => {
  it("agrees with a count by hand of the contrastive package's twin", () => {
    // Two nets of one shape: stem 5x5 to 48x88x16, residual blocks (3x3, 3x3, 1x1) to 24x44x32, 12x22x64 and 6x11x128,
    // then linear layers from 2*128 numbers to 64 and six times 32.
    const block = (inward: number, outward: number, cells: number) =>
      cells * outward * (inward * 9 + outward * 9 + inward);
    const convolutions = 48 * 88 * 16 * 25 + block(16, 32, 24 * 44) + block(32, 64, 12 * 22) + block(64, 128, 6 * 11);
    const heads = 256 * (64 + 6 * 32);
    const cost = graphCost(bytesOf('models/contrastive/twin.onnx'));
    expect(cost.multiplyAdds).toBe(2 * (convolutions + heads));
    // Normalisation is folded into the filters, so each convolution but the shape also has a bias.
    const filters = (inward: number, outward: number) => outward * (inward * 9 + outward * 9 + inward + 3);
    const weights = 16 * 26 + filters(16, 32) + filters(32, 64) + filters(64, 128) + heads + 64 + 6 * 32;
    expect(cost.parameters - 2 * weights).toBeGreaterThanOrEqual(0);
    expect(cost.parameters - 2 * weights).toBeLessThan(20);
  });

  it('counts the weights of a graph without products', () => {
    expect(graphCost(bytesOf('test/fixtures/models/tiny-learned.onnx'))).toEqual({ parameters: 16, multiplyAdds: 0 });
  });

  it('says what it lacks, rather than count too little', () => {
    expect(() => graphCost(bytesOf('test/fixtures/models/tiny.onnx'))).toThrow(/which shape "c1" has/);
    expect(() => graphCost(new Uint8Array())).toThrow(/no ONNX graph/);
    expect(() => graphCost(bytesOf('models/contrastive/twin.onnx').subarray(0, 5000))).toThrow(/ends inside/);
  });
});

describe('reading protocol buffers', () => {
  it('gives fields by number: numbers, texts, packed lists, nested messages', () => {
    // 1: 150; 2: "hi"; 3: packed 3, 270; 4: {1: 5}; 5: fixed 32 bits; 3 again, unpacked: 7
    const message = readMessage(
      Uint8Array.of(8, 150, 1, 18, 2, 104, 105, 26, 3, 3, 142, 2, 34, 2, 8, 5, 45, 1, 0, 0, 0, 24, 7),
    );
    expect(integers(message, 1)).toEqual([150]);
    expect(texts(message, 2)).toEqual(['hi']);
    expect(integers(message, 3)).toEqual([3, 270, 7]);
    expect(messages(message, 4).map((each) => integers(each, 1))).toEqual([[5]]);
    expect(message.get(5)).toEqual([Uint8Array.of(1, 0, 0, 0)]);
    expect(integers(message, 9)).toEqual([]);
  });

  it('refuses what ends early, and kinds of fields that are no more', () => {
    expect(() => readMessage(Uint8Array.of(8, 150))).toThrow(/inside a number/);
    expect(() => readMessage(Uint8Array.of(18, 5, 104))).toThrow(/inside a field/);
    expect(() => readMessage(Uint8Array.of(11))).toThrow(/kind 3/);
  });
});
