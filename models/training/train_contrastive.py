"""Trains the twin of models/contrastive. See README.md for the command; `--help` for what can be changed."""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from augment import Augmentation, Augmenter
from checkpoint import read_checkpoint, save_checkpoint
from data import BatchSource, hold_out, load_prepared, writers_of
from evaluate import evaluate_net
from losses import double_margin, joined_contrastive, soft_contrastive
from net import NetShape, Twin, multiply_adds


def arguments_of() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
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
    parser.add_argument("--loss", choices=("soft", "double-margin"), default="soft")
    parser.add_argument("--margin", type=float, default=0.6, help="squared distance that parts the two kinds of pairs")
    parser.add_argument("--sharpness", type=float, default=10.0)
    parser.add_argument("--joined", type=float, default=1.0, help="weight of the loss on joined distances")
    parser.add_argument("--joined-margin", type=float, default=0.12)
    parser.add_argument("--channels", default="16,32,64,128")
    parser.add_argument("--blocks", default="1,1,1")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--bands", type=int, default=2)
    parser.add_argument("--part", type=int, default=32)
    parser.add_argument("--whole", type=int, default=64)
    parser.add_argument("--writer-chance", type=float, default=Augmentation.writer_chance)
    parser.add_argument("--held-every", type=int, default=0, help="hold every n-th training writer out, to choose a recipe by; 0: train on all")
    parser.add_argument("--held-first", type=int, default=1)
    parser.add_argument("--evaluate-every", type=int, default=200)
    parser.add_argument("--start-from", type=Path, help="checkpoint whose averaged weights to start from")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261124)
    return parser.parse_args()


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


def main() -> None:
    options = arguments_of()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)

    prepared = load_prepared(options.data)
    writers = writers_of(prepared, "train")
    kept, held = hold_out(writers, options.held_every, options.held_first) if options.held_every else (writers, [])
    shape = NetShape(
        channels=tuple(int(part) for part in options.channels.split(",")),
        blocks=tuple(int(part) for part in options.blocks.split(",")),
        columns=options.columns, bands=options.bands, part=options.part, whole=options.whole,
    )
    net = Twin(shape)
    if options.start_from:
        net.load_state_dict(read_checkpoint(options.start_from)["average"])
    net = net.to(memory_format=torch.channels_last)
    average = copy.deepcopy(net).eval()
    source = BatchSource(kept, options.writers, options.genuine, options.forged, options.seed)
    augment = Augmenter(replace(Augmentation(), writer_chance=options.writer_chance), options.seed + 1)
    optimiser = torch.optim.AdamW(parameter_groups(net, options.decay), lr=options.rate, betas=(0.9, 0.99))
    height, width = prepared.size
    settings = {name: str(value) for name, value in vars(options).items()}
    print(json.dumps({
        "writers": len(kept), "held": len(held), "template": net.template_size, "parameters": sum(value.numel() for value in net.parameters()),
        "multiplyAdds": multiply_adds(average, height, width), "input": [height, width], "imaging": prepared.imaging_version,
    }), flush=True)

    started = time.monotonic()
    log = (options.out / "log.tsv").open("w", encoding="utf-8")
    names: list[str] | None = None
    running, counted, step, progress = 0.0, 0, 0, 0.0
    while progress < 1:
        elapsed = time.monotonic() - started
        progress = min(1.0, elapsed / (60 * options.minutes)) if options.minutes else step / options.steps
        for group in optimiser.param_groups:
            group["lr"] = rate_at(progress, options.rate)
        batch = source.draw()
        ink = augment(prepared.ink[batch.rows], batch.writers).contiguous(memory_format=torch.channels_last)
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            features = net.stages(net.stem(ink))
        templates = net.head(features.float())
        sizes = (batch.writers, batch.genuine, batch.forged)
        if options.loss == "soft":
            loss = soft_contrastive(templates, *sizes, options.margin, options.sharpness)
        else:
            loss = double_margin(templates, *sizes, 0.5, 1.0)
        if options.joined:
            loss = loss + options.joined * joined_contrastive(templates, *sizes, options.joined_margin, 2 * options.sharpness)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step += 1
        average_into(average, net, min(options.average, (1 + step) / (10 + step)))
        running, counted = running + float(loss.detach()), counted + 1
        if step % options.evaluate_every == 0 or progress >= 1:
            figures = evaluate_net(average, prepared, held) if held else {}
            if names is None:
                names = list(figures)
                log.write("\t".join(["step", "minutes", "rate", "loss", *names]) + "\n")
            minutes = (time.monotonic() - started) / 60
            values = [str(step), f"{minutes:.2f}", f"{rate_at(progress, options.rate):.6f}", f"{running / counted:.4f}", *(f"{100 * figures[name]:.2f}" for name in names)]
            log.write("\t".join(values) + "\n")
            log.flush()
            print(f"step {step} minutes {minutes:.1f} loss {running / counted:.4f} " + " ".join(f"{name.replace('-skilled', '')} {100 * figures[name]:.1f}" for name in names if name.endswith("skilled") or "5-50-random" in name), flush=True)
            running, counted = 0.0, 0
            save_checkpoint(options.out / "checkpoint.pt", {"shape": shape.to_json(), "average": average.state_dict(), "net": net.state_dict(), "step": step, "settings": settings, "imaging": prepared.imaging_version})
    log.close()


if __name__ == "__main__":
    main()
