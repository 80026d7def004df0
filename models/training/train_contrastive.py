"""Trains the twin of models/contrastive. See README.md for the command; `--help` for what can be changed."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from losses import double_margin, joined_contrastive, soft_contrastive
from training_loop import add_run_options, add_shape_options
from twin_run import Sizes, train_twin


def arguments_of() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_run_options(parser)
    add_shape_options(parser)
    parser.add_argument("--loss", choices=("soft", "double-margin"), default="soft")
    parser.add_argument("--margin", type=float, default=0.6, help="squared distance that parts the two kinds of pairs")
    parser.add_argument("--sharpness", type=float, default=10.0)
    parser.add_argument("--joined", type=float, default=1.0, help="weight of the loss on joined distances")
    parser.add_argument("--joined-margin", type=float, default=0.12)
    parser.add_argument("--writers-of", default="train", choices=("train", "cedar", "dutch"), help="all train writers, or those of one set")
    parser.add_argument("--start-from", type=Path, help="checkpoint whose averaged weights to start from")
    return parser.parse_args()


def main() -> None:
    options = arguments_of()

    def loss_of(templates: torch.Tensor, sizes: Sizes, _: float) -> torch.Tensor:
        if options.loss == "soft":
            loss = soft_contrastive(templates, *sizes, options.margin, options.sharpness)
        else:
            loss = double_margin(templates, *sizes, 0.5, 1.0)
        if options.joined:
            loss = loss + options.joined * joined_contrastive(templates, *sizes, options.joined_margin, 2 * options.sharpness)
        return loss

    train_twin(options, loss_of)


if __name__ == "__main__":
    main()
