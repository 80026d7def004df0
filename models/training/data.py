"""Reads the tensors that `countersign prepare` wrote, and draws writer batches from them.

A folder holds prepared.json {imagingVersion, width, height, count}, tensors.u8 (count x height x width bytes, 0 paper,
255 ink) and rows.tsv (header `row path dataset writer kind split`; one line a tensor, in the order of `row`).
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch


@dataclass(frozen=True)
class Prepared:
    """All tensors of one folder, and what each of them is."""

    ink: torch.Tensor  # uint8 [N, H, W]
    dataset: list[str]
    writer: list[str]
    genuine: list[bool]
    split: list[str]
    imaging_version: str
    path: list[str]  # as the index names the scan; several tensors may come of one

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of a tensor, in pixels."""
        return int(self.ink.shape[1]), int(self.ink.shape[2])


@dataclass(frozen=True)
class Writer:
    """One writer's rows in a Prepared: genuine signatures and skilled forgeries of them."""

    name: str
    dataset: str
    genuine: np.ndarray
    forged: np.ndarray


def load_prepared(folder: Path) -> Prepared:
    """Reads a folder that `countersign prepare` wrote. Raises ValueError where its parts don't fit together."""
    head = json.loads((folder / "prepared.json").read_text("utf-8"))
    count, height, width = int(head["count"]), int(head["height"]), int(head["width"])
    data = np.fromfile(folder / "tensors.u8", dtype=np.uint8)
    if data.size != count * height * width:
        raise ValueError(f"{folder / 'tensors.u8'} has {data.size} bytes; {count} tensors of {width}x{height} need {count * height * width}")
    with (folder / "rows.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if len(rows) != count:
        raise ValueError(f"{folder / 'rows.tsv'} has {len(rows)} rows; prepared.json says {count}")
    for position, row in enumerate(rows):
        if row["kind"] not in ("genuine", "forgery"):
            raise ValueError(f"{folder / 'rows.tsv'}, row {position}: kind is '{row['kind']}', not genuine or forgery")
    return Prepared(
        ink=torch.from_numpy(data.reshape(count, height, width)),
        dataset=[row["dataset"] for row in rows],
        writer=[row["writer"] for row in rows],
        genuine=[row["kind"] == "genuine" for row in rows],
        split=[row["split"] for row in rows],
        imaging_version=str(head["imagingVersion"]),
        path=[row["path"] for row in rows],
    )


def writers_of(prepared: Prepared, split: str) -> list[Writer]:
    """The writers of a split who have at least two genuine signatures, sorted by name."""
    rows: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    for index, name in enumerate(prepared.writer):
        if prepared.split[index] != split:
            continue
        genuine, forged = rows.setdefault((prepared.dataset[index], name), ([], []))
        (genuine if prepared.genuine[index] else forged).append(index)
    found = [
        Writer(name, dataset, np.array(genuine, dtype=np.int64), np.array(forged, dtype=np.int64))
        for (dataset, name), (genuine, forged) in sorted(rows.items())
    ]
    return [writer for writer in found if len(writer.genuine) >= 2]


def hold_out(writers: list[Writer], every: int, first: int) -> tuple[list[Writer], list[Writer]]:
    """Parts training writers from held-out ones: of each data set, each `every`-th writer from `first` is held out."""
    kept: list[Writer] = []
    held: list[Writer] = []
    seen: dict[str, int] = {}
    for writer in writers:
        position = seen.get(writer.dataset, 0)
        seen[writer.dataset] = position + 1
        (held if position % every == first else kept).append(writer)
    return kept, held


@dataclass(frozen=True)
class WriterBatch:
    """Rows of a batch: for each writer in turn, `genuine` genuine ones, then `forged` skilled forgeries."""

    rows: torch.Tensor  # int64 [writers * (genuine + forged)]
    writers: int
    genuine: int
    forged: int


class BatchSource:
    """Draws batches of writers: the data sets take turns, so that each fills an equal share of the batch."""

    def __init__(self, writers: list[Writer], batch_writers: int, genuine: int, forged: int, seed: int) -> None:
        self.batch_writers, self.genuine, self.forged = batch_writers, genuine, forged
        self.random = np.random.default_rng(seed)
        self.sets: list[list[Writer]] = []
        for dataset in sorted({writer.dataset for writer in writers}):
            members = [writer for writer in writers if writer.dataset == dataset and len(writer.forged) > 0]
            if members:
                self.sets.append(members)
        if not self.sets:
            raise ValueError("no writer has both genuine signatures and skilled forgeries")
        self.queues: list[list[Writer]] = [[] for _ in self.sets]

    def draw(self) -> WriterBatch:
        """The next batch. No writer comes twice in one, unless the sets hold too few of them."""
        rows: list[np.ndarray] = []
        for place in range(self.batch_writers):
            which = place % len(self.sets)
            if not self.queues[which]:
                order = self.random.permutation(len(self.sets[which]))
                self.queues[which] = [self.sets[which][index] for index in order]
            writer = self.queues[which].pop()
            rows.append(self._choose(writer.genuine, self.genuine))
            rows.append(self._choose(writer.forged, self.forged))
        return WriterBatch(torch.from_numpy(np.concatenate(rows)), self.batch_writers, self.genuine, self.forged)

    def _choose(self, rows: np.ndarray, count: int) -> np.ndarray:
        """`count` rows without repetition, or with it where there are fewer."""
        return self.random.choice(rows, size=count, replace=len(rows) < count)
