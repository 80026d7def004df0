"""Trains the two towers of models/half-twin: one for clean specimens, one for signatures as they come off cheques.

Both start from a twin's checkpoint. See README.md for the command; `--help` for what can be changed.
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from augment import Augmentation, Augmenter
from checkpoint import load_net, save_checkpoint
from data import BatchSource, hold_out, load_prepared, writers_of
from half_twin import copies_of, evaluate_towers
from losses import joined_contrastive_of, soft_contrastive_of
from training_loop import add_run_options, begin, parameter_groups, print_head, run_training, templates_in_training


def arguments_of() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_run_options(parser)
    parser.set_defaults(rate=1e-3)
    parser.add_argument("--degraded", type=Path, required=True, help="folder that `countersign prepare --degrade` wrote of the same index")
    parser.add_argument("--start-from", type=Path, required=True, help="a twin's checkpoint: what both towers start from")
    parser.add_argument("--reference", choices=("frozen", "tuned", "shared"), default="frozen", help="the specimens' tower: left as it is, trained at a tenth of the rate, or one and the same with the other")
    parser.add_argument("--clean-chance", type=float, default=0.2, help="share of questioned signatures that stay clean")
    parser.add_argument("--margin", type=float, default=0.6, help="squared distance that parts the two kinds of pairs")
    parser.add_argument("--sharpness", type=float, default=10.0)
    parser.add_argument("--joined", type=float, default=1.0, help="weight of the loss on joined distances")
    parser.add_argument("--joined-margin", type=float, default=0.12)
    parser.add_argument("--likeness", type=float, default=0.5, help="weight of the squared distance between a copy's template and that of the clean original")
    return parser.parse_args()


def main() -> None:
    options = arguments_of()
    begin(options)
    clean, degraded = load_prepared(options.data), load_prepared(options.degraded)
    if clean.size != degraded.size or clean.imaging_version != degraded.imaging_version:
        raise SystemExit(f"{options.data} and {options.degraded} differ in size or imaging version; prepare both again")
    copies = copies_of(clean, degraded)
    writers = writers_of(clean, "train")
    kept, held = hold_out(writers, options.held_every, options.held_first) if options.held_every else (writers, [])
    questioned = load_net(options.start_from).to(memory_format=torch.channels_last)
    average = copy.deepcopy(questioned).eval()
    shared = options.reference == "shared"
    reference = questioned if shared else copy.deepcopy(questioned).eval()
    reference_average = average if shared else copy.deepcopy(reference).eval()
    learning = [(questioned, average)]
    groups = parameter_groups(questioned, options.decay)
    if options.reference == "tuned":
        learning.append((reference, reference_average))
        groups += [{**group, "share": 0.1} for group in parameter_groups(reference, options.decay)]
    elif not shared:
        reference.requires_grad_(False)
    source = BatchSource(kept, options.writers, options.genuine, options.forged, options.seed)
    augment = Augmenter(replace(Augmentation(), writer_chance=options.writer_chance), options.seed + 1)
    random = np.random.default_rng(options.seed + 2)
    optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.99))
    each = options.genuine + options.forged
    print_head(
        writers=len(kept), held=len(held), template=questioned.template_size, parameters=sum(value.numel() for value in questioned.parameters()),
        copies=degraded.ink.shape[0], without=sum(len(rows) == 0 for rows in copies), imaging=clean.imaging_version,
    )

    def questioned_ink(rows: np.ndarray) -> torch.Tensor:
        """For each clean row a copy off a cheque, or now and then the clean one: uint8 [N, H, W]."""
        pictures: list[torch.Tensor] = []
        for row in rows:
            stays = len(copies[row]) == 0 or random.random() < options.clean_chance
            pictures.append(clean.ink[row] if stays else degraded.ink[random.choice(copies[row])])
        return torch.stack(pictures)

    def loss_of(_: float) -> torch.Tensor:
        batch = source.draw()
        sizes = (batch.writers, batch.genuine, batch.forged)
        rows = batch.rows.view(batch.writers, each)
        specimens = clean.ink[rows[:, : batch.genuine]]
        others = augment.on_a_cheque(questioned_ink(batch.rows.numpy())).view(batch.writers, each, *clean.size)
        # One call for both, writer by writer: a writer made into another one is the same on both sides.
        ink = augment(torch.cat([specimens, others], dim=1).flatten(0, 1), batch.writers)
        ink = ink.view(batch.writers, batch.genuine + each, 1, *clean.size)
        questioned.train()
        if options.reference == "tuned":
            reference.train()
        with torch.set_grad_enabled(options.reference != "frozen"):
            known = templates_in_training(reference, channels_last(ink[:, : batch.genuine]))
        asked = templates_in_training(questioned, channels_last(ink[:, batch.genuine :]))
        loss = soft_contrastive_of((2 - 2 * known @ asked.T).clamp(min=0), *sizes, options.margin, options.sharpness)
        known = known.view(batch.writers, batch.genuine, -1)
        asked = asked.view(batch.writers, each, -1)
        if options.joined:
            across = (2 - 2 * known @ asked.transpose(1, 2)).clamp(min=1e-6).sqrt()
            among = (2 - 2 * known @ known.transpose(1, 2)).clamp(min=1e-6).sqrt()
            loss = loss + options.joined * joined_contrastive_of(across, among, batch.genuine, batch.forged, options.joined_margin, 2 * options.sharpness)
        if options.likeness:
            loss = loss + options.likeness * (known - asked[:, : batch.genuine]).square().sum(dim=2).mean()
        return loss

    run_training(
        options, optimiser, learning, loss_of,
        lambda: evaluate_towers(reference_average, average, clean, degraded, held) if held else {},
        lambda: {"shape": average.shape.to_json(), "average": average.state_dict(), "reference": reference_average.state_dict(), "imaging": clean.imaging_version},
    )
    # Each tower as a twin's checkpoint, too, for export.py.
    for name, tower in (("reference", reference_average), ("questioned", average)):
        save_checkpoint(options.out / f"{name}.pt", {"shape": tower.shape.to_json(), "average": tower.state_dict(), "imaging": clean.imaging_version})


def channels_last(ink: torch.Tensor) -> torch.Tensor:
    """[writers, signatures, 1, H, W] to [N, 1, H, W] in the order of memory that convolutions are fastest with."""
    return ink.flatten(0, 1).contiguous(memory_format=torch.channels_last)


if __name__ == "__main__":
    main()
