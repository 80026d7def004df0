"""The twin: one small residual network that makes a template of one signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as functional
from torch import nn


@dataclass(frozen=True)
class NetShape:
    """What a twin looks like; kept with its weights, so that they can be loaded again."""

    channels: tuple[int, ...] = (16, 32, 64, 128)
    blocks: tuple[int, ...] = (1, 1, 1)
    columns: int = 4  # parts of the template that each see one column of the canvas
    bands: int = 2  # ... and one band from top to bottom
    part: int = 32  # numbers in each of those
    whole: int = 64  # numbers in the part that sees the whole canvas

    def to_json(self) -> dict[str, object]:
        return asdict(self)


class Residual(nn.Module):
    """Two 3x3 convolutions with a short cut round them."""

    def __init__(self, inward: int, outward: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inward, outward, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outward)
        self.second = nn.Conv2d(outward, outward, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outward)
        self.short: nn.Module = nn.Identity()
        if stride != 1 or inward != outward:
            self.short = nn.Sequential(nn.Conv2d(inward, outward, 1, stride, bias=False), nn.BatchNorm2d(outward))

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        inner = functional.relu(self.first_norm(self.first(picture)))
        return functional.relu(self.second_norm(self.second(inner)) + self.short(picture))


class Twin(nn.Module):
    """float [N, 1, H, W] in 0..1 (0 paper) to unit vectors [N, D].

    The template is made of parts: one of the whole canvas, `columns` of a column each and `bands` of a band each. Each
    part has length one before they are put together, so that the squared Euclidean distance of two templates is the mean
    of the squared distances of their parts: local matching by a plain distance.
    """

    def __init__(self, shape: NetShape) -> None:
        super().__init__()
        self.shape = shape
        first = shape.channels[0]
        self.stem = nn.Sequential(nn.Conv2d(1, first, 5, 2, 2, bias=False), nn.BatchNorm2d(first), nn.ReLU())
        stages: list[nn.Module] = []
        inward = first
        for outward, count in zip(shape.channels[1:], shape.blocks, strict=True):
            for index in range(count):
                stages.append(Residual(inward, outward, 2 if index == 0 else 1))
                inward = outward
        self.stages = nn.Sequential(*stages)
        self.column_heads = nn.ModuleList(nn.Linear(2 * inward, shape.part) for _ in range(shape.columns))
        self.band_heads = nn.ModuleList(nn.Linear(2 * inward, shape.part) for _ in range(shape.bands))
        self.whole_head = nn.Linear(2 * inward, shape.whole)

    @property
    def template_size(self) -> int:
        return self.shape.whole + self.shape.part * (self.shape.columns + self.shape.bands)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        return self.head(self.stages(self.stem(ink)))

    def head(self, features: torch.Tensor) -> torch.Tensor:
        parts = [functional.normalize(self.whole_head(pool(features)), dim=1)]
        height, width = features.shape[2], features.shape[3]
        for index, layer in enumerate(self.column_heads):
            low, high = overlapping(index, self.shape.columns, width)
            parts.append(functional.normalize(layer(pool(features[:, :, :, low:high])), dim=1))
        for index, layer in enumerate(self.band_heads):
            low, high = overlapping(index, self.shape.bands, height)
            parts.append(functional.normalize(layer(pool(features[:, :, low:high, :])), dim=1))
        return torch.cat(parts, dim=1) / len(parts) ** 0.5


class SeveralTwins(nn.Module):
    """Several twins side by side, each template given the same weight: unit vectors again, [N, sum of their sizes]."""

    def __init__(self, twins: Sequence[Twin]) -> None:
        super().__init__()
        self.twins = nn.ModuleList(twins)
        self.template_size = sum(twin.template_size for twin in twins)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        return torch.cat([twin(ink) for twin in self.twins], dim=1) / len(self.twins) ** 0.5


def pool(features: torch.Tensor) -> torch.Tensor:
    """Mean and maximum of each channel, side by side: [N, C, h, w] to [N, 2C]."""
    return torch.cat([features.mean(dim=(2, 3)), features.amax(dim=(2, 3))], dim=1)


def overlapping(index: int, count: int, size: int) -> tuple[int, int]:
    """The index-th of `count` equal windows over `size` cells, each reaching a third of its width into its neighbours."""
    step = size / count
    low, high = index * step - step / 3, (index + 1) * step + step / 3
    return max(0, round(low)), min(size, round(high))


def multiply_adds(net: nn.Module, height: int, width: int) -> int:
    """Multiply-adds that one signature costs: convolutions and linear layers, the rest left out."""
    total = 0

    def count(module: nn.Module, _: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
        nonlocal total
        if isinstance(module, nn.Conv2d):
            total += output[0].numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            total += module.weight.numel()

    hooks = [module.register_forward_hook(count) for module in net.modules() if isinstance(module, (nn.Conv2d, nn.Linear))]
    was_training = net.training
    net.eval()
    with torch.no_grad():
        net(torch.zeros(1, 1, height, width))
    net.train(was_training)
    for hook in hooks:
        hook.remove()
    return total
