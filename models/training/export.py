"""Writes the averaged net of a checkpoint, or of several side by side, as ONNX, and proves the file against PyTorch.

Input `ink`: float32 [N, 1, H, W], 0 paper to 1 ink; N is free. Output `template`: float32 [N, D], each of length one.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from checkpoint import load_nets
from data import load_prepared
from net import multiply_adds

OPSET = 18
TOLERANCE = 1e-4


def export_onnx(net: nn.Module, arguments: tuple[torch.Tensor, ...], inputs: list[str], outputs: list[str], path: Path) -> None:
    """One file with weights inside, the batch (first axis of each argument) free, and no trace of the machine that wrote it."""
    count = torch.export.Dim("count")
    programme = torch.onnx.export(
        net, arguments, input_names=inputs, output_names=outputs, dynamic_shapes=tuple({0: count} for _ in arguments),
        opset_version=OPSET, dynamo=True, optimize=True, verbose=False,
    )
    if programme is None:
        raise RuntimeError("torch.onnx.export returned nothing")
    model = programme.model_proto
    # What the exporter notes down for debugging (source lines, paths) stays out of the file.
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output]:
        del value.metadata_props[:]
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string, model.graph.doc_string = "countersign", "", "", ""
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


def session_of(path: Path) -> onnxruntime.InferenceSession:
    """The file on one CPU thread, as the engine runs it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def largest_difference(net: nn.Module, session: onnxruntime.InferenceSession, ink: np.ndarray) -> float:
    """The largest difference of any number of any template between PyTorch and onnxruntime."""
    with torch.no_grad():
        expected = net(torch.from_numpy(ink)).numpy()
    return float(np.abs(session.run(["template"], {"ink": ink})[0] - expected).max())


def milliseconds(run: Callable[[], object], rounds: int = 200) -> float:
    """Median time of a call."""
    times: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return 1000 * float(np.median(times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True, help="one, or several whose templates are put side by side")
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote: input size, and signatures to check with")
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file to write")
    arguments = parser.parse_args()

    prepared = load_prepared(arguments.data)
    height, width = prepared.size
    net = load_nets(arguments.checkpoint)
    export_onnx(net, (torch.zeros(2, 1, height, width),), ["ink"], ["template"], arguments.out)
    session = session_of(arguments.out)
    chosen = np.random.default_rng(3).choice(prepared.ink.shape[0], size=min(64, prepared.ink.shape[0]), replace=False)
    real = prepared.ink[torch.from_numpy(chosen)].float().div(255).unsqueeze(1).numpy()
    noise = np.random.default_rng(4).random((3, 1, height, width), dtype=np.float32)
    edges = np.stack([np.zeros((1, height, width), np.float32), np.ones((1, height, width), np.float32)])
    worst = max(largest_difference(net, session, ink) for ink in (real, real[:1], noise, edges))
    print(f"bytes {arguments.out.stat().st_size}  sha256 {hashlib.sha256(arguments.out.read_bytes()).hexdigest()}")
    print(f"input {height}x{width}  template {net.template_size}  parameters {sum(value.numel() for value in net.parameters())}  multiply-adds {multiply_adds(net, height, width)}")
    median = milliseconds(lambda: session.run(["template"], {"ink": real[:1]}))
    print(f"largest difference to PyTorch {worst:.2e}  one signature {median:.2f} ms on one thread")
    if not worst <= TOLERANCE:
        raise SystemExit(f"{arguments.out} differs from PyTorch by {worst:.2e}; at most {TOLERANCE} is allowed")


if __name__ == "__main__":
    main()
