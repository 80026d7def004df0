"""What the learned model trains on and is measured by: pairs of templates, and several specimens joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional

from data import Prepared, Writer
from evaluate import equal_error_rate, smallest_two, specimen_spread
from net_learned import Learned


@dataclass(frozen=True)
class PairPlan:
    """Which rows of a batch of writers are compared, and where each pair lies in the tables of its writer."""

    first: torch.Tensor  # int64 [pairs]
    second: torch.Tensor
    kind: torch.Tensor  # 0 genuine with genuine, 1 genuine with its forgery, 2 genuine with another writer's genuine
    strangers: int


def plan_pairs(writers: int, genuine: int, forged: int, strangers: int, generator: np.random.Generator) -> PairPlan:
    """For each writer: every pair of genuines, every genuine with every forgery, and with `strangers` genuines of others."""
    each = genuine + forged
    first: list[int] = []
    second: list[int] = []
    kind: list[int] = []
    for writer in range(writers):
        start = writer * each
        for one in range(genuine):
            for two in range(one + 1, genuine):
                first.append(start + one), second.append(start + two), kind.append(0)
        others = [other * each + int(generator.integers(genuine)) for other in generator.permutation(writers) if other != writer][:strangers]
        for one in range(genuine):
            for two in [*range(start + genuine, start + each), *others]:
                first.append(start + one), second.append(two), kind.append(1 if two // each == writer else 2)
    return PairPlan(torch.tensor(first), torch.tensor(second), torch.tensor(kind), strangers)


def tables(distances: torch.Tensor, writers: int, genuine: int, forged: int, strangers: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The plan's distances as tables: among genuines [writers, genuine, genuine], and to forgeries, then strangers [writers, genuine, forged + strangers]."""
    upper = genuine * (genuine - 1) // 2
    grouped = distances.view(writers, upper + genuine * (forged + strangers))
    row, column = torch.triu_indices(genuine, genuine, 1)
    among = distances.new_zeros(writers, genuine, genuine)
    among[:, row, column] = grouped[:, :upper]
    among[:, column, row] = grouped[:, :upper]
    return among, grouped[:, upper:].view(writers, genuine, forged + strangers)


def pair_loss(distances: torch.Tensor, kind: torch.Tensor, margin: float, sharpness: float) -> torch.Tensor:
    """Cross-entropy of pairs, each kind with its own weight: the logit of 'not the same hand' is sharpness * (distance - margin)."""
    logit = sharpness * (distances - margin)
    same = functional.softplus(logit[kind == 0]).mean()
    forged = functional.softplus(-logit[kind == 1]).mean()
    other = functional.softplus(-logit[kind == 2]).mean()
    return same + 0.75 * forged + 0.25 * other


def joined_loss(among: torch.Tensor, against: torch.Tensor, forged: int, margin: float, sharpness: float, share: float) -> torch.Tensor:
    """The same on what a check uses: each genuine, forgery and stranger against the writer's other genuines as specimens.

    Joined: mean of the two smallest distances. `share` of the specimens' own figure among each other is taken off.
    """
    writers, genuine, _ = among.shape
    total = among.new_zeros(())
    for left_out in range(genuine):
        kept = [index for index in range(genuine) if index != left_out]
        own = among[:, kept][:, :, kept] + 100 * torch.eye(genuine - 1)
        spread = own.topk(2, dim=2, largest=False).values.mean(dim=2).mean(dim=1)
        questioned = torch.cat([among[:, kept, left_out].unsqueeze(2), against[:, kept]], dim=2)
        joined = questioned.topk(2, dim=1, largest=False).values.mean(dim=1)
        logit = sharpness * (joined - share * spread.unsqueeze(1) - margin)
        total = total + functional.softplus(logit[:, 0]).mean() + 0.75 * functional.softplus(-logit[:, 1 : 1 + forged]).mean()
        if against.shape[2] > forged:
            total = total + 0.25 * functional.softplus(-logit[:, 1 + forged :]).mean()
    return total / genuine


@torch.no_grad()
def templates_of(model: Learned, ink: torch.Tensor, batch: int = 64) -> torch.Tensor:
    """Templates [N, D] of uint8 tensors [N, H, W]."""
    model.eval()
    return torch.cat([model.tower(ink[start : start + batch].float().div(255).unsqueeze(1)) for start in range(0, ink.shape[0], batch)])


@torch.no_grad()
def distances_of(model: Learned, templates: torch.Tensor, first: np.ndarray, second: np.ndarray, batch: int = 256) -> np.ndarray:
    """Distances of many pairs of rows of templates."""
    model.eval()
    parts: list[np.ndarray] = []
    for start in range(0, len(first), batch):
        one, two = first[start : start + batch], second[start : start + batch]
        rows, place = np.unique(np.concatenate([one, two]), return_inverse=True)
        index = torch.from_numpy(place.reshape(2, -1))
        parts.append(model.distance.pairs(templates[torch.from_numpy(rows)], index[0], index[1]).numpy())
    return np.concatenate(parts)


@dataclass(frozen=True)
class WriterDistances:
    """A writer's distances: among genuines [g, g], to forgeries [g, f], to one genuine of each other writer of the set [g, s]."""

    dataset: str
    among: np.ndarray
    forged: np.ndarray
    others: np.ndarray


def measure(models: list[Learned], prepared: Prepared, writers: list[Writer], questioned: torch.Tensor | None = None) -> list[WriterDistances]:
    """Distances under the protocol, the mean of several models where there are several.

    `questioned`: other tensors for the same rows, to be used for the questioned side (forgeries, strangers) only.
    """
    rows = np.unique(np.concatenate([part for writer in writers for part in (writer.genuine, writer.forged)]))
    place = {int(row): index for index, row in enumerate(rows)}
    blocks: list[tuple[str, int, int, int]] = []
    first: list[np.ndarray] = []
    second: list[np.ndarray] = []
    for writer in writers:
        genuine = np.array([place[int(row)] for row in writer.genuine])
        forged = np.array([place[int(row)] for row in writer.forged], dtype=np.int64)
        others = np.array([place[int(other.genuine[len(other.genuine) // 2])] for other in writers if other.dataset == writer.dataset and other is not writer], dtype=np.int64)
        upper = np.triu_indices(len(genuine), 1)
        first += [genuine[upper[0]], np.repeat(genuine, len(forged)), np.repeat(genuine, len(others))]
        second += [genuine[upper[1]], np.tile(forged, len(genuine)), np.tile(others, len(genuine))]
        blocks.append((writer.dataset, len(genuine), len(forged), len(others)))
    one, two = np.concatenate(first), np.concatenate(second)
    ink = prepared.ink[torch.from_numpy(rows)]
    distances = np.mean([distances_of(model, templates_of(model, ink), one, two) for model in models], axis=0)
    found: list[WriterDistances] = []
    start = 0
    for dataset, genuine, forged, others in blocks:
        upper = np.triu_indices(genuine, 1)
        among = np.zeros((genuine, genuine))
        among[upper] = distances[start : start + len(upper[0])]
        among += among.T
        start += len(upper[0])
        to_forged = distances[start : start + genuine * forged].reshape(genuine, forged)
        start += genuine * forged
        to_others = distances[start : start + genuine * others].reshape(genuine, others)
        start += genuine * others
        found.append(WriterDistances(dataset, among, to_forged, to_others))
    return found


def rates(writers: list[WriterDistances], specimens: int, share: float, seed: int = 7) -> tuple[float, float]:
    """Skilled and random EER of one set's writers at one threshold; `share` of the specimens' own spread is taken off."""
    generator = np.random.default_rng(seed)
    genuine: list[np.ndarray] = []
    forged: list[np.ndarray] = []
    others: list[np.ndarray] = []
    for writer in writers:
        count = len(writer.among)
        if specimens == 1:
            genuine.append(writer.among[np.triu_indices(count, 1)])
            forged.append(writer.forged.ravel())
            others.append(writer.others.ravel())
            continue
        for _ in range(5):
            order = generator.permutation(count)
            chosen, rest = order[:specimens], order[specimens:]
            spread = share * specimen_spread(writer.among[np.ix_(chosen, chosen)])
            genuine.append(smallest_two(writer.among[np.ix_(chosen, rest)], 0) - spread)
            forged.append(smallest_two(writer.forged[chosen], 0) - spread)
            others.append(smallest_two(writer.others[chosen], 0) - spread)
    everyone = np.concatenate(genuine)
    return equal_error_rate(everyone, np.concatenate(forged)), equal_error_rate(everyone, np.concatenate(others))


def table_of(writers: list[WriterDistances]) -> dict[str, float]:
    """The figures that the log keeps: set, specimens, share of the spread taken off (in per cent), kind."""
    figures: dict[str, float] = {}
    for dataset in sorted({writer.dataset for writer in writers}):
        members = [writer for writer in writers if writer.dataset == dataset]
        for specimens, share in ((1, 0.0), (3, 0.5), (5, 0.0), (5, 0.5), (5, 1.0)):
            skilled, other = rates(members, specimens, share)
            figures[f"{dataset}-{specimens}-{int(share * 100)}-skilled"] = skilled
            figures[f"{dataset}-{specimens}-{int(share * 100)}-random"] = other
    return figures
