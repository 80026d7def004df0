"""Fits the matrix M of sqrt((a - b)^T M (a - b)) over a finished twin's templates. See README.md for the commands.

`unlabelled`: M is the inverse of the covariance of genuine signatures about their writer's own mean; no forgery is read.
`labelled`: M = L^T L with L = (diagonal + low rank) U, where U^T U is the unlabelled M or the identity, fitted to pairs
(genuine with genuine, with skilled forgery, with random forgery) by logistic regression on the distance.

A twin has seen the writers that it was trained on so often that their templates hardly vary. Settings are therefore
chosen by a twin that was trained without the writers that `--held-every` holds out, whose error rates are printed.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as functional

from augment import Augmentation, Augmenter
from data import Prepared, Writer, hold_out, load_prepared, writers_of
from evaluate import equal_error_rate, smallest_two
from export import session_of


@dataclass(frozen=True)
class Templates:
    """Templates float32 [N, D], and whose they are."""

    values: np.ndarray
    writers: list[Writer]


def embed(session: onnxruntime.InferenceSession, ink: torch.Tensor) -> np.ndarray:
    """Templates [N, D] of float tensors [N, 1, H, W] in 0..1."""
    parts = [session.run(["template"], {"ink": ink[start : start + 32].numpy()})[0] for start in range(0, ink.shape[0], 32)]
    return np.concatenate(parts)


def clean_templates(session: onnxruntime.InferenceSession, prepared: Prepared, writers: list[Writer]) -> Templates:
    """The writers' signatures as they are."""
    return templates_of(writers, [embed(session, prepared.ink[rows_of(writer)].float().div(255).unsqueeze(1)) for writer in writers])


def augmented_templates(session: onnxruntime.InferenceSession, prepared: Prepared, writers: list[Writer], rounds: int, seed: int) -> Templates:
    """The writers' signatures, augmented `rounds` times; each time every writer becomes another one."""
    augment = Augmenter(Augmentation(writer_chance=1.0), seed)
    return templates_of(writers * rounds, [embed(session, augment(prepared.ink[rows_of(writer)], 1)) for _ in range(rounds) for writer in writers])


def rows_of(writer: Writer) -> torch.Tensor:
    return torch.from_numpy(np.concatenate([writer.genuine, writer.forged]))


def templates_of(writers: list[Writer], parts: list[np.ndarray]) -> Templates:
    """Parts put together, the writers' rows counted anew."""
    moved: list[Writer] = []
    start = 0
    for writer in writers:
        middle = start + len(writer.genuine)
        end = middle + len(writer.forged)
        moved.append(Writer(writer.name, writer.dataset, np.arange(start, middle), np.arange(middle, end)))
        start = end
    return Templates(np.concatenate(parts), moved)


def within_covariance(templates: Templates) -> tuple[np.ndarray, float]:
    """The covariance [D, D] of genuines about their writer's mean, and Ledoit and Wolf's coefficient for it.

    Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", 2004: the share of the mean
    variance, in all directions alike, to mix in for the least expected squared error.
    """
    rows = [templates.values[writer.genuine].astype(np.float64) for writer in templates.writers]
    centred = np.concatenate([own - own.mean(axis=0) for own in rows])
    covariance = centred.T @ centred / (len(centred) - len(rows))
    squared = centred * centred
    noise = (squared.T @ squared / len(centred) - (centred.T @ centred / len(centred)) ** 2).sum() / len(centred)
    spread = ((covariance - np.trace(covariance) / len(covariance) * np.eye(len(covariance))) ** 2).sum()
    return covariance, float(min(1.0, noise / spread))


def unlabelled_factor(covariance: np.ndarray, shrinkage: float) -> np.ndarray:
    """L with L^T L the inverse of the shrunk covariance, scaled so that M's mean eigenvalue is one."""
    dimension = len(covariance)
    shrunk = (1 - shrinkage) * covariance + shrinkage * np.trace(covariance) / dimension * np.eye(dimension)
    inverse = np.linalg.inv(shrunk)
    return np.linalg.cholesky((inverse + inverse.T) / 2 * dimension / np.trace(inverse)).T


class PairModel(torch.nn.Module):
    """Log odds that a pair is genuine, from its distance: bias - scale * sqrt(|s * (a - b)|^2 + |P (a - b)|^2)."""

    def __init__(self, dimension: int, rank: int) -> None:
        super().__init__()
        self.stretch = torch.nn.Parameter(torch.zeros(dimension))
        self.low_rank = torch.nn.Parameter(torch.randn(rank, dimension) * 0.1 / dimension**0.5)
        self.scale = torch.nn.Parameter(torch.tensor(12.0))
        self.bias = torch.nn.Parameter(torch.tensor(10.0))

    def forward(self, difference: torch.Tensor) -> torch.Tensor:
        squared = (difference * self.stretch.exp()).square().sum(dim=1) + (difference @ self.low_rank.T).square().sum(dim=1)
        return self.bias - self.scale * (squared + 1e-8).sqrt()

    def change(self) -> torch.Tensor:
        """How far M lies from the identity, as weight decay sees it."""
        return self.stretch.square().sum() + self.low_rank.square().sum()

    @torch.no_grad()
    def factor(self) -> np.ndarray:
        """L [D + rank, D]: the distance is |L (a - b)|."""
        return torch.cat([self.stretch.exp().diag(), self.low_rank]).numpy().astype(np.float64)


def draw_pairs(templates: Templates, count: int, random: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Differences [N, D] and whether genuine [N] of `count` writers of each data set: half genuine pairs, a quarter each skilled and random."""
    first: list[int] = []
    second: list[int] = []
    genuine: list[float] = []
    for dataset in sorted({writer.dataset for writer in templates.writers}):
        members = [writer for writer in templates.writers if writer.dataset == dataset and len(writer.forged)]
        for index in random.choice(len(members), size=count):
            writer = members[index]
            others = [member for member in members if member.name != writer.name]
            for place in range(16):
                one, two = random.choice(writer.genuine, size=2, replace=False)
                if place % 2:
                    stranger = others[random.integers(len(others))]
                    two = random.choice(writer.forged if place % 4 == 1 else stranger.genuine)
                first.append(int(one))
                second.append(int(two))
                genuine.append(float(place % 2 == 0))
    return torch.from_numpy(templates.values[first] - templates.values[second]), torch.tensor(genuine)


def moved_by(templates: Templates, factor: np.ndarray) -> Templates:
    """The templates as the factor maps them: plain distances among them are those under M."""
    return Templates((templates.values.astype(np.float64) @ factor.T).astype(np.float32), templates.writers)


def fit_pairs(templates: Templates, held: Templates | None, rank: int, decay: float, steps: int, rate: float, seed: int) -> np.ndarray:
    """L after `steps` steps; with held-out writers their figures are printed on the way, to stop by."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    model = PairModel(templates.values.shape[1], rank)
    optimiser = torch.optim.Adam([
        {"params": [model.stretch, model.low_rank], "lr": rate},
        {"params": [model.scale, model.bias], "lr": 20 * rate},
    ])
    running = 0.0
    for step in range(1, steps + 1):
        difference, genuine = draw_pairs(templates, 16, random)
        loss = functional.binary_cross_entropy_with_logits(model(difference), genuine) + decay * model.change()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        running += float(loss.detach())
        if held is not None and step % 100 == 0:
            print(f"step {step} loss {running / 100:.4f} {figures_line(held, model.factor())}", flush=True)
            running = 0.0
    return model.factor()


def figures_line(templates: Templates, factor: np.ndarray) -> str:
    """Skilled / random EER in per cent with one specimen and with five (less half their spread), set by set."""
    moved = templates.values.astype(np.float64) @ factor.T
    lengths = (moved * moved).sum(axis=1)
    distance = np.sqrt(np.maximum(lengths[:, None] + lengths[None] - 2 * moved @ moved.T, 0))
    parts: list[str] = []
    for dataset in sorted({writer.dataset for writer in templates.writers}):
        members = [writer for writer in templates.writers if writer.dataset == dataset]
        for specimens in (1, 5):
            rates = trial_rates(distance, members, specimens)
            parts.append(f"{dataset}-{specimens} {100 * rates[0]:.1f}/{100 * rates[1]:.1f}")
    return "  ".join(parts)


def trial_rates(distance: np.ndarray, writers: list[Writer], specimens: int) -> tuple[float, float]:
    """Skilled and random EER over five draws of specimens a writer, half of the specimens' own spread taken off."""
    generator = np.random.default_rng(7)
    scores: tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]] = ([], [], [])
    for writer in writers:
        strangers = np.array([generator.choice(other.genuine) for other in writers if other is not writer])
        for _ in range(5 if specimens > 1 else len(writer.genuine)):
            order = generator.permutation(writer.genuine)
            chosen, rest = order[:specimens], order[specimens:]
            spread = 0.0
            if specimens > 1:
                among = distance[np.ix_(chosen, chosen)] + np.diag(np.full(specimens, np.inf))
                spread = 0.5 * float(smallest_two(among, 1).mean())
            for kind, rows in enumerate((rest, writer.forged, strangers)):
                scores[kind].append(smallest_two(distance[np.ix_(chosen, rows)], 0) - spread)
    genuine, skilled, other = (np.concatenate(part) for part in scores)
    return equal_error_rate(genuine, skilled), equal_error_rate(genuine, other)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how", choices=("unlabelled", "labelled"))
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--twin", type=Path, required=True, help="the twin's .onnx file")
    parser.add_argument("--out", type=Path, help="the matrix to write: float64 little-endian, row by row")
    parser.add_argument("--held-every", type=int, default=0, help="hold every n-th training writer out and print their error rates")
    parser.add_argument("--held-first", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=0, help="times that each writer is augmented; 0: the signatures as they are")
    parser.add_argument("--shrinkage", type=float, default=0.97, help="share of the mean variance mixed in; below 0: Ledoit and Wolf's own")
    parser.add_argument("--start", choices=("unlabelled", "identity"), default="unlabelled", help="labelled: where to start from")
    parser.add_argument("--rank", type=int, default=0, help="labelled: rows of the low-rank part")
    parser.add_argument("--decay", type=float, default=1e-3)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261124)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)

    prepared = load_prepared(options.data)
    session = session_of(options.twin)
    writers = writers_of(prepared, "train")
    kept, held_writers = hold_out(writers, options.held_every, options.held_first) if options.held_every else (writers, [])
    held = clean_templates(session, prepared, held_writers) if held_writers else None
    templates = augmented_templates(session, prepared, kept, options.rounds, options.seed) if options.rounds else clean_templates(session, prepared, kept)
    dimension = templates.values.shape[1]
    print(f"{len(kept)} writers, {len(templates.values)} templates of {dimension}; {len(held_writers)} writers held out")
    if held is not None:
        print(f"Euclidean: {figures_line(held, np.eye(dimension))}")
    factor = np.eye(dimension)
    if options.how == "unlabelled" or options.start == "unlabelled":
        covariance, ledoit_wolf = within_covariance(templates)
        shrinkage = ledoit_wolf if options.shrinkage < 0 else options.shrinkage
        print(f"Ledoit and Wolf's coefficient {ledoit_wolf:.3f}; taken: {shrinkage:.3f}")
        factor = unlabelled_factor(covariance, shrinkage)
    if options.how == "labelled":
        held_moved = None if held is None else moved_by(held, factor)
        factor = fit_pairs(moved_by(templates, factor), held_moved, options.rank, options.decay, options.steps, options.rate, options.seed) @ factor
    if held is not None:
        print(f"with M: {figures_line(held, factor)}")
    matrix = factor.T @ factor
    matrix = (matrix + matrix.T) / 2
    values = np.linalg.eigvalsh(matrix)
    print(f"M {matrix.shape[0]}x{matrix.shape[1]}, eigenvalues {values[0]:.4g} to {values[-1]:.4g}")
    if options.out:
        content = matrix.astype("<f8").tobytes()
        options.out.write_bytes(content)
        print(f"{options.out}: {len(content)} bytes  sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
