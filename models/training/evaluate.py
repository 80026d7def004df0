"""Error rates under the protocol of the data sets' README: writer-disjoint, one threshold for all writers.

The figures that count are printed by `countersign evaluate`; these guide the training. Nothing is calibrated here: the
joined distance of a questioned signature is the mean of its two smallest distances to the specimens, less `share` of the
same figure for the specimens among themselves.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from data import Prepared, Writer, hold_out, load_prepared, writers_of


def equal_error_rate(genuine: np.ndarray, forged: np.ndarray) -> float:
    """EER of distances (low: genuine), as the mean of FAR and FRR at the threshold where they lie nearest.

    Where two thresholds, one on each side of the crossing, lie as near: the mean of both, as src-main/metric has it.
    """
    thresholds = np.unique(np.concatenate([genuine, forged]))
    reject = 1 - np.searchsorted(np.sort(genuine), thresholds, side="right") / len(genuine)
    accept = np.searchsorted(np.sort(forged), thresholds, side="right") / len(forged)
    gap = np.abs(reject - accept)
    nearest = gap <= gap.min() + 1e-12
    return float(((reject + accept) / 2)[nearest].mean())


@dataclass(frozen=True)
class Rates:
    """Error rates of one data set with one number of specimens."""

    skilled: float
    random: float
    writer_mean: float


def embed_all(net: nn.Module, ink: torch.Tensor, batch: int = 128) -> torch.Tensor:
    """Templates [N, D] of uint8 tensors [N, H, W]."""
    net.eval()
    with torch.no_grad():
        parts = [net(ink[start : start + batch].float().div(255.0).unsqueeze(1)) for start in range(0, ink.shape[0], batch)]
    return torch.cat(parts)


def smallest_two(distances: np.ndarray, axis: int) -> np.ndarray:
    """Mean of the two smallest along an axis (of the one there is, where there is one)."""
    ordered = np.sort(distances, axis=axis)
    return np.take(ordered, range(min(2, ordered.shape[axis])), axis=axis).mean(axis=axis)


def specimen_spread(pairwise: np.ndarray) -> float:
    """How far n >= 2 specimens lie from each other: each one's joined distance to the others, averaged; [n, n] in, the diagonal isn't read."""
    count = pairwise.shape[0]
    others = pairwise[~np.eye(count, dtype=bool)].reshape(count, count - 1)
    return float(smallest_two(others, 1).mean())


def rates_of(templates: np.ndarray, writers: list[Writer], specimens: int, share: float, seed: int = 7) -> Rates:
    """Rates over the writers of one data set; `share` of the specimens' own spread is taken off (0 for one specimen)."""
    squared = 2 - 2 * templates @ templates.T
    distance = np.sqrt(np.maximum(squared, 0))
    generator = np.random.default_rng(seed)
    genuine: list[np.ndarray] = []
    skilled: list[np.ndarray] = []
    other: list[np.ndarray] = []
    each: list[float] = []
    for writer in writers:
        strangers = np.array([generator.choice(another.genuine) for another in writers if another is not writer])
        mine: list[np.ndarray] = []
        forged: list[np.ndarray] = []
        if specimens == 1:
            upper = np.triu_indices(len(writer.genuine), 1)
            mine.append(distance[np.ix_(writer.genuine, writer.genuine)][upper])
            forged.append(distance[np.ix_(writer.genuine, writer.forged)].ravel())
            other.append(distance[np.ix_(writer.genuine, strangers)].ravel())
        else:
            for _ in range(5):
                order = generator.permutation(writer.genuine)
                chosen, rest = order[:specimens], order[specimens:]
                spread = share * specimen_spread(distance[np.ix_(chosen, chosen)])
                mine.append(smallest_two(distance[np.ix_(chosen, rest)], 0) - spread)
                forged.append(smallest_two(distance[np.ix_(chosen, writer.forged)], 0) - spread)
                other.append(smallest_two(distance[np.ix_(chosen, strangers)], 0) - spread)
        genuine.append(np.concatenate(mine))
        skilled.append(np.concatenate(forged))
        if genuine[-1].size and skilled[-1].size:
            each.append(equal_error_rate(genuine[-1], skilled[-1]))
    everyone = np.concatenate(genuine)
    return Rates(equal_error_rate(everyone, np.concatenate(skilled)), equal_error_rate(everyone, np.concatenate(other)), float(np.mean(each)))


def table_of(templates: np.ndarray, writers: list[Writer]) -> dict[str, float]:
    """The figures that the log keeps, by name: set, specimens, share of the spread taken off (in per cent), kind."""
    figures: dict[str, float] = {}
    for dataset in sorted({writer.dataset for writer in writers}):
        members = [writer for writer in writers if writer.dataset == dataset]
        for specimens, share in ((1, 0.0), (5, 0.0), (5, 0.5), (5, 1.0)):
            rates = rates_of(templates, members, specimens, share)
            name = f"{dataset}-{specimens}-{int(share * 100)}"
            figures[f"{name}-skilled"] = rates.skilled
            figures[f"{name}-random"] = rates.random
            if specimens == 1 or share == 0:
                figures[f"{name}-writer-mean"] = rates.writer_mean
    return figures


def evaluate_net(net: nn.Module, prepared: Prepared, writers: list[Writer]) -> dict[str, float]:
    """Embeds the writers' signatures and returns table_of them."""
    rows = np.sort(np.concatenate([part for writer in writers for part in (writer.genuine, writer.forged)]))
    place = np.full(prepared.ink.shape[0], -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    moved = [Writer(writer.name, writer.dataset, place[writer.genuine], place[writer.forged]) for writer in writers]
    return table_of(embed_all(net, prepared.ink[torch.from_numpy(rows)]).numpy().astype(np.float64), moved)


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints a checkpoint's error rates on a split.")
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True, help="one, or several whose templates are put side by side")
    parser.add_argument("--split", default="validation")
    parser.add_argument("--held-every", type=int, default=0, help="only the writers that this setting held out of the training")
    parser.add_argument("--held-first", type=int, default=1)
    arguments = parser.parse_args()
    from checkpoint import load_nets  # here: checkpoint.py imports the net, which the functions above don't need

    prepared = load_prepared(arguments.data)
    writers = writers_of(prepared, arguments.split)
    if arguments.held_every:
        writers = hold_out(writers, arguments.held_every, arguments.held_first)[1]
    for name, value in evaluate_net(load_nets(arguments.checkpoint), prepared, writers).items():
        print(f"{name}\t{100 * value:.2f}")


if __name__ == "__main__":
    main()
