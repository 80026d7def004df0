"""Writes and reads what a training run leaves: weights with the shape of the net they belong to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from net import NetShape, SeveralTwins, Twin


def save_checkpoint(path: Path, content: dict[str, Any]) -> None:
    """Writes beside the target and renames, so that a run stopped in between leaves the older file whole."""
    partial = path.with_suffix(".partial")
    torch.save(content, partial)
    os.replace(partial, path)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A checkpoint's content; only tensors and plain values are read, never code."""
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return content


def shape_from(values: dict[str, Any]) -> NetShape:
    """The NetShape that a checkpoint holds."""
    return NetShape(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def load_net(path: Path) -> Twin:
    """The averaged net of a checkpoint, ready to embed."""
    content = read_checkpoint(path)
    net = Twin(shape_from(content["shape"]))
    net.load_state_dict(content["average"])
    net.eval()
    return net


def load_nets(paths: Sequence[Path]) -> Twin | SeveralTwins:
    """The net of one checkpoint, or those of several side by side."""
    nets = [load_net(path) for path in paths]
    return nets[0] if len(nets) == 1 else SeveralTwins(nets).eval()
