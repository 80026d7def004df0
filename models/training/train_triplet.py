"""Trains the twin of models/triplet. See README.md for the command; `--help` for what can be changed."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from losses import joined_triplet, triplet
from training_loop import add_run_options, add_shape_options
from twin_run import Sizes, train_twin


def arguments_of() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_run_options(parser)
    add_shape_options(parser)
    parser.add_argument("--margin", type=float, default=0.3, help="by how much a negative's squared distance is to exceed a positive's")
    parser.add_argument("--mining", choices=("hard", "semi-hard", "all"), default="hard", help="which triplets count")
    parser.add_argument("--all-until", type=float, default=0.15, help="share of the run that takes every triplet first: the hardest alone may make all templates one")
    parser.add_argument("--joined", type=float, default=0.0, help="weight of the triplet loss on joined distances")
    parser.add_argument("--joined-margin", type=float, default=0.15)
    parser.add_argument("--start-from", type=Path, help="checkpoint whose averaged weights to start from")
    return parser.parse_args()


def main() -> None:
    options = arguments_of()

    def loss_of(templates: torch.Tensor, sizes: Sizes, progress: float) -> torch.Tensor:
        loss = triplet(templates, *sizes, options.margin, "all" if progress < options.all_until else options.mining)
        if options.joined:
            loss = loss + options.joined * joined_triplet(templates, *sizes, options.joined_margin)
        return loss

    train_twin(options, loss_of)


if __name__ == "__main__":
    main()
