"""The two towers of a half-twin: their copies of signatures, and error rates across them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from checkpoint import read_checkpoint, shape_from
from data import Prepared, Writer
from evaluate import Rates, equal_error_rate, smallest_two, specimen_spread
from net import Twin


def load_towers(path: Path) -> tuple[Twin, Twin]:
    """The reference and the questioned tower of a half-twin's checkpoint, ready to embed."""
    content = read_checkpoint(path)
    towers: list[Twin] = []
    for name in ("reference", "average"):
        tower = Twin(shape_from(content["shape"]))
        tower.load_state_dict(content[name])
        towers.append(tower.eval())
    return towers[0], towers[1]


def copies_of(clean: Prepared, degraded: Prepared) -> list[np.ndarray]:
    """For each row of `clean` the rows of `degraded` that are copies of the same scan, by path; there may be none."""
    found: dict[str, list[int]] = {}
    for row, path in enumerate(degraded.path):
        found.setdefault(path, []).append(row)
    return [np.array(found.get(path, []), dtype=np.int64) for path in clean.path]


def cross_rates(reference: np.ndarray, questioned: Sequence[np.ndarray], writers: list[Writer], specimens: int, share: float, seed: int = 7) -> Rates:
    """rates_of of evaluate.py, but specimens are embedded by one tower and questioned signatures by another.

    `reference` [N, D] are the clean signatures' templates; each of `questioned` [N, D] those of one copy of each, row by row the
    same signatures, NaN where there is no such copy. Nothing is compared with a copy of itself. With one specimen the order
    of a pair counts: each of the two is specimen once.
    """
    generator = np.random.default_rng(seed)
    genuine: list[np.ndarray] = []
    skilled: list[np.ndarray] = []
    other: list[np.ndarray] = []
    each: list[float] = []
    for writer in writers:
        strangers = np.array([generator.choice(another.genuine) for another in writers if another is not writer])
        own = reference[writer.genuine].astype(np.float64)
        place = {row: index for index, row in enumerate(writer.genuine)}
        among = between(own, own)
        draws = [np.array([place[row] for row in generator.permutation(writer.genuine)]) for _ in range(5)] if specimens > 1 else []
        mine: list[np.ndarray] = []
        forged: list[np.ndarray] = []
        for copies in questioned:
            to_own, to_forged, to_other = (between(own, copies[rows].astype(np.float64)) for rows in (writer.genuine, writer.forged, strangers))
            if specimens == 1:
                mine.append(to_own[~np.eye(len(own), dtype=bool)])
                forged.append(to_forged.ravel())
                other.append(present(to_other.ravel()))
            for order in draws:
                chosen, rest = order[:specimens], order[specimens:]
                spread = share * specimen_spread(among[np.ix_(chosen, chosen)])
                mine.append(smallest_two(to_own[np.ix_(chosen, rest)], 0) - spread)
                forged.append(smallest_two(to_forged[chosen], 0) - spread)
                other.append(present(smallest_two(to_other[chosen], 0) - spread))
        genuine.append(present(np.concatenate(mine)))
        skilled.append(present(np.concatenate(forged)))
        if genuine[-1].size and skilled[-1].size:
            each.append(equal_error_rate(genuine[-1], skilled[-1]))
    everyone = np.concatenate(genuine)
    return Rates(equal_error_rate(everyone, np.concatenate(skilled)), equal_error_rate(everyone, np.concatenate(other)), float(np.mean(each)))


def between(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Euclidean distances of unit vectors, [n, D] and [m, D] to [n, m]; NaN where a vector is."""
    return np.sqrt(np.maximum(2 - 2 * left @ right.T, 0))


def present(values: np.ndarray) -> np.ndarray:
    """The values that aren't NaN."""
    return values[~np.isnan(values)]


def embed_rows(net: torch.nn.Module, prepared: Prepared, rows: np.ndarray, batch: int = 128) -> np.ndarray:
    """Templates [rows, D]; NaN where a row is -1."""
    net.eval()
    given = np.flatnonzero(rows >= 0)
    parts: list[np.ndarray] = []
    with torch.no_grad():
        for start in range(0, len(given), batch):
            ink = prepared.ink[torch.from_numpy(rows[given[start : start + batch]])]
            parts.append(net(ink.float().div(255.0).unsqueeze(1)).numpy())
    templates = np.concatenate(parts)
    full = np.full((len(rows), templates.shape[1]), np.nan, dtype=np.float32)
    full[given] = templates
    return full


def evaluate_towers(reference: torch.nn.Module, questioned: torch.nn.Module, clean: Prepared, degraded: Prepared | None, writers: list[Writer]) -> dict[str, float]:
    """Figures by name (set, specimens, share of the spread taken off, kind) with clean specimens and questioned signatures
    from `degraded` (None: clean ones, too)."""
    rows = np.sort(np.concatenate([part for writer in writers for part in (writer.genuine, writer.forged)]))
    place = {int(row): index for index, row in enumerate(rows)}
    moved = [
        Writer(writer.name, writer.dataset, *(np.array([place[int(row)] for row in part], dtype=np.int64) for part in (writer.genuine, writer.forged)))
        for writer in writers
    ]
    specimens = embed_rows(reference, clean, rows)
    if degraded is None:
        copies = [embed_rows(questioned, clean, rows)]
    else:
        found = [copies_of(clean, degraded)[row] for row in rows]
        most = max(len(each) for each in found)
        copies = [embed_rows(questioned, degraded, np.array([each[index] if index < len(each) else -1 for each in found])) for index in range(most)]
    figures: dict[str, float] = {}
    for dataset in sorted({writer.dataset for writer in moved}):
        members = [writer for writer in moved if writer.dataset == dataset]
        for number, share in ((1, 0.0), (5, 0.0), (5, 0.5), (5, 1.0)):
            rates = cross_rates(specimens, copies, members, number, share)
            name = f"{dataset}-{number}-{int(share * 100)}"
            figures[f"{name}-skilled"] = rates.skilled
            figures[f"{name}-random"] = rates.random
    return figures
