"""The learned model: a twin whose template keeps its place on the page, and the network that compares two of them.

The tower turns a signature into a grid of short vectors, one for each 8x8 pixels of the canvas, with the ink that lies
there. The distance network looks, for each cell of one signature, for its counterpart in the other (soft matching: by
likeness, and the nearer the likelier), and weighs what it finds: how unlike the two are, how far the stroke has moved,
how sure the match is, what has no counterpart. The evidence of the cells that have ink is averaged, in both directions.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as functional
from torch import nn

from net import Residual

STRIDE = 8
INKED = 0.01  # mean ink of a place below which it counts as paper


@dataclass(frozen=True)
class LearnedShape:
    """What a placed twin and its distance network look like; kept with the weights."""

    stem: int = 16
    fine: int = 32  # channels at a quarter of the canvas
    coarse: int = 80  # channels at an eighth
    fine_blocks: int = 2
    coarse_blocks: int = 2
    cell: int = 48  # numbers that a cell of the template holds, beside its ink
    hidden: int = 32  # channels of the distance network
    rows: int = 12
    columns: int = 22
    kept: int = 112  # places that are compared, those with the most ink; nineteen signatures of twenty have fewer

    def to_json(self) -> dict[str, object]:
        return asdict(self)


class PlacedTwin(nn.Module):
    """float [N, 1, H, W] in 0..1 (0 paper) to [N, (cell + 1) * rows * columns]: unit vectors of the cells, then their ink."""

    def __init__(self, shape: LearnedShape) -> None:
        super().__init__()
        self.shape = shape
        self.stem = nn.Sequential(nn.Conv2d(1, shape.stem, 5, 2, 2, bias=False), nn.BatchNorm2d(shape.stem), nn.ReLU())
        blocks: list[nn.Module] = []
        inward = shape.stem
        for outward, count in ((shape.fine, shape.fine_blocks), (shape.coarse, shape.coarse_blocks)):
            for index in range(count):
                blocks.append(Residual(inward, outward, 2 if index == 0 else 1))
                inward = outward
        self.blocks = nn.Sequential(*blocks)
        self.cells = nn.Conv2d(inward, shape.cell, 1)

    @property
    def template_size(self) -> int:
        return (self.shape.cell + 1) * self.shape.rows * self.shape.columns

    def trunk(self, ink: torch.Tensor) -> torch.Tensor:
        """[N, cell, rows, columns], not yet of length one."""
        return self.cells(self.blocks(self.stem(ink)))

    def template(self, ink: torch.Tensor, raw: torch.Tensor) -> torch.Tensor:
        """Puts the trunk's cells (made length one) and the ink of each together."""
        cells = functional.normalize(raw, dim=1)
        mass = functional.avg_pool2d(ink, STRIDE)
        return torch.cat([cells, mass], dim=1).flatten(1)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        return self.template(ink, self.trunk(ink))


@dataclass(frozen=True)
class Placed:
    """The places of some templates that have the most ink, `kept` of them each."""

    cells: torch.Tensor  # [n, kept, cell]
    ink: torch.Tensor  # [n, kept, 1]
    place: torch.Tensor  # [n, kept, 2], in cells from the canvas's middle: down, across
    index: torch.Tensor  # [n, kept] where they lie on the grid

    def pick(self, rows: torch.Tensor) -> Placed:
        """Those of some of the templates, in the order given."""
        return Placed(self.cells[rows], self.ink[rows], self.place[rows], self.index[rows])


class LearnedDistance(nn.Module):
    """Two batches of templates [n, D] to distances [n] and the first one's map of evidence [n, rows, columns].

    Never negative, the same both ways round, and 0 for a template and itself: half the sum of both directions' evidence,
    which is never negative, times 1 - exp(-100 * mean squared difference of the inked cells). That factor is 1 to three digits and
    more for any two different scans. The map's sum is the evidence one way.
    """

    def __init__(self, shape: LearnedShape) -> None:
        super().__init__()
        self.shape = shape
        self.sharpness = nn.Parameter(torch.tensor(math.log(10.0)))
        self.nearness = nn.Parameter(torch.tensor([math.log(0.12), math.log(0.06)]))  # per squared cell, down and across
        hidden = shape.hidden
        self.enter = nn.Linear(shape.cell + 9, hidden)
        self.first = nn.Conv2d(hidden, hidden, 3, 1, 1)
        self.second = nn.Conv2d(hidden, hidden, 3, 1, 2, dilation=2)
        self.whole = nn.Linear(2 * hidden, hidden)
        self.evidence = nn.Conv2d(hidden, 1, 1)
        down = torch.arange(shape.rows, dtype=torch.float32) - (shape.rows - 1) / 2
        across = torch.arange(shape.columns, dtype=torch.float32) - (shape.columns - 1) / 2
        place = torch.stack(torch.meshgrid(down, across, indexing="ij"), dim=-1).reshape(-1, 2)
        self.register_buffer("place", place, persistent=False)
        self.register_buffer("order", torch.arange(place.shape[0]) * 1e-6, persistent=False)

    def placed(self, templates: torch.Tensor, kept: int) -> Placed:
        """The `kept` places of each template that hold the most ink; where fewer have any, the rest weigh nothing."""
        grid = templates.view(templates.shape[0], self.shape.cell + 1, -1)
        # Equal ones go by their order, so that every runtime chooses the same.
        index = (grid[:, -1] - self.order).topk(kept, dim=1).indices
        wide = grid.gather(2, index.unsqueeze(1).expand(-1, grid.shape[1], -1)).transpose(1, 2)
        return Placed(wide[:, :, : self.shape.cell], wide[:, :, self.shape.cell :], self.place[index], index)

    def fullest(self, templates: torch.Tensor) -> int:
        """As many places as the fullest of some templates has ink in: fewer give the same result for less work."""
        ink = templates.view(templates.shape[0], self.shape.cell + 1, -1)[:, -1]
        # In training the faintest places of the fullest signatures are left out, which saves a third of the time.
        return min(max(1, int((ink > INKED).sum(dim=1).amax())), 104 if self.training else self.shape.kept)

    def seen(self, here: Placed, other: Placed) -> torch.Tensor:
        """What is seen at each place of one side when its counterpart in the other is looked for: [n, kept, cell + 9].

        The counterpart is a mean over the other's inked places, weighed by a softmax of sharpness * likeness - nearness *
        squared distance. Seen are the difference to it, number by number and as a whole; the ink on both sides; how far it has moved,
        also against the signature's typical move; and how spread out the counterpart is (how unsure the match).
        """
        nearness = self.nearness.exp()
        far = other.place.square() @ nearness.unsqueeze(1) - presence(other.ink).clamp(min=1e-3).log() + 1e4 * (other.ink <= INKED)
        query = torch.cat([self.sharpness.exp() * here.cells, 2 * nearness * here.place, -torch.ones_like(here.ink)], dim=2)
        key = torch.cat([other.cells, other.place, far], dim=2)
        value = torch.cat([other.cells, other.ink, other.place, other.place.square()], dim=2)
        found = torch.softmax(query @ key.transpose(1, 2), dim=2) @ value
        width = self.shape.cell
        there, mass = found[:, :, :width], found[:, :, width : width + 1]
        moved = found[:, :, width + 1 : width + 3] - here.place
        spread = (found[:, :, width + 3 :] - found[:, :, width + 1 : width + 3].square()).clamp(min=0)
        weight = presence(here.ink)
        typical = (moved * weight).sum(dim=1, keepdim=True) / (weight.sum(dim=1, keepdim=True) + 1e-3)
        unlike = (here.cells - there).square() * 8
        return torch.cat([unlike, unlike.mean(dim=2, keepdim=True), 4 * here.ink, 4 * mass, (moved - typical) / 2, moved / 4, spread / 4], dim=2)

    def grid(self, here: Placed, values: torch.Tensor) -> torch.Tensor:
        """Puts values [n, kept, c] back where they lie: [n, c, rows, columns], 0 where there is no ink."""
        values = (values * (here.ink > INKED)).transpose(1, 2)
        empty = values.new_zeros(values.shape[0], values.shape[1], self.shape.rows * self.shape.columns)
        full = empty.scatter(2, here.index.unsqueeze(1).expand(-1, values.shape[1], -1), values)
        return full.unflatten(2, (self.shape.rows, self.shape.columns))

    def one_way(self, here: Placed, other: Placed) -> torch.Tensor:
        """Evidence of each place [n, rows, columns], its share of the ink included: summed, it is the distance one way."""
        inner = self.grid(here, functional.relu(self.enter(self.seen(here, other))))
        weight = self.grid(here, presence(here.ink))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            inner = inner + functional.relu(self.first(inner))
            inner = inner + functional.relu(self.second(inner))
        inner = inner.float()
        total = weight.sum(dim=(2, 3), keepdim=True) + 1e-3
        mean = (inner * weight).sum(dim=(2, 3), keepdim=True) / total
        most = (inner * weight).amax(dim=(2, 3), keepdim=True)
        whole = self.whole(torch.cat([mean, most], dim=1).flatten(1)).unsqueeze(2).unsqueeze(3)
        evidence = functional.softplus(self.evidence(functional.relu(inner + whole)))
        return (evidence * weight / total).squeeze(1)

    def apart(self, first: Placed, second: Placed, questioned: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
        """The factor that is 0 for a template and itself and 1 for any two scans."""
        difference = (questioned - reference).square().sum(dim=1)
        inked = presence(first.ink).sum(dim=(1, 2)) + presence(second.ink).sum(dim=(1, 2))
        return 1 - torch.exp(-200 * difference / (inked + 1e-3))

    def pairs(self, templates: torch.Tensor, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        """Distances of many pairs of rows of a batch of templates, for training: [pairs]."""
        placed = self.placed(templates, self.fullest(templates))
        one, two = placed.pick(first), placed.pick(second)
        sums = self.one_way(placed.pick(torch.cat([first, second])), placed.pick(torch.cat([second, first]))).sum(dim=(1, 2))
        count = first.shape[0]
        return (sums[:count] + sums[count:]) / 2 * self.apart(one, two, templates[first], templates[second])

    def forward(self, questioned: torch.Tensor, reference: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        one, two = self.placed(questioned, self.shape.kept), self.placed(reference, self.shape.kept)
        # Both ways in one go: half as many steps for the runtime.
        ways = self.one_way(together(one, two), together(two, one)).unflatten(0, (2, -1))
        apart = self.apart(one, two, questioned, reference)
        distance = ways.sum(dim=(2, 3)).mean(dim=0) * apart
        return distance, ways[0] * apart.view(-1, 1, 1)


def together(one: Placed, two: Placed) -> Placed:
    """Both, one after another."""
    return Placed(torch.cat([one.cells, two.cells]), torch.cat([one.ink, two.ink]), torch.cat([one.place, two.place]), torch.cat([one.index, two.index]))


def presence(ink: torch.Tensor) -> torch.Tensor:
    """How much a place counts: 0 where there is hardly any ink, 1 from about an eighth of the cell on."""
    return (8 * (ink - INKED)).clamp(0, 1)


class Learned(nn.Module):
    """Both together, for training and checkpoints."""

    def __init__(self, shape: LearnedShape) -> None:
        super().__init__()
        self.shape = shape
        self.tower = PlacedTwin(shape)
        self.distance = LearnedDistance(shape)
