"""What the runs of a single twin have in common: writers, net, batches, augmentation, optimiser. They differ in their loss."""

from __future__ import annotations

import argparse
import copy
from collections.abc import Callable
from dataclasses import replace

import torch

from augment import Augmentation, Augmenter
from checkpoint import read_checkpoint
from data import BatchSource, hold_out, load_prepared, writers_of
from evaluate import evaluate_net
from net import Twin, multiply_adds
from training_loop import begin, parameter_groups, print_head, run_training, shape_of, templates_in_training

Sizes = tuple[int, int, int]  # writers of a batch, genuine signatures and skilled forgeries of each


def train_twin(options: argparse.Namespace, loss_of: Callable[[torch.Tensor, Sizes, float], torch.Tensor]) -> None:
    """Trains a Twin on the train split by a loss of a batch's templates [N, D], its sizes, and the run's progress from 0 to 1."""
    begin(options)
    prepared = load_prepared(options.data)
    of_set = getattr(options, "writers_of", "train")
    writers = [writer for writer in writers_of(prepared, "train") if of_set in ("train", writer.dataset)]
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

    def loss_at(progress: float) -> torch.Tensor:
        batch = source.draw()
        ink = augment(prepared.ink[batch.rows], batch.writers).contiguous(memory_format=torch.channels_last)
        net.train()
        return loss_of(templates_in_training(net, ink), (batch.writers, batch.genuine, batch.forged), progress)

    run_training(
        options, optimiser, [(net, average)], loss_at,
        lambda: evaluate_net(average, prepared, held) if held else {},
        lambda: {"shape": shape.to_json(), "average": average.state_dict(), "net": net.state_dict(), "imaging": prepared.imaging_version},
    )
