"""Runs a model package's own graphs from Python: templates, and distances under the package's metric."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from data import Prepared, Writer
from pairs import WriterDistances

Compare = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Graph:
    """An ONNX file with the names of what goes in and comes out."""

    content: bytes
    inputs: tuple[str, ...]
    output: str


@dataclass(frozen=True)
class Package:
    """A model package: its towers, and how two templates are compared."""

    reference: Graph
    questioned: Graph
    metric: dict[str, Any]
    distance: Graph | None  # the learned metric's: (questioned, reference)
    matrix: np.ndarray | None  # the Mahalanobis metric's


def read_package(folder: Path) -> Package:
    """A package as its model.json describes it. Nothing is checked here that the app itself checks."""
    manifest = json.loads((folder / "model.json").read_text("utf-8"))
    metric = manifest["metric"]

    def tower(name: str) -> Graph:
        parts = manifest["towers"][name]
        return Graph((folder / parts["file"]).read_bytes(), (parts["input"],), parts["output"])

    distance, matrix = None, None
    if metric["kind"] == "learned":
        distance = Graph((folder / metric["file"]).read_bytes(), (metric["inputs"]["questioned"], metric["inputs"]["reference"]), metric["output"])
    if metric["kind"] == "mahalanobis":
        given = metric["matrix"]
        size = int(manifest["template"]["dimension"])
        matrix = np.fromfile(folder / given["file"], dtype="<f8").reshape(size, size) if "file" in given else np.array(given["values"])
    return Package(tower("reference"), tower("questioned"), metric, distance, matrix)


def session_of_bytes(content: bytes) -> onnxruntime.InferenceSession:
    """A graph on one CPU thread, as the engine runs it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def as_input(ink: np.ndarray) -> np.ndarray:
    """uint8 [N, H, W] to float32 [N, 1, H, W] in 0..1."""
    return (ink.astype(np.float32) / 255)[:, None]


def embed(graph: Graph, ink: np.ndarray, batch: int = 32) -> np.ndarray:
    """Templates [N, D] of uint8 [N, H, W]."""
    session = session_of_bytes(graph.content)
    starts = range(0, len(ink), batch)
    return np.concatenate([session.run([graph.output], {graph.inputs[0]: as_input(ink[start : start + batch])})[0] for start in starts])


def comparison(package: Package) -> Compare:
    """The package's distance of paired rows, questioned [N, D] and reference [N, D] to [N]."""
    if package.distance is not None:
        session, graph = session_of_bytes(package.distance.content), package.distance

        def learned(questioned: np.ndarray, reference: np.ndarray) -> np.ndarray:
            parts = [
                session.run([graph.output], dict(zip(graph.inputs, (questioned[start : start + 64], reference[start : start + 64]), strict=True)))[0].reshape(-1)
                for start in range(0, len(questioned), 64)
            ]
            return np.concatenate(parts)

        return learned
    kind = package.metric["kind"]
    matrix = package.matrix

    def closed(questioned: np.ndarray, reference: np.ndarray) -> np.ndarray:
        left, right = questioned.astype(np.float64), reference.astype(np.float64)
        difference = left - right
        if kind == "cosine":
            return 1 - (left * right).sum(axis=1) / np.maximum(np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1), 1e-12)
        if matrix is not None:
            return np.sqrt(np.maximum(((difference @ matrix) * difference).sum(axis=1), 0))
        squared = np.square(difference).sum(axis=1)
        return squared if kind == "squared-euclidean" else np.sqrt(squared)

    return closed


def measure_package(package: Package, prepared: Prepared, writers: list[Writer]) -> list[WriterDistances]:
    """The writers' distances under the protocol, by the package's graphs, for pairs.table_of."""
    rows = np.unique(np.concatenate([part for writer in writers for part in (writer.genuine, writer.forged)]))
    place = {int(row): index for index, row in enumerate(rows)}
    ink = prepared.ink.numpy()[rows]
    reference = embed(package.reference, ink)
    questioned = reference if package.questioned == package.reference else embed(package.questioned, ink)
    compare = comparison(package)
    found: list[WriterDistances] = []
    for writer in writers:
        genuine = [place[int(row)] for row in writer.genuine]
        forged = [place[int(row)] for row in writer.forged]
        others = [place[int(other.genuine[len(other.genuine) // 2])] for other in writers if other.dataset == writer.dataset and other is not writer]
        asked = np.array([*genuine, *forged, *others])
        table = np.concatenate([compare(questioned[asked], np.repeat(reference[row : row + 1], len(asked), axis=0))[None] for row in genuine])
        among = (table[:, : len(genuine)] + table[:, : len(genuine)].T) / 2
        found.append(WriterDistances(writer.dataset, among, table[:, len(genuine) : len(genuine) + len(forged)], table[:, len(genuine) + len(forged) :]))
    return found
