"""A small net that tells which ink of a cheque is a signature's, and where the middle of that signature lies.

A U-net (Ronneberger et al. 2015) of depthwise separable convolutions (Howard et al. 2017) on a plane of about 100 dots per
inch. Every pixel of a signature also votes for its signature's middle, so that signatures that touch can be told apart
(Neven et al. 2019, "Instance Segmentation by Jointly Optimizing Spatial Embeddings and Clustering Bandwidth"; Kendall et al. 2018).
"""

import torch
from torch import nn

VOTE_UNIT = 32.0
"""Pixels of the plane to one unit of a vote."""
USUAL_WIDTH, USUAL_HEIGHT = 120.0, 48.0
"""A vote for a box's sides is the logarithm of how many times these they are, in pixels of the plane."""


class Residual(nn.Module):
    def __init__(self, width: int, size: int = 3) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, size, padding=size // 2, groups=width, bias=False),
            nn.BatchNorm2d(width),
            nn.Conv2d(width, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.body(x)


def down(incoming: int, outgoing: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(incoming, outgoing, 2, stride=2, bias=False), nn.BatchNorm2d(outgoing), nn.ReLU(inplace=True)
    )


class Up(nn.Module):
    """Twice the size, with what the way down knew at that size added."""

    def __init__(self, incoming: int, outgoing: int, size: int = 3) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(incoming, outgoing, 1, bias=False)
        self.join = nn.Sequential(nn.BatchNorm2d(outgoing), nn.ReLU(inplace=True))
        self.block = Residual(outgoing, size)

    def forward(self, x: torch.Tensor, skip: torch.Tensor) -> torch.Tensor:
        wide = nn.functional.interpolate(self.narrow(x), scale_factor=2.0, mode="nearest")
        return self.block(self.join(wide + skip))


class InkNet(nn.Module):
    """(N, 3, H, W) in, H and W multiples of 32;

    out: log-odds (N, 4, H/2, W/2) of the four pixels
    of each block of two by two in the order of rows, votes (N, 4, H/4, W/4: to the middle of the box, then the logarithms of its sides), middles (N, 1, H/8, W/8)."""

    def __init__(self, widths: tuple[int, ...] = (16, 32, 64, 96, 128)) -> None:
        super().__init__()
        a, b, c, d, e = widths
        self.stem = nn.Sequential(
            nn.Conv2d(3, a, 4, stride=2, padding=1, bias=False), nn.BatchNorm2d(a), nn.ReLU(inplace=True)
        )
        self.one = Residual(a)
        self.two = nn.Sequential(down(a, b), Residual(b), Residual(b))
        self.three = nn.Sequential(down(b, c), Residual(c), Residual(c), Residual(c))
        self.four = nn.Sequential(down(c, d), Residual(d, 5), Residual(d, 5), Residual(d, 5))
        self.five = nn.Sequential(down(d, e), Residual(e, 5), Residual(e, 5))
        self.up_four = Up(e, d)
        self.up_three = Up(d, c)
        self.up_two = Up(c, b)
        self.up_one = Up(b, a)
        self.ink = nn.Sequential(Residual(a), nn.Conv2d(a, 4, 1))
        self.votes = nn.Conv2d(b, 4, 1)
        self.middles = nn.Conv2d(c, 1, 1)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        one = self.one(self.stem(x))
        two = self.two(one)
        three = self.three(two)
        four = self.four(three)
        five = self.five(four)
        four = self.up_four(five, four)
        three = self.up_three(four, three)
        two = self.up_two(three, two)
        one = self.up_one(two, one)
        return self.ink(one), self.votes(two), self.middles(three)
