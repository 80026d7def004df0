"""Planes of cheques as scripts/ink-net/planes.ts writes them, and crops of them to train on."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from marks import drawn_mark
from net import USUAL_HEIGHT, USUAL_WIDTH

SEVERAL = 255
"""Owner of a pixel that may be any of several signatures'."""


@dataclass(frozen=True)
class Plane:
    name: str
    layout: str
    tone: str
    ink: np.ndarray
    """0 to 255, (height, width)."""
    colours: np.ndarray | None
    """-127 to 127, (2, height, width); None for a scan in greys."""
    owner: np.ndarray
    """0 no signature's, n the n-th's, 255 one's of several."""
    boxes: np.ndarray
    """Left, top, right, bottom of each signature, (n, 4)."""


class Planes:
    """All planes of some files, read from disk when asked for."""

    def __init__(self, files: list[Path]) -> None:
        self.rows: list[tuple[np.memmap, dict]] = []
        for file in files:
            data = np.memmap(file.with_suffix(".bin"), dtype=np.uint8, mode="r")
            for line in file.with_suffix(".jsonl").read_text().splitlines():
                self.rows.append((data, json.loads(line)))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Plane:
        data, row = self.rows[index]
        height, width = row["height"], row["width"]
        parts = 4 if row["coloured"] else 2
        planes = np.array(data[row["offset"] : row["offset"] + parts * height * width]).reshape(parts, height, width)
        boxes = [[s["left"], s["top"], s["right"], s["bottom"]] for s in row["signatures"]]
        return Plane(
            name=row["name"],
            layout=row["layout"],
            tone=row["tone"],
            ink=planes[0],
            colours=planes[1:3].view(np.int8) if parts == 4 else None,
            owner=planes[-1],
            boxes=np.array(boxes, dtype=np.float32).reshape(-1, 4),
        )


def tensor_of(plane: Plane) -> torch.Tensor:
    """(3, height, width): ink 0 to 1, colours -1 to 1."""
    result = torch.zeros(3, *plane.ink.shape)
    result[0] = torch.from_numpy(plane.ink).float() / 255
    if plane.colours is not None:
        result[1:] = torch.from_numpy(plane.colours.astype(np.float32)) / 127
    return result


@dataclass
class Crop:
    image: torch.Tensor
    """(3, side, side)."""
    owner: torch.Tensor
    """(side, side), as in Plane."""
    boxes: torch.Tensor
    """(n, 4): x and y of the middle of each owner's box, its width and its height, in pixels of the crop; it may lie outside."""


def affine(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return points @ matrix[:, :2].T + matrix[:, 2]


class Cropper:
    """Random crops: turned, resized, with signatures of other cheques laid on, fainter, blurred, without colour."""

    def __init__(self, planes: Planes, side: int, seed: int) -> None:
        self.planes = planes
        self.side = side
        self.random = np.random.default_rng(seed)
        self.donors = [at for at, (_, row) in enumerate(planes.rows) if len(row["signatures"]) == 1]

    def draw(self) -> Crop:
        random = self.random
        plane = self.planes[random.integers(len(self.planes))]
        crop = self.cut(plane, self.target(plane), scale=math.exp(random.normal(0, 0.13)))
        for _ in range(random.choice([0, 0, 1, 1])):
            crop = self.lay_on(crop)
        if random.random() < 0.5:
            for _ in range(random.integers(1, 3)):
                self.mark(crop)
        return self.worn(crop)

    def mark(self, crop: Crop) -> None:
        """Draws something that is no signature. In place."""
        darkness = torch.from_numpy(drawn_mark(self.random, self.side))
        if crop.image[1:].abs().amax() > 0:
            tint = torch.from_numpy(self.random.uniform(-0.6, 0.6, (2, 1, 1)).astype(np.float32))
            crop.image[1:] = torch.where((darkness > crop.image[0])[None], tint * darkness, crop.image[1:])
        crop.image[0] = torch.maximum(crop.image[0], darkness)

    def target(self, plane: Plane) -> tuple[float, float]:
        random = self.random
        height, width = plane.ink.shape
        if len(plane.boxes) and random.random() < 0.6:
            box = plane.boxes[random.integers(len(plane.boxes))]
            reach = self.side * 0.4
            middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            return middle[0] + random.uniform(-reach, reach), middle[1] + random.uniform(-reach, reach)
        return random.uniform(0, width), random.uniform(0, height)

    def cut(self, plane: Plane, middle: tuple[float, float], scale: float) -> Crop:
        """A turned and resized crop round a place of a plane; paper where it reaches past the cheque."""
        random, side = self.random, self.side
        turn = math.radians(random.normal(0, 1.2) if random.random() < 0.8 else random.normal(0, 5))
        stretch = math.exp(random.normal(0, 0.04))
        shear = random.normal(0, 0.04)
        cos, sin = math.cos(turn), math.sin(turn)
        # From the crop's pixels to the plane's.
        linear = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, shear], [0, 1]]) @ np.diag([1 / (scale * stretch), stretch / scale])
        forward = np.column_stack([linear, np.array(middle) - linear @ np.array([side / 2, side / 2])])
        height, width = plane.ink.shape
        steps = np.arange(side, dtype=np.float32) + 0.5
        grid_x, grid_y = np.meshgrid(steps, steps)
        places = affine(np.stack([grid_x, grid_y], -1).reshape(-1, 2), forward).reshape(side, side, 2)
        grid = torch.from_numpy((places / np.array([width, height]) * 2 - 1).astype(np.float32))[None]
        image = functional.grid_sample(tensor_of(plane)[None], grid, mode="bilinear", padding_mode="zeros", align_corners=False)[0]
        owner = functional.grid_sample(
            torch.from_numpy(plane.owner.astype(np.float32))[None, None], grid, mode="nearest", padding_mode="zeros", align_corners=False
        )[0, 0].to(torch.uint8)
        inverse = np.linalg.inv(linear)
        backward = np.column_stack([inverse, -inverse @ forward[:, 2]])
        low, high = plane.boxes[:, :2], plane.boxes[:, 2:]
        # A turn of a degree or two leaves a box its sides.
        sides = (high - low) * np.array([scale * stretch, scale / stretch])
        boxes = np.concatenate([affine((low + high) / 2, backward), sides], -1)
        return Crop(image, owner, torch.from_numpy(boxes.astype(np.float32)))

    def lay_on(self, crop: Crop) -> Crop:
        """Another cheque's signature laid over the crop."""
        random, side = self.random, self.side
        donor = self.planes[self.donors[random.integers(len(self.donors))]]
        box = donor.boxes[0]
        scale = math.exp(random.normal(0, 0.2))
        place = random.uniform(0.1, 0.9, 2) * side
        if len(crop.boxes) and random.random() < 0.6:
            # Close to another: below it, above it or beside it, so that they touch.
            x, y, width, height = crop.boxes[random.integers(len(crop.boxes))].tolist()
            own = (box[2:] - box[:2]) * scale
            if random.random() < 0.7:
                beside = random.uniform(-0.4, 0.4) * width, random.choice([-1, 1]) * random.uniform(0.3, 0.6) * (height + own[1])
            else:
                beside = random.choice([-1, 1]) * random.uniform(0.45, 0.65) * (width + own[0]), random.uniform(-0.4, 0.4) * height
            place = np.array([x + beside[0], y + beside[1]])
        middle = (box[:2] + box[2:]) / 2 - (place - side / 2) / scale
        laid = self.cut(donor, (float(middle[0]), float(middle[1])), scale)
        mask = laid.owner == 1
        if mask.sum() < 40 or len(crop.boxes) >= 6:
            return crop
        strength = random.uniform(0.7, 1.2)
        image = crop.image.clone()
        darker = (laid.image[0] * strength).clamp(max=1)
        ink = torch.maximum(image[0], torch.where(mask, darker, torch.zeros(())))
        if (crop.image[1:].abs().amax() > 0) and (laid.image[1:].abs().amax() > 0):
            image[1:] = torch.where(mask, laid.image[1:], image[1:])
        image[0] = ink
        number = len(crop.boxes) + 1
        owner = torch.where(mask & (crop.owner > 0), torch.tensor(SEVERAL, dtype=torch.uint8), crop.owner)
        owner = torch.where(mask & (crop.owner == 0), torch.tensor(number, dtype=torch.uint8), owner)
        return Crop(image, owner, torch.cat([crop.boxes, laid.boxes[:1]]))

    def worn(self, crop: Crop) -> Crop:
        random = self.random
        image = crop.image
        if random.random() < 0.3:
            image[1:] = 0
        elif image[1:].abs().amax() > 0:
            image[1:] = (image[1:] * random.uniform(0.5, 1.3) + random.normal(0, 0.04)).clamp(-1, 1)
        ink = image[0]
        if random.random() < 0.25:
            width = random.uniform(0.3, 0.9)
            steps = torch.arange(-2, 3).float()
            kernel = torch.exp(-(steps**2) / (2 * width**2))
            kernel = kernel / kernel.sum()
            ink = functional.conv2d(ink[None, None], kernel.view(1, 1, 1, 5), padding=(0, 2))
            ink = functional.conv2d(ink, kernel.view(1, 1, 5, 1), padding=(2, 0))[0, 0]
        if random.random() < 0.5:
            ink = ink.clamp(min=0) ** random.uniform(0.75, 1.35)
        ink = ink * random.uniform(0.75, 1.2)
        if random.random() < 0.4:
            ink = ink + torch.randn(ink.shape) * random.uniform(0.005, 0.05)
        image[0] = ink.clamp(0, 1)
        return crop


def targets(crop: Crop, unit: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """
    Per block of four by four pixels the vote (4, side/4, side/4: to the middle in units, logarithms of width and height) and whether it counts (side/4, side/4); the middles' map
    (side/8, side/8); and whether each pixel is a signature's (side, side).
    """
    side = crop.owner.shape[0]
    cells = crop.owner.view(side // 4, 4, side // 4, 4).permute(0, 2, 1, 3).reshape(side // 4, side // 4, 16)
    votes = torch.zeros(4, side // 4, side // 4)
    counted = torch.zeros(side // 4, side // 4)
    most = torch.zeros(side // 4, side // 4)
    blocked = (cells == SEVERAL).any(-1)
    places = (torch.arange(side // 4).float() + 0.5) * 4
    coarse = (torch.arange(side // 8).float() + 0.5) * 8
    heat = torch.zeros(side // 8, side // 8)
    for number, (x, y, width, height) in enumerate(crop.boxes.tolist(), start=1):
        share = (cells == number).float().sum(-1)
        better = share > most
        most = torch.where(better, share, most)
        counted = torch.where(better, torch.ones(()), counted)
        votes[0] = torch.where(better, ((x - places) / unit)[None, :].expand_as(votes[0]), votes[0])
        votes[1] = torch.where(better, ((y - places) / unit)[:, None].expand_as(votes[1]), votes[1])
        for channel, (side_of, usual) in enumerate([(width, USUAL_WIDTH), (height, USUAL_HEIGHT)], start=2):
            votes[channel] = torch.where(better, torch.tensor(math.log(max(side_of, 4) / usual)), votes[channel])
        if (crop.owner == number).any():
            away = (coarse[None, :] - x) ** 2 + (coarse[:, None] - y) ** 2
            heat = torch.maximum(heat, torch.exp(-away / (2 * 10.0**2)))
    counted = torch.where(blocked, torch.zeros(()), counted)
    return votes, counted, heat, (crop.owner > 0).float()
