"""What the training commands share: options, the learning rate's path, the running average, log and checkpoints."""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from augment import Augmentation
from checkpoint import save_checkpoint
from net import NetShape, Twin


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Options that every run has: where from and to, how long, how fast, what is held out."""
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--minutes", type=float, default=0, help="end after so many minutes: the schedule follows the clock, not the steps")
    parser.add_argument("--writers", type=int, default=6, help="writers in a batch")
    parser.add_argument("--genuine", type=int, default=5)
    parser.add_argument("--forged", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--writer-chance", type=float, default=Augmentation.writer_chance)
    parser.add_argument("--held-every", type=int, default=0, help="hold every n-th training writer out, to choose a recipe by; 0: train on all")
    parser.add_argument("--held-first", type=int, default=1)
    parser.add_argument("--evaluate-every", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261124)


def add_shape_options(parser: argparse.ArgumentParser) -> None:
    """Options for the shape of a Twin."""
    parser.add_argument("--channels", default="16,32,64,128")
    parser.add_argument("--blocks", default="1,1,1")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--bands", type=int, default=2)
    parser.add_argument("--part", type=int, default=32)
    parser.add_argument("--whole", type=int, default=64)


def shape_of(options: argparse.Namespace) -> NetShape:
    """The NetShape that add_shape_options read."""
    return NetShape(
        channels=tuple(int(part) for part in options.channels.split(",")),
        blocks=tuple(int(part) for part in options.blocks.split(",")),
        columns=options.columns, bands=options.bands, part=options.part, whole=options.whole,
    )


def begin(options: argparse.Namespace) -> None:
    """Threads, seeds and the output folder of a run."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)


def print_head(**values: object) -> None:
    """The first line that a run prints: what is trained, on how much."""
    print(json.dumps(values), flush=True)


def rate_at(progress: float, top: float) -> float:
    """Learning rate: a short rise, then a cosine to a hundredth."""
    if progress < 0.03:
        return top * (0.05 + 0.95 * progress / 0.03)
    return top * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (progress - 0.03) / 0.97)))


def parameter_groups(net: nn.Module, decay: float) -> list[dict[str, object]]:
    """Weight decay on filters and matrices only, not on biases and normalisation."""
    heavy = [value for value in net.parameters() if value.ndim > 1]
    light = [value for value in net.parameters() if value.ndim <= 1]
    return [{"params": heavy, "weight_decay": decay}, {"params": light, "weight_decay": 0.0}]


@torch.no_grad()
def average_into(average: nn.Module, net: nn.Module, keep: float) -> None:
    """Moves the running average of weights and of normalisation statistics towards the net."""
    for mean, value in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
        if mean.dtype.is_floating_point:
            mean.lerp_(value, 1 - keep)
        else:
            mean.copy_(value)


def templates_in_training(net: Twin, ink: torch.Tensor) -> torch.Tensor:
    """Templates [N, D] with the convolutions in bfloat16 and the head in float32."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        features = net.stages(net.stem(ink))
    return net.head(features.float())


def run_training(
    options: argparse.Namespace,
    optimiser: torch.optim.Optimizer,
    learning: Sequence[tuple[nn.Module, nn.Module]],
    loss_of: Callable[[float], torch.Tensor],
    figures_of: Callable[[], dict[str, float]],
    content_of: Callable[[], dict[str, Any]],
) -> None:
    """Trains until the steps or the minutes are over.

    `learning` pairs each net that learns with its running average. `loss_of` draws a batch and returns its loss, given how
    far the run is (0..1). Every `evaluate_every` steps a line of log.tsv holds the figures of `figures_of` (shares, written
    in per cent), and checkpoint.pt the values of `content_of` with step and settings.
    """
    settings = {name: str(value) for name, value in vars(options).items()}
    parameters = [value for net, _ in learning for value in net.parameters() if value.requires_grad]
    started = time.monotonic()
    log = (options.out / "log.tsv").open("w", encoding="utf-8")
    names: list[str] | None = None
    running, counted, step, progress = 0.0, 0, 0, 0.0
    while progress < 1:
        elapsed = time.monotonic() - started
        progress = min(1.0, elapsed / (60 * options.minutes)) if options.minutes else step / options.steps
        for group in optimiser.param_groups:
            group["lr"] = rate_at(progress, options.rate) * group.get("share", 1.0)
        loss = loss_of(progress)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 2.0)
        optimiser.step()
        step += 1
        for net, average in learning:
            average_into(average, net, min(options.average, (1 + step) / (10 + step)))
        running, counted = running + float(loss.detach()), counted + 1
        if step % options.evaluate_every == 0 or progress >= 1:
            figures = figures_of()
            if names is None:
                names = list(figures)
                log.write("\t".join(["step", "minutes", "rate", "loss", *names]) + "\n")
            minutes = (time.monotonic() - started) / 60
            values = [str(step), f"{minutes:.2f}", f"{rate_at(progress, options.rate):.6f}", f"{running / counted:.4f}", *(f"{100 * figures[name]:.2f}" for name in names)]
            log.write("\t".join(values) + "\n")
            log.flush()
            print(f"step {step} minutes {minutes:.1f} loss {running / counted:.4f} " + " ".join(f"{name.replace('-skilled', '')} {100 * figures[name]:.1f}" for name in names if name.endswith("skilled") or "5-50-random" in name), flush=True)
            running, counted = 0.0, 0
            save_checkpoint(options.out / "checkpoint.pt", {**content_of(), "step": step, "settings": settings})
    log.close()
