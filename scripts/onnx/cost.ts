/** What a graph costs: how many weights it holds, and how many multiply-adds one run takes. */
import { integers, messages, readMessage, texts, type Message } from './protobuf.ts';

export interface GraphCost {
  /** Numbers in its weights: all constants but whole numbers of 32 and 64 bits, which are sizes and indices. */
  readonly parameters: number;
  /** Of convolutions and matrix products, with one signature (or pair) in the batch; the rest is left out. */
  readonly multiplyAdds: number;
}

/** Element types (onnx.proto, TensorProto.DataType) that weights come in: floats of 16 to 64 bits, bytes of either sign. */
const weightTypes = new Set([1, 2, 3, 10, 11, 16]);

/** Which input of a convolution is its filter: [out, in a group, height, width]. */
const filterInput: Readonly<Record<string, number>> = { Conv: 1, ConvInteger: 1, QLinearConv: 3, FusedConv: 1 };
const products = new Set(['MatMul', 'MatMulInteger', 'QLinearMatMul', 'FusedMatMul']);

interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: readonly Message[];
}

/**
 * Counts a graph's weights and multiply-adds.
 * @param file an ONNX file that names the shape of what each of its convolutions and products gives, as exporters do.
 * @throws RangeError where the bytes aren't ONNX, a shape is missing, or the graph has parts that this doesn't look into.
 */
export function graphCost(file: Uint8Array): GraphCost {
  const model = readMessage(file);
  const [graph] = messages(model, 7);
  if (!graph) throw new RangeError('The file holds no ONNX graph.');
  if (model.has(25)) throw new RangeError('The graph has functions of its own; they would be left out of the count.');
  const constants = messages(graph, 5);
  const shapes = shapesOf(graph, constants);
  const shapeOf = (name: string): number[] => {
    const shape = shapes.get(name);
    if (!shape) throw new RangeError(`The graph doesn't say which shape "${name}" has.`);
    return shape;
  };
  const nodes = messages(graph, 1).map((node): Node => ({
    operator: texts(node, 4)[0] ?? '',
    inputs: texts(node, 1),
    output: texts(node, 2)[0] ?? '',
    attributes: messages(node, 5),
  }));
  // Constants may stand in nodes, too: attribute field 5 is a tensor.
  const inNodes = nodes.flatMap(({ attributes }) => attributes.flatMap((attribute) => messages(attribute, 5)));
  return {
    parameters: [...constants, ...inNodes].reduce((sum, tensor) => sum + weightsIn(tensor), 0),
    multiplyAdds: nodes.reduce((sum, node) => sum + multiplyAdds(node, shapeOf), 0),
  };
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function weightsIn(tensor: Message): number {
  return weightTypes.has(integers(tensor, 2)[0] ?? 0) ? product(integers(tensor, 1)) : 0;
}

function shapesOf(graph: Message, constants: readonly Message[]): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const tensor of constants) shapes.set(texts(tensor, 8)[0] ?? '', integers(tensor, 1));
  for (const value of [11, 12, 13].flatMap((field) => messages(graph, field))) {
    const [type] = messages(value, 2);
    const [tensor] = type ? messages(type, 1) : [];
    const [shape] = tensor ? messages(tensor, 2) : [];
    if (shape) shapes.set(texts(value, 1)[0] ?? '', messages(shape, 1).map(sizeOf));
  }
  return shapes;
}

/** A dimension's size; a free one, such as the batch, counts as 1, and a multiple of it as that many. */
function sizeOf(dimension: Message): number {
  const fixed = integers(dimension, 1)[0];
  if (fixed !== undefined) return fixed;
  const symbol = texts(dimension, 2)[0] ?? '';
  if (!/^[\w\s*]*$/.test(symbol)) throw new RangeError(`A dimension is "${symbol}", which isn't a plain product.`);
  return product(symbol.split('*').map((factor) => (/^\s*\d+\s*$/.test(factor) ? Number(factor) : 1)));
}

function multiplyAdds(node: Node, shapeOf: (name: string) => number[]): number {
  const { operator, inputs, output } = node;
  const filter = filterInput[operator];
  if (filter !== undefined) return product(shapeOf(output)) * product(shapeOf(inputs[filter] ?? '').slice(1));
  if (products.has(operator)) return product(shapeOf(output)) * (shapeOf(inputs[0] ?? '').at(-1) ?? 1);
  if (operator === 'Gemm') {
    const left = shapeOf(inputs[0] ?? '');
    const turned = node.attributes.some((each) => texts(each, 1)[0] === 'transA' && integers(each, 3)[0] === 1);
    return product(shapeOf(output)) * ((turned ? left[0] : left[1]) ?? 1);
  }
  if (operator === 'Einsum') return einsumCost(node, shapeOf);
  if (['ConvTranspose', 'If', 'Loop', 'Scan', 'LSTM', 'GRU', 'RNN', 'Attention'].includes(operator))
    throw new RangeError(`The graph has a ${operator}, which this doesn't count.`);
  return 0;
}

/** Every combination of the letters' sizes is one multiply-add (for two inputs). */
function einsumCost({ inputs, attributes }: Node, shapeOf: (name: string) => number[]): number {
  const equation = attributes.filter((each) => texts(each, 1)[0] === 'equation').flatMap((each) => texts(each, 4))[0];
  const terms = (equation ?? '').split('->')[0]!.split(',');
  const sizes = new Map<string, number>();
  terms.forEach((term, place) => {
    const letters = [...term.trim()];
    const shape = shapeOf(inputs[place] ?? '');
    if (letters.length !== shape.length)
      throw new RangeError(`The graph has an Einsum "${equation}" that can't be read.`);
    letters.forEach((letter, axis) => sizes.set(letter, shape[axis]!));
  });
  return product([...sizes.values()]);
}
