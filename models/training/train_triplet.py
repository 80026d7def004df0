"""Trains the twin of models/triplet. See README.md for the command; `--help` for what can be changed."""

from __future__ import annotations

import argparse
import copy
from dataclasses import replace
from pathlib import Path

import torch

from augment import Augmentation, Augmenter
from checkpoint import read_checkpoint
from data import BatchSource, hold_out, load_prepared, writers_of
from evaluate import evaluate_net
from losses import joined_triplet, triplet
from net import Twin, multiply_adds
from training_loop import add_run_options, add_shape_options, begin, parameter_groups, print_head, run_training, shape_of, templates_in_training


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
    begin(options)
    prepared = load_prepared(options.data)
    writers = writers_of(prepared, "train")
    kept, held = hold_out(writers, options.held_every, options.held_first) if options.held_every else (writers, [])
    shape = shape_of(options)
    net = Twin(shape)
    if options.start_from:
        net.load_state_dict(read_checkpoint(options.start_from)["average"])
    net = net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(net).eval()
    source = BatchSource(kept, options.writers, options.genuine, options.forged, options.seed)
    augment = Augmenter(replace(Augmentation(), writer_chance=options.writer_chance), options.seed + 1)
    optimiser = torch.optim.AdamW(parameter_groups(net, options.decay), lr=options.rate, betas=(0.9, 0.99))
    height, width = prepared.size
    print_head(
        writers=len(kept), held=len(held), template=net.template_size, parameters=sum(value.numel() for value in net.parameters()),
        multiplyAdds=multiply_adds(average, height, width), input=[height, width], imaging=prepared.imaging_version,
    )

    def loss_of(progress: float) -> torch.Tensor:
        batch = source.draw()
        ink = augment(prepared.ink[batch.rows], batch.writers).contiguous(memory_format=torch.channels_last)
        net.train()
        templates = templates_in_training(net, ink)
        sizes = (batch.writers, batch.genuine, batch.forged)
        loss = triplet(templates, *sizes, options.margin, "all" if progress < options.all_until else options.mining)
        if options.joined:
            loss = loss + options.joined * joined_triplet(templates, *sizes, options.joined_margin)
        return loss

    run_training(
        options, optimiser, [(net, average)], loss_of,
        lambda: evaluate_net(average, prepared, held) if held else {},
        lambda: {"shape": shape.to_json(), "average": average.state_dict(), "net": net.state_dict(), "imaging": prepared.imaging_version},
    )


if __name__ == "__main__":
    main()
