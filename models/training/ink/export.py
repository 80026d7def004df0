"""Writes an ink net as ONNX: python export.py --weights FILE.pt --out FILE.onnx"""

import argparse
from pathlib import Path

import torch

from net import InkNet


class InkAndVotes(torch.nn.Module):
    """What the app asks of the net: all but the middles' map."""

    def __init__(self, net: InkNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, plane: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        ink, votes, _ = self.net(plane)
        return ink, votes


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    net = InkNet()
    net.load_state_dict(torch.load(given.weights, weights_only=True))
    net.eval()
    torch.onnx.export(
        InkAndVotes(net),
        (torch.zeros(1, 3, 64, 96),),
        given.out,
        input_names=["plane"],
        output_names=["ink", "votes"],
        dynamic_axes={"plane": {2: "height", 3: "width"}},
        dynamo=False,
    )


if __name__ == "__main__":
    main()
