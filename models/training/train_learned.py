"""Trains the tower and the distance network of models/learned together. See README.md for the commands."""

from __future__ import annotations

import argparse
import copy
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing
from torch import nn

from augment import Augmentation, Augmenter
from checkpoint import read_checkpoint, save_checkpoint
from data import BatchSource, Prepared, Writer, hold_out, load_prepared, writers_of
from net import multiply_adds
from net_learned import Learned, LearnedShape
from pairs import joined_loss, measure, pair_loss, plan_pairs, table_of, tables
from training_loop import average_into, parameter_groups, rate_at


def arguments_of() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--degraded", type=Path, help="folder that `countersign prepare --degrade cheque` wrote from the same index")
    parser.add_argument("--degraded-chance", type=float, default=0.2)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--writers-of", default="train", choices=("train", "fold-a", "fold-b", "cedar", "dutch", "all"), help="the split; half of all writers; the train writers of one set")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=0, help="end after so many minutes: the schedule follows the clock, not the steps")
    parser.add_argument("--batch-writers", type=int, default=6)
    parser.add_argument("--genuine", type=int, default=5)
    parser.add_argument("--forged", type=int, default=4)
    parser.add_argument("--strangers", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--margin", type=float, default=1.0)
    parser.add_argument("--sharpness", type=float, default=6.0)
    parser.add_argument("--joined-margin", type=float, default=0.3)
    parser.add_argument("--share", type=float, default=0.8, help="share of the specimens' spread that the joined loss takes off")
    parser.add_argument("--drop", type=float, default=0.1, help="chance that a channel of the cells is left out")
    parser.add_argument("--geometry", type=float, default=0.6, help="how much of augment.py's own-signature geometry to use")
    parser.add_argument("--turn-chance", type=float, default=0.08, help="chance of a turn by up to 22 degrees")
    parser.add_argument("--writer-chance", type=float, default=0.4)
    parser.add_argument("--shape", default="{}", help="JSON of LearnedShape fields")
    parser.add_argument("--held-every", type=int, default=0)
    parser.add_argument("--held-first", type=int, default=1)
    parser.add_argument("--measure-every", type=float, default=8, help="minutes between measurements on held-out writers")
    parser.add_argument("--start-from", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help="each with batches of its own; their gradients are averaged at every step")
    parser.add_argument("--seed", type=int, default=20261124)
    return parser.parse_args()


def choose_writers(prepared: Prepared, which: str) -> list[Writer]:
    """The writers that may train."""
    if which == "train":
        return writers_of(prepared, "train")
    if which in ("cedar", "dutch"):
        return [writer for writer in writers_of(prepared, "train") if writer.dataset == which]
    every = sorted(writers_of(prepared, "train") + writers_of(prepared, "validation"), key=lambda writer: (writer.dataset, writer.name))
    if which == "all":
        return every
    second, first = hold_out(every, 2, 0)
    return first if which == "fold-a" else second


class Inks:
    """Clean tensors, and in some places those of the same scan after what a cheque does to it."""

    def __init__(self, prepared: Prepared, degraded: Path | None, chance: float, seed: int) -> None:
        self.clean = prepared.ink
        self.chance = chance
        self.random = np.random.default_rng(seed)
        self.copies: dict[int, list[int]] = {}
        self.degraded: torch.Tensor | None = None
        if degraded is not None:
            other = load_prepared(degraded)
            if other.imaging_version != prepared.imaging_version:
                raise ValueError(f"{degraded} was prepared by another version of imaging")
            self.degraded = other.ink
            rows = {path: row for row, path in enumerate(prepared.path)}
            for row, path in enumerate(other.path):
                if path in rows:
                    self.copies.setdefault(rows[path], []).append(row)

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """uint8 [n, H, W] of clean rows."""
        ink = self.clean[rows]
        if self.degraded is not None:
            for place, row in enumerate(rows.tolist()):
                copies = self.copies.get(row)
                if copies and self.random.random() < self.chance:
                    ink[place] = self.degraded[copies[self.random.integers(len(copies))]]
        return ink


def augmentation(options: argparse.Namespace) -> Augmentation:
    """augment.py's, with less geometry for each signature alone: how far strokes move is what this model looks at."""
    base = Augmentation()
    share = options.geometry
    return replace(
        base, rotation_degrees=base.rotation_degrees * share, scale=base.scale * share, aspect=base.aspect * share, shear=base.shear * share,
        elastic=base.elastic * share, writer_chance=options.writer_chance,
    )


def turn_some(ink: torch.Tensor, chance: float, generator: torch.Generator) -> torch.Tensor:
    """Turns some of float [N, 1, H, W] by up to 22 degrees, made smaller so that the canvas still holds them."""
    chosen = (torch.rand(ink.shape[0], generator=generator) < chance).nonzero().flatten()
    if chosen.numel() == 0:
        return ink
    angle = (torch.rand(chosen.numel(), generator=generator) * 2 - 1) * 0.38
    ratio = ink.shape[2] / ink.shape[3]
    size = 1 + 0.8 * angle.abs()
    zero = torch.zeros_like(angle)
    matrix = torch.stack([
        torch.stack([angle.cos() * size, -angle.sin() * size * ratio, zero], dim=1),
        torch.stack([angle.sin() * size / ratio, angle.cos() * size, zero], dim=1),
    ], dim=1)
    grid = nn.functional.affine_grid(matrix, [chosen.numel(), 1, ink.shape[2], ink.shape[3]], align_corners=False)
    turned = ink.clone()
    turned[chosen] = nn.functional.grid_sample(ink[chosen], grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    return turned


def main() -> None:
    options = arguments_of()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.processes == 1:
        run(0, options)
    else:
        (options.out / "meeting").unlink(missing_ok=True)
        multiprocessing.spawn(run, args=(options,), nprocs=options.processes)


@torch.no_grad()
def share_gradients(model: nn.Module, processes: int) -> None:
    """Gives every process the mean of all gradients."""
    gradients = [value.grad for value in model.parameters() if value.grad is not None]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(flat)
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient) / processes)
        start += gradient.numel()


def run(rank: int, options: argparse.Namespace) -> None:
    """One process's training; the first one keeps the log, the averaged weights and the checkpoints."""
    alone = options.processes == 1
    if not alone:
        distributed.init_process_group("gloo", init_method=f"file://{(options.out / 'meeting').resolve()}", rank=rank, world_size=options.processes)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    seed = options.seed + 1000 * rank
    prepared = load_prepared(options.data)
    writers = choose_writers(prepared, options.writers_of)
    kept, held = hold_out(writers, options.held_every, options.held_first) if options.held_every else (writers, [])
    (options.out / "trained-on.tsv").write_text("dataset\twriter\n" + "".join(f"{writer.dataset}\t{writer.name}\n" for writer in kept), encoding="utf-8")
    shape = LearnedShape(**json.loads(options.shape))
    model = Learned(shape)
    if options.start_from:
        model.load_state_dict(read_checkpoint(options.start_from)["average"])
    model.tower = model.tower.to(memory_format=torch.channels_last)
    average = copy.deepcopy(model).eval()
    source = BatchSource(kept, options.batch_writers, options.genuine, options.forged, seed)
    inks = Inks(prepared, options.degraded, options.degraded_chance, seed + 2)
    augment = Augmenter(augmentation(options), seed + 1)
    generator = torch.Generator().manual_seed(seed + 3)
    chooser = np.random.default_rng(seed + 4)
    torch.manual_seed(seed + 5)
    optimiser = torch.optim.AdamW(parameter_groups(model, options.decay), lr=options.rate, betas=(0.9, 0.99))
    height, width = prepared.size
    settings = {name: str(value) for name, value in vars(options).items()}
    if rank == 0:
        print(json.dumps({
            "writers": len(kept), "held": len(held), "template": model.tower.template_size, "tower": sum(value.numel() for value in model.tower.parameters()),
            "distance": sum(value.numel() for value in model.distance.parameters()), "multiplyAdds": multiply_adds(average.tower, height, width), "imaging": prepared.imaging_version,
        }), flush=True)

    started = time.monotonic()
    log = (options.out / ("log.tsv" if rank == 0 else f"log-{rank}.tsv")).open("w", encoding="utf-8")
    names: list[str] | None = None
    running, counted, step, progress, measured = 0.0, 0, 0, 0.0, 0.0
    sizes = (options.batch_writers, options.genuine, options.forged, options.strangers)
    while progress < 1:
        elapsed = (time.monotonic() - started) / 60
        progress = min(1.0, elapsed / options.minutes) if options.minutes else step / options.steps
        if not alone:
            shared = torch.tensor([progress], dtype=torch.float64)
            distributed.broadcast(shared, 0)
            progress = float(shared)
        for group in optimiser.param_groups:
            group["lr"] = rate_at(progress, options.rate)
        batch = source.draw()
        ink = augment(inks(batch.rows), batch.writers)
        ink = turn_some(ink, options.turn_chance, generator).contiguous(memory_format=torch.channels_last)
        model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            raw = model.tower.trunk(ink)
        raw = nn.functional.dropout2d(raw.float(), options.drop)
        templates = model.tower.template(ink, raw)
        plan = plan_pairs(*sizes, chooser)
        distances = model.distance.pairs(templates, plan.first, plan.second)
        among, against = tables(distances, *sizes)
        loss = pair_loss(distances, plan.kind, options.margin, options.sharpness)
        loss = loss + joined_loss(among, against, options.forged, options.joined_margin, 2 * options.sharpness, options.share)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if not alone:
            share_gradients(model, options.processes)
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        if rank != 0:
            continue
        average_into(average, model, min(options.average, (1 + step) / (10 + step)))
        running, counted = running + float(loss.detach()), counted + 1
        elapsed = (time.monotonic() - started) / 60
        if elapsed - measured >= options.measure_every or progress >= 1:
            measured = elapsed
            figures = table_of(measure([average], prepared, held)) if held else {}
            if names is None:
                names = list(figures)
                log.write("\t".join(["step", "minutes", "rate", "loss", *names]) + "\n")
            log.write("\t".join([str(step), f"{elapsed:.2f}", f"{rate_at(progress, options.rate):.6f}", f"{running / counted:.4f}", *(f"{100 * figures[name]:.2f}" for name in names)]) + "\n")
            log.flush()
            print(f"step {step} minutes {elapsed:.1f} loss {running / counted:.4f} " + " ".join(f"{name.replace('-skilled', '')} {100 * figures[name]:.1f}" for name in names if name.endswith("skilled") or "-5-50-random" in name), flush=True)
            running, counted = 0.0, 0
            save_checkpoint(options.out / "checkpoint.pt", {"shape": shape.to_json(), "average": average.state_dict(), "net": model.state_dict(), "step": step, "settings": settings, "imaging": prepared.imaging_version})
    log.close()
    if not alone:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
