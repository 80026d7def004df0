"""Prints a learned checkpoint's error rates on writers that it didn't train on, uncalibrated; see evaluate.py for the twin's."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from checkpoint import load_nets
from data import load_prepared, writers_of
from export_learned import load_learned
from pairs import WriterDistances, measure, table_of
from train_learned import choose_writers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True, help="one, or several whose distances are averaged")
    parser.add_argument("--on", default="validation", help="validation, or a choice of train_learned.py's --writers-of")
    parser.add_argument("--whole", type=Path, nargs="*", default=[], help="checkpoints of contrastive nets, whose distance is added")
    parser.add_argument("--weight", type=float, nargs="*", default=[1.0], help="weights of that distance to try")
    arguments = parser.parse_args()
    prepared = load_prepared(arguments.data)
    writers = writers_of(prepared, "validation") if arguments.on == "validation" else choose_writers(prepared, arguments.on)
    found = measure([load_learned(path) for path in arguments.checkpoint], prepared, writers)
    show("learned", found)
    if arguments.whole:
        net = load_nets(arguments.whole)

        def add(weight: float) -> list[WriterDistances]:
            both: list[WriterDistances] = []
            for writer, distances in zip(writers, found, strict=True):
                others = [other.genuine[len(other.genuine) // 2] for other in writers if other.dataset == writer.dataset and other is not writer]
                rows = np.concatenate([writer.genuine, writer.forged, np.array(others, dtype=np.int64)])
                with torch.no_grad():
                    templates = net(prepared.ink[torch.from_numpy(rows)].float().div(255).unsqueeze(1)).numpy().astype(np.float64)
                genuine = len(writer.genuine)
                table = np.sqrt(np.maximum(2 - 2 * templates[:genuine] @ templates.T, 0))
                np.fill_diagonal(table[:, :genuine], 0)
                forged = genuine + len(writer.forged)
                both.append(replace(
                    distances, among=distances.among + weight * table[:, :genuine], forged=distances.forged + weight * table[:, genuine:forged],
                    others=distances.others + weight * table[:, forged:],
                ))
            return both

        for weight in arguments.weight:
            show(f"with {weight:g} times the whole", add(weight))


def show(title: str, found: list[WriterDistances]) -> None:
    """One line a set: skilled EER (and random EER) for each number of specimens and share of the spread taken off."""
    figures = table_of(found)
    for dataset in sorted({writer.dataset for writer in found}):
        parts = [
            f"{specimens}-{share}: {100 * figures[f'{dataset}-{specimens}-{share}-skilled']:.1f} ({100 * figures[f'{dataset}-{specimens}-{share}-random']:.1f})"
            for specimens, share in ((1, 0), (3, 50), (5, 0), (5, 50), (5, 100))
        ]
        print(f"{title}  {dataset}  " + "  ".join(parts), flush=True)


if __name__ == "__main__":
    main()
