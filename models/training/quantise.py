"""Tries smaller forms of a package's graphs and prints what they save and what they cost.

Forms: `fp16 weights` (weights kept in half precision, worked with in single), `fp16` (worked with in half precision where the
operators allow it), `int8` (static, QDQ, per channel, calibrated on signatures of the train split). Error rates are of
the writers of one split, by the package's metric. Nothing is written unless --out is given.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

from data import load_prepared, writers_of
from package_graphs import Graph, Package, as_input, comparison, embed, measure_package, read_package, session_of_bytes
from pairs import table_of

MOVED = 0.003  # how far an EER may move
# Lengths and divisions lose too much in half precision, and are no work to speak of.
KEPT_SINGLE = [*DEFAULT_OP_BLOCK_LIST, "ReduceL2", "ReduceMean", "ReduceSum", "Clip", "Div", "Sqrt", "Pow", "Softmax", "Exp", "Log"]

Feed = dict[str, np.ndarray]


class Samples(CalibrationDataReader):
    """Feeds the calibration one signature (or one pair of templates) at a time."""

    def __init__(self, feeds: Sequence[Feed]) -> None:
        self.feeds = iter(feeds)

    def get_next(self) -> Feed | None:  # the name that onnxruntime asks for
        return next(self.feeds, None)


def half_weights(content: bytes) -> bytes:
    """Weights of 64 numbers or more in half precision, each cast back as the session starts."""
    model = onnx.load_from_string(content)
    casts: list[onnx.NodeProto] = []
    for weight in model.graph.initializer:
        if weight.data_type != TensorProto.FLOAT or numpy_helper.to_array(weight).size < 64:
            continue
        name = weight.name
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{name}_half")
        weight.CopyFrom(half)
        casts.append(helper.make_node("Cast", [half.name], [name], name=f"{name}_single", to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def half(content: bytes) -> bytes:
    """Half precision throughout but for inputs, outputs and KEPT_SINGLE."""
    model = convert_float_to_float16(onnx.load_from_string(content), keep_io_types=True, op_block_list=KEPT_SINGLE)
    OnnxModel(model).topological_sort()  # the converter appends its casts at the end
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def eight_bits(content: bytes, feeds: Sequence[Feed], method: str, operators: Sequence[str], seven: bool, keep: int) -> bytes:
    """Static QDQ: weights signed, by channel; activations unsigned, ranges from the feeds. `seven`: weights of seven bits, which
    no processor without VNNI instructions can saturate with. The first `keep` convolutions stay as they are."""
    methods = {"minmax": CalibrationMethod.MinMax, "entropy": CalibrationMethod.Entropy, "percentile": CalibrationMethod.Percentile}
    with tempfile.TemporaryDirectory() as folder:
        plain, ready, done = (Path(folder) / name for name in ("plain.onnx", "ready.onnx", "done.onnx"))
        plain.write_bytes(content)
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        convolutions = [node.name for node in onnx.load(ready).graph.node if node.op_type == "Conv"]
        quantize_static(
            ready, done, Samples(feeds), quant_format=QuantFormat.QDQ, op_types_to_quantize=list(operators), per_channel=True,
            nodes_to_exclude=convolutions[:keep], reduce_range=seven, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, calibrate_method=methods[method],
            extra_options={"ActivationSymmetric": False, "WeightSymmetric": True},
        )
        return done.read_bytes()


def quickest(graphs: Sequence[tuple[Graph, Feed]], rounds: int) -> list[float]:
    """Milliseconds of one run of each graph: the tenth percentile, the graphs taking turns so that a busy machine is fair to all."""
    sessions = [(session_of_bytes(graph.content), graph.output, feed) for graph, feed in graphs]
    times = np.zeros((rounds, len(sessions)))
    for turn in range(rounds):
        for place, (session, output, feed) in enumerate(sessions):
            started = time.perf_counter()
            session.run([output], feed)
            times[turn, place] = time.perf_counter() - started
    return [1000 * float(value) for value in np.percentile(times, 10, axis=0)]


def towers_as(package: Package, change: Callable[[bytes], bytes]) -> Package:
    """The package with both towers changed; a tower that serves both sides is changed once."""
    reference = replace(package.reference, content=change(package.reference.content))
    questioned = reference if package.questioned == package.reference else replace(package.questioned, content=change(package.questioned.content))
    return replace(package, reference=reference, questioned=questioned)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="folder of a model package")
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--split", default="validation", help="writers that the error rates are of")
    parser.add_argument("--writers", type=int, default=0, help="only so many writers of each set, for a quick look; 0: all")
    parser.add_argument("--samples", type=int, default=128, help="signatures of the train split that int8 is calibrated on")
    parser.add_argument("--calibrate", choices=("minmax", "entropy", "percentile"), default="minmax")
    parser.add_argument("--operators", default="Conv,Add,MaxPool", help="operators that int8 takes on; the others stay as they are")
    parser.add_argument("--seven", action="store_true", help="int8 weights of seven bits, for processors without VNNI")
    parser.add_argument("--keep", type=int, default=0, help="leave the first so many convolutions out of int8")
    parser.add_argument("--forms", default="fp16 weights,fp16,int8", help="which forms to try, of: fp16 weights, fp16, int8")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--out", type=Path, help="folder to write the smaller graphs to")
    arguments = parser.parse_args()

    package, prepared = read_package(arguments.package), load_prepared(arguments.data)
    everyone = writers_of(prepared, arguments.split)
    sets = sorted({writer.dataset for writer in everyone})
    writers = [writer for name in sets for writer in [each for each in everyone if each.dataset == name][: arguments.writers or None]]
    train = np.array([row for row, split in enumerate(prepared.split) if split == "train"])
    chosen = np.sort(np.random.default_rng(5).choice(train, size=min(arguments.samples, len(train)), replace=False))
    ink = prepared.ink.numpy()
    operators = arguments.operators.split(",")
    tower_feeds = [{package.reference.inputs[0]: as_input(ink[row : row + 1])} for row in chosen]

    def tower_eight(content: bytes) -> bytes:
        return eight_bits(content, tower_feeds, arguments.calibrate, operators, arguments.seven, arguments.keep)

    wanted = arguments.forms.split(",")
    towers: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (("fp16 weights", half_weights), ("fp16", half), ("int8", tower_eight))
    forms = [("as shipped", package), *((name, towers_as(package, change)) for name, change in towers if name in wanted)]
    distance = package.distance
    some = embed(package.reference, ink[chosen])
    pair_feeds: list[Feed] = []
    if distance is not None:
        pair_feeds += [dict(zip(distance.inputs, (some[place : place + 1], some[place - 1 : place]), strict=True)) for place in range(1, len(some))]

        def distance_eight(content: bytes) -> bytes:
            # No sums: what masks a place out there is a number far beyond the range that eight bits can part.
            return eight_bits(content, pair_feeds, arguments.calibrate, ["Conv", "MatMul", "Gemm"], arguments.seven, 0)

        changes: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (("fp16 weights", half_weights), ("fp16", half), ("int8", distance_eight))
        forms += [("distance as shipped", package), *((f"distance {name}", replace(package, distance=replace(distance, content=change(distance.content)))) for name, change in changes if name in wanted)]

    timed = [(form.distance, pair_feeds[0]) if form.distance is not None and name.startswith("distance") else (form.reference, tower_feeds[0]) for name, form in forms]
    times = quickest(timed, arguments.rounds)
    before = table_of(measure_package(package, prepared, writers))
    compare = comparison(package)(some[1:], some[:-1])
    names = [name for name in before if name.endswith(("-1-0-skilled", "-1-0-random", "-5-0-skilled", "-5-50-skilled", "-5-50-random", "-5-100-skilled"))]
    print(f"Error rates in per cent, {len(writers)} writers of {arguments.split}. Time: one signature (or one distance) on one thread.\n")
    print("| form | kilobytes | ms | template moves by | distance moves by | " + " | ".join(name.removesuffix("-skilled") for name in names) + " | largest move | verdict |")
    print("| --- " * (7 + len(names)) + "|")
    for (name, form), (graph, _), spent in zip(forms, timed, times, strict=True):
        figures = before if form is package else table_of(measure_package(form, prepared, writers))
        moved = embed(form.reference, ink[chosen])
        away = float(np.abs(moved - some).max())
        apart = float(np.abs(comparison(form)(moved[1:], moved[:-1]) - compare).max())
        largest = max(abs(figures[each] - before[each]) for each in names)
        verdict = "" if form is package else "within 0.3 points" if largest <= MOVED else "**moves an EER by more than 0.3 points**"
        cells = " | ".join(f"{100 * figures[each]:.2f}" for each in names)
        print(f"| {name} | {len(graph.content) / 1024:.0f} | {spent:.2f} | {away:.1e} | {apart:.1e} | {cells} | {100 * largest:.2f} | {verdict} |", flush=True)
        if arguments.out and form is not package:
            arguments.out.mkdir(parents=True, exist_ok=True)
            (arguments.out / f"{name.replace(' ', '-')}.onnx").write_bytes(graph.content)
            if form.questioned != form.reference:
                (arguments.out / f"{name.replace(' ', '-')}-questioned.onnx").write_bytes(form.questioned.content)


if __name__ == "__main__":
    main()
