"""Trains the ink net on planes that scripts/ink-net/planes.ts wrote. README.md in this folder says how.

python train.py --planes FILE [FILE …] --held FILE --out DIR [--minutes 60]
"""

import argparse
import copy
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from data import Cropper, Planes, targets, tensor_of
from net import VOTE_UNIT, InkNet


class Crops(IterableDataset):
    def __init__(self, files: list[Path], side: int, seed: int) -> None:
        self.files, self.side, self.seed = files, side, seed

    def __iter__(self):
        torch.set_num_threads(1)
        worker = torch.utils.data.get_worker_info()
        cropper = Cropper(Planes(self.files), self.side, self.seed + (worker.id if worker else 0))
        while True:
            crop = cropper.draw()
            yield crop.image, *targets(crop, VOTE_UNIT)


def unshuffled(blocks: torch.Tensor) -> torch.Tensor:
    return functional.pixel_shuffle(blocks, 2)[:, 0]


def loss_of(net: InkNet, batch: list[torch.Tensor]) -> tuple[torch.Tensor, dict[str, float]]:
    image, votes, counted, heat, ink = batch
    said, voted, middles = net(image)
    said = unshuffled(said)
    weight = 0.03 + image[:, 0] + 0.7 * ink
    pixels = (functional.binary_cross_entropy_with_logits(said, ink, reduction="none") * weight).sum() / weight.sum()
    dark = image[:, 0].clamp(max=0.5)
    likely = torch.sigmoid(said) * dark
    wanted = ink * dark
    dice = 1 - (2 * (likely * ink).sum() + 1) / (likely.sum() + wanted.sum() + 1)
    away = functional.smooth_l1_loss(voted, votes, reduction="none", beta=0.2).sum(1)
    vote = (away * counted).sum() / counted.sum().clamp(min=1)
    chance = torch.sigmoid(middles[:, 0])
    # Focal, as for heat maps (Law and Deng 2018).
    peak = heat > 0.96
    log_yes = functional.logsigmoid(middles[:, 0])
    log_no = functional.logsigmoid(-middles[:, 0])
    focal = -(torch.where(peak, (1 - chance) ** 2 * log_yes, (1 - heat) ** 4 * chance**2 * log_no)).sum() / peak.sum().clamp(min=1)
    total = pixels + 0.5 * dice + 0.5 * vote + 0.1 * focal
    return total, {"pixels": pixels.item(), "dice": dice.item(), "vote": vote.item(), "middles": focal.item()}


@torch.no_grad()
def judge(net: InkNet, planes: Planes, most: int) -> dict[str, float]:
    """F1 over the pixels of whole cheques, weighted by ink, by tone; and how far votes miss, in pixels."""
    net.eval()
    sums: dict[str, list[float]] = {}
    misses: list[float] = []
    for index in np.linspace(0, len(planes) - 1, min(most, len(planes))).astype(int):
        plane = planes[index]
        image = tensor_of(plane)
        height, width = plane.ink.shape
        padded = functional.pad(image, (0, -width % 32, 0, -height % 32))
        said, voted, _ = net(padded[None])
        likely = (unshuffled(said)[0, :height, :width] > 0).float()
        ink = torch.from_numpy(plane.owner > 0).float()
        weight = image[0] * (image[0] > 0.12)
        row = sums.setdefault(plane.tone, [0.0, 0.0])
        row[0] += (2 * likely * ink * weight).sum().item()
        row[1] += ((likely + ink) * weight).sum().item()
        if len(plane.boxes) == 1:
            full = functional.interpolate(voted, scale_factor=4.0)[0, :, :height, :width] * VOTE_UNIT
            rows, columns = np.nonzero(plane.owner == 1)
            if len(rows):
                box = plane.boxes[0]
                x = full[0, rows, columns].numpy() + columns - (box[0] + box[2]) / 2
                y = full[1, rows, columns].numpy() + rows - (box[1] + box[3]) / 2
                misses.append(float(np.hypot(x, y).mean()))
    net.train()
    return {tone: round(a / max(1e-9, b), 4) for tone, (a, b) in sums.items()} | {"vote": round(float(np.mean(misses)), 2)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--planes", type=Path, nargs="+", required=True)
    parser.add_argument("--held", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--side", type=int, default=320)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    net = InkNet()
    if given.start:
        net.load_state_dict(torch.load(given.start, weights_only=True))
    slow = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), lr=given.rate, weight_decay=1e-3)
    loader = iter(DataLoader(Crops(given.planes, given.side, given.seed * 1000), batch_size=given.batch, num_workers=1, prefetch_factor=4))
    held = Planes(given.held)
    started = time.monotonic()
    step, told, sums = 0, 0.0, {}
    log = (given.out / "log.jsonl").open("a")
    while True:
        share = (time.monotonic() - started) / (given.minutes * 60)
        if share >= 1:
            break
        rate = given.rate * min(1, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * share))
        for group in optimiser.param_groups:
            group["lr"] = max(rate, 1e-5)
        loss, parts = loss_of(net, next(loader))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step += 1
        keep = min(0.998, 1 - 10 / (step + 10))
        with torch.no_grad():
            for old, new in zip(slow.state_dict().values(), net.state_dict().values()):
                if old.dtype.is_floating_point:
                    old.lerp_(new, 1 - keep)
                else:
                    old.copy_(new)
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + value
        if step % 50 == 0:
            line = {"step": step, "minutes": round((time.monotonic() - started) / 60, 1)} | {k: round(v / 50, 4) for k, v in sums.items()}
            sums = {}
            if time.monotonic() - told > 300:
                told = time.monotonic()
                line |= {"held": judge(slow, held, 60)}
                torch.save(slow.state_dict(), given.out / "slow.pt")
                torch.save(net.state_dict(), given.out / "net.pt")
            print(json.dumps(line), flush=True)
            log.write(json.dumps(line) + "\n")
            log.flush()
    torch.save(slow.state_dict(), given.out / "slow.pt")
    print(json.dumps({"steps": step, "held": judge(slow, held, 400)}), flush=True)


if __name__ == "__main__":
    main()
