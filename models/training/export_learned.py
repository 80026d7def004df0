"""Writes the tower and the distance network of a learned checkpoint, or of several side by side, as two ONNX files, and proves them.

Tower: `ink` float32 [N, 1, H, W], 0 paper to 1 ink, to `template` float32 [N, D]. Distance: `questioned` and `reference`
float32 [n, D] to `distance` [n] (not negative, symmetric, 0 for equal ones) and `map` [n, rows, columns]. N and n are free.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from checkpoint import load_nets, read_checkpoint
from data import load_prepared
from export import TOLERANCE, export_onnx, milliseconds, session_of
from net import multiply_adds
from net_learned import Learned, LearnedShape


class SeveralTowers(nn.Module):
    """Templates of several towers, one after another; those of whole signatures, where there are any, last."""

    def __init__(self, models: Sequence[Learned], whole: nn.Module | None) -> None:
        super().__init__()
        self.towers = nn.ModuleList(model.tower for model in models)
        self.whole = whole

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        templates = [tower(ink) for tower in self.towers]
        return torch.cat(templates if self.whole is None else [*templates, self.whole(ink)], dim=1)


class SeveralDistances(nn.Module):
    """The mean of several distances, each over its own part of the templates, and of their maps.

    Where the templates end with one of the whole signature, its Euclidean distance is added, times `weight`: still never
    negative, symmetric, and 0 for equal ones. The map knows nothing of that part.
    """

    def __init__(self, models: Sequence[Learned], weight: float = 0.0) -> None:
        super().__init__()
        self.networks = nn.ModuleList(model.distance for model in models)
        self.sizes = [model.tower.template_size for model in models]
        self.weight = weight

    def forward(self, questioned: torch.Tensor, reference: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        start = 0
        distances: list[torch.Tensor] = []
        maps: list[torch.Tensor] = []
        for network, size in zip(self.networks, self.sizes, strict=True):
            distance, evidence = network(questioned[:, start : start + size], reference[:, start : start + size])
            distances.append(distance)
            maps.append(evidence)
            start += size
        distance = torch.stack(distances).mean(dim=0)
        if self.weight:
            distance = distance + self.weight * (questioned[:, start:] - reference[:, start:]).square().sum(dim=1).sqrt()
        return distance, torch.stack(maps).mean(dim=0)


def load_learned(path: Path) -> Learned:
    """The averaged model of a checkpoint, ready to measure."""
    content = read_checkpoint(path)
    model = Learned(LearnedShape(**content["shape"]))
    model.load_state_dict(content["average"])
    return model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--whole", type=Path, nargs="*", default=[], help="checkpoints of contrastive nets, whose distance is added")
    parser.add_argument("--weight", type=float, default=1.0, help="weight of that distance")
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote: signatures to check with")
    parser.add_argument("--out", type=Path, required=True, help="folder for twin.onnx and distance.onnx")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    prepared = load_prepared(arguments.data)
    height, width = prepared.size
    models = [load_learned(path) for path in arguments.checkpoint]
    whole = load_nets(arguments.whole) if arguments.whole else None
    towers = SeveralTowers(models, whole).eval()
    network = SeveralDistances(models, arguments.weight if whole else 0.0).eval()
    size = sum(model.tower.template_size for model in models) + (whole.template_size if whole else 0)

    chosen = np.random.default_rng(3).choice(prepared.ink.shape[0], size=24, replace=False)
    real = prepared.ink[torch.from_numpy(chosen)].float().div(255).unsqueeze(1)
    export_onnx(towers, (real[:2],), ["ink"], ["template"], arguments.out / "twin.onnx")
    with torch.no_grad():
        templates = towers(real)
    export_onnx(network, (templates[:2], templates[2:4]), ["questioned", "reference"], ["distance", "map"], arguments.out / "distance.onnx")

    tower, distance = session_of(arguments.out / "twin.onnx"), session_of(arguments.out / "distance.onnx")
    odd = torch.cat([real, torch.rand(2, 1, height, width), torch.zeros(1, 1, height, width), torch.ones(1, 1, height, width)])
    with torch.no_grad():
        expected = towers(odd)
    found = tower.run(["template"], {"ink": odd.numpy()})[0]
    worst = float(np.abs(found - expected.numpy()).max())
    first, second = expected, expected.roll(1, 0)
    with torch.no_grad():
        wanted, wanted_map = network(first, second)
    got, got_map = distance.run(["distance", "map"], {"questioned": first.numpy(), "reference": second.numpy()})
    back = distance.run(["distance"], {"questioned": second.numpy(), "reference": first.numpy()})[0]
    same = distance.run(["distance"], {"questioned": first.numpy(), "reference": first.numpy()})[0]
    worst_distance = max(float(np.abs(got - wanted.numpy()).max()), float(np.abs(got_map - wanted_map.numpy()).max()))
    for path in (arguments.out / "twin.onnx", arguments.out / "distance.onnx"):
        print(f"{path.name}: bytes {path.stat().st_size}  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")
    one, five = real[:1].numpy(), templates[:5].numpy()
    question = templates[:1].expand(5, -1).contiguous().numpy()
    print(f"input {height}x{width}  template {size}  parameters {sum(value.numel() for value in towers.parameters())} + {sum(value.numel() for value in network.parameters())}  multiply-adds {multiply_adds(towers, height, width)}")
    print(f"largest difference to PyTorch: templates {worst:.2e}, distances and maps {worst_distance:.2e}; both ways round {float(np.abs(got - back).max()):.2e}; to itself {float(np.abs(same).max()):.2e}")
    print(f"one signature {milliseconds(lambda: tower.run(None, {'ink': one})):.2f} ms, five distances {milliseconds(lambda: distance.run(['distance'], {'questioned': question, 'reference': five})):.2f} ms, on one thread")
    if max(worst, worst_distance) > TOLERANCE or float(np.abs(same).max()) != 0.0:
        raise SystemExit(f"the files in {arguments.out} differ from PyTorch by more than {TOLERANCE}")


if __name__ == "__main__":
    main()
