"""Changes a batch of signatures the way pens, hands and scanners do. No flips: a mirrored signature is another one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as functional


@dataclass(frozen=True)
class Augmentation:
    """Ranges; each is the largest change, drawn evenly on both sides unless said otherwise."""

    rotation_degrees: float = 8.0
    scale: float = 0.10
    aspect: float = 0.06
    shear: float = 0.12
    shift: float = 0.05  # of the canvas
    elastic: float = 0.020  # of the canvas, at 4x7 control points
    thickness: float = 0.6  # share of a 3x3 dilation or erosion
    blur: float = 0.7  # share of a 3x3 mean
    tone: float = 0.8  # how far the ink's tone curve bows
    line_chance: float = 0.06
    blob_chance: float = 0.12
    # The same change to all of a writer's signatures makes a new writer of them.
    writer_chance: float = 0.6
    writer_scale: float = 0.15
    writer_aspect: float = 0.25
    writer_shear: float = 0.30
    writer_rotation_degrees: float = 8.0
    writer_elastic: float = 0.05
    # For on_a_cheque alone: what a cheque does that `countersign prepare --degrade` leaves out.
    cut_chance: float = 0.05  # a side of the signature is lost beyond the edge of the paper or of the field
    cut: float = 0.15  # ... at most so much of its width or height
    stamp_chance: float = 0.05  # part of a stamp's rim lies across it


class Augmenter:
    """Applies an Augmentation with a random state of its own."""

    def __init__(self, ranges: Augmentation, seed: int) -> None:
        self.ranges = ranges
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(self, ink: torch.Tensor, writers: int) -> torch.Tensor:
        """uint8 [N, H, W], writer by writer in equal shares, to float [N, 1, H, W] in 0..1."""
        count, height, width = ink.shape
        picture = ink.float().div_(255.0).unsqueeze(1)
        picture = functional.grid_sample(picture, self._grid(count, writers, height, width), mode="bilinear", padding_mode="zeros", align_corners=False)
        picture = self._pen(picture)
        return self._damage(picture).clamp_(0.0, 1.0)

    def on_a_cheque(self, ink: torch.Tensor) -> torch.Tensor:
        """Cuts and stamps, on questioned signatures before they are augmented: uint8 [N, H, W] to the same."""
        picture = ink.float().div(255.0).unsqueeze(1)
        return self._stamp(self._cut(picture)).squeeze(1).mul(255.0).round().clamp(0, 255).to(torch.uint8)

    def _even(self, *shape: int) -> torch.Tensor:
        """Numbers drawn evenly from -1..1."""
        return torch.rand(shape, generator=self.generator) * 2 - 1

    def _affine(self, count: int, height: int, width: int, degrees: float, scale: float, aspect: float, shear: float) -> torch.Tensor:
        """[count, 2, 2] maps from the output's canvas to the input's, in canvas units (-1..1 each way)."""
        angle = self._even(count) * math.radians(degrees)
        size = torch.exp(-self._even(count) * scale)
        stretch = torch.exp(self._even(count) * aspect)
        slant = self._even(count) * shear
        cosine, sine = torch.cos(angle), torch.sin(angle)
        across, down = size * stretch, size / stretch
        ratio = height / width
        first = torch.stack([cosine * across, (cosine * slant - sine) * down * ratio], dim=1)
        second = torch.stack([sine * across / ratio, (sine * slant + cosine) * down], dim=1)
        return torch.stack([first, second], dim=1)

    def _grid(self, count: int, writers: int, height: int, width: int) -> torch.Tensor:
        """Where each output pixel is read from: [count, height, width, 2]."""
        ranges = self.ranges
        each = count // writers
        own = self._affine(count, height, width, ranges.rotation_degrees, ranges.scale, ranges.aspect, ranges.shear)
        shared = self._affine(writers, height, width, ranges.writer_rotation_degrees, ranges.writer_scale, ranges.writer_aspect, ranges.writer_shear)
        changed = (torch.rand(writers, generator=self.generator) < ranges.writer_chance).float().view(writers, 1, 1)
        shared = changed * shared + (1 - changed) * torch.eye(2)
        matrix = torch.matmul(shared.repeat_interleave(each, dim=0), own)
        shift = self._even(count, 2, 1) * 2 * ranges.shift
        grid = functional.affine_grid(torch.cat([matrix, shift], dim=2), [count, 1, height, width], align_corners=False)
        bend = self._even(count, 2, 4, 7) * 2 * ranges.elastic
        bend = bend + (changed.unsqueeze(3) * self._even(writers, 2, 4, 7) * 2 * ranges.writer_elastic).repeat_interleave(each, dim=0)
        bend = functional.interpolate(bend, size=(height // 8, width // 8), mode="bicubic", align_corners=True)
        bend = functional.interpolate(bend, size=(height, width), mode="bilinear", align_corners=True)
        return grid + bend.permute(0, 2, 3, 1)

    def _pen(self, picture: torch.Tensor) -> torch.Tensor:
        """Thicker or thinner strokes, softer or harder edges, lighter or darker ink."""
        count = picture.shape[0]
        thick = (self._even(count) * self.ranges.thickness).view(count, 1, 1, 1)
        sign = torch.where(thick > 0, 1.0, -1.0)
        pooled = functional.max_pool2d(picture * sign, 3, 1, 1) * sign  # dilated where the stroke grows, eroded where it shrinks
        picture = torch.lerp(picture, pooled, torch.where(thick > 0, thick, -0.7 * thick))
        soft = (torch.rand(count, generator=self.generator) * self.ranges.blur).view(count, 1, 1, 1)
        picture = torch.lerp(picture, functional.avg_pool2d(picture, 3, 1, 1), soft)
        bow = (self._even(count) * self.ranges.tone).view(count, 1, 1, 1)
        return picture + bow * picture * (1 - picture)

    def _damage(self, picture: torch.Tensor) -> torch.Tensor:
        """Now and then a ruled line through the signature, or a hole in it."""
        count, _, height, width = picture.shape
        lines = (torch.rand(count, generator=self.generator) < self.ranges.line_chance).nonzero().flatten()
        down = torch.arange(height, dtype=torch.float32).view(height, 1)
        along = torch.arange(width, dtype=torch.float32).view(1, width)
        for index in lines.tolist():
            level, slope, thick, tone = torch.rand(4, generator=self.generator).tolist()
            centre = (0.15 + 0.7 * level) * height + (slope - 0.5) * 0.06 * (along - width / 2)
            stroke = (0.8 + 0.8 * thick - (down - centre).abs()).clamp(0, 1) * (0.4 + 0.6 * tone)
            picture[index, 0] = torch.maximum(picture[index, 0], stroke)
        blobs = (torch.rand(count, generator=self.generator) < self.ranges.blob_chance).nonzero().flatten()
        for index in blobs.tolist():
            top, left, tall, wide = torch.rand(4, generator=self.generator).tolist()
            rows, columns = int(height * (0.1 + 0.25 * tall)), int(width * (0.05 + 0.12 * wide))
            y, x = int(top * (height - rows)), int(left * (width - columns))
            picture[index, 0, y : y + rows, x : x + columns] = 0
        return picture

    def _cut(self, picture: torch.Tensor) -> torch.Tensor:
        """Now and then a strip of the ink lost on one side; the rest fills the canvas again, as imaging would have it."""
        count, _, height, width = picture.shape
        for index in (torch.rand(count, generator=self.generator) < self.ranges.cut_chance).nonzero().flatten().tolist():
            inked = picture[index, 0] > 0.5
            side, share = torch.rand(2, generator=self.generator).tolist()
            extent = extent_of(inked)
            if extent is None:
                continue
            top, bottom, left, right = extent
            down, across = round(share * self.ranges.cut * (bottom - top)), round(share * self.ranges.cut * (right - left))
            which = int(4 * side)
            kept = torch.zeros_like(picture[index, 0])
            rows = slice(top + down * (which == 0), bottom - down * (which == 1))
            columns = slice(left + across * (which == 2), right - across * (which == 3))
            kept[rows, columns] = picture[index, 0, rows, columns]
            picture[index, 0] = fitted(kept, height, width)
        return picture

    def _stamp(self, picture: torch.Tensor) -> torch.Tensor:
        """Now and then the rim of a round or oval stamp, one line or two, where it crosses the canvas."""
        count, _, height, width = picture.shape
        down = torch.arange(height, dtype=torch.float32).view(height, 1)
        along = torch.arange(width, dtype=torch.float32).view(1, width)
        for index in (torch.rand(count, generator=self.generator) < self.ranges.stamp_chance).nonzero().flatten().tolist():
            y, x, size, flat, thick, tone, second = torch.rand(7, generator=self.generator).tolist()
            radius = (0.5 + 0.9 * size) * height
            centre_y, centre_x = (1.6 * y - 0.3) * height, (1.2 * x - 0.1) * width
            away = torch.sqrt(((down - centre_y) / (0.6 + 0.4 * flat)).square() + (along - centre_x).square()) - radius
            rim = (0.6 + 0.8 * thick - away.abs()).clamp(0, 1)
            if second < 0.5:
                rim = torch.maximum(rim, (0.6 + 0.5 * thick - (away + 5 + 4 * second).abs()).clamp(0, 1))
            picture[index, 0] = torch.maximum(picture[index, 0], rim * (0.4 + 0.6 * tone))
        return picture


def extent_of(inked: torch.Tensor) -> tuple[int, int, int, int] | None:
    """Top, bottom, left and right (the ends not among them) of what is true in bool [H, W]; None where nothing is."""
    rows, columns = inked.any(dim=1).nonzero().flatten(), inked.any(dim=0).nonzero().flatten()
    if len(rows) == 0:
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def fitted(ink: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """Ink [H, W] cropped to its extent and laid on the canvas again: aspect kept, centred, 3 % free on the tighter sides."""
    extent = extent_of(ink > 0.5)
    if extent is None:
        return ink
    top, bottom, left, right = extent
    scale = min(0.94 * height / (bottom - top), 0.94 * width / (right - left))
    tall, wide = min(height, max(1, round(scale * (bottom - top)))), min(width, max(1, round(scale * (right - left))))
    grown = functional.interpolate(ink[top:bottom, left:right].view(1, 1, bottom - top, right - left), size=(tall, wide), mode="bilinear", align_corners=False, antialias=True)
    canvas = torch.zeros(height, width)
    canvas[(height - tall) // 2 : (height - tall) // 2 + tall, (width - wide) // 2 : (width - wide) // 2 + wide] = grown[0, 0]
    return canvas
