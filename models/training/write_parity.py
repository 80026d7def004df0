"""Writes test/fixtures/metric/python-parity.json: what evaluate.py makes of seeded random numbers.

test/metric/python-parity.test.ts works the same figures out with src-main/metric, which `countersign evaluate` uses, and
wants them within 1e-4. Run it again after a change to evaluate.py: `python models/training/write_parity.py`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from data import Writer
from evaluate import equal_error_rate, rates_of, smallest_two, specimen_spread

DRAWS = 5  # as many as rates_of makes
SEED = 7


def equal_error_cases(generator: np.random.Generator) -> list[dict[str, object]]:
    """Distances of genuines and forgeries with their EER: continuous ones, and rounded ones that tie."""
    cases: list[dict[str, object]] = [{"genuine": [1.0, 3.0], "forged": [2.0]}, {"genuine": [1.0], "forged": [1.0, 1.0]}]
    for genuine, forged, digits in ((9, 14, 6), (40, 25, 6), (30, 30, 1), (17, 50, 1), (5, 3, 0)):
        near = np.round(np.abs(generator.normal(0.8, 0.3, genuine)), digits)
        far = np.round(np.abs(generator.normal(1.1, 0.3, forged)), digits)
        cases.append({"genuine": near.tolist(), "forged": far.tolist()})
    for case in cases:
        case["equalErrorRate"] = equal_error_rate(np.array(case["genuine"]), np.array(case["forged"]))
    return cases


def joining_cases(generator: np.random.Generator) -> list[dict[str, object]]:
    """Distances to one and more specimens with their mean of the best two."""
    drawn = [np.round(generator.random(count) * 2, 6) for count in (1, 2, 3, 5, 8)]
    return [{"distances": values.tolist(), "joined": float(smallest_two(values, 0))} for values in drawn]


def spread_cases(generator: np.random.Generator) -> list[dict[str, object]]:
    """Distances among specimens with their spread."""
    cases: list[dict[str, object]] = []
    for count in (2, 3, 5):
        table = np.round(generator.random((count, count)) * 2, 6)
        table = np.triu(table, 1) + np.triu(table, 1).T
        cases.append({"pairwise": table.tolist(), "spread": specimen_spread(table)})
    return cases


def whole_case(generator: np.random.Generator) -> dict[str, object]:
    """Templates of a small set of writers with all their rates, and the draws that rates_of makes of them."""
    people, genuine, forged, size = 6, 8, 5, 8
    centres = generator.normal(0, 1, (people, size))
    templates: list[np.ndarray] = []
    writers: list[Writer] = []
    for number, centre in enumerate(centres):
        first = len(templates)
        templates += [centre + generator.normal(0, 0.55, size) for _ in range(genuine)]
        templates += [centre + generator.normal(0, 0.8, size) for _ in range(forged)]
        writers.append(Writer(f"w{number}", "random", np.arange(first, first + genuine), np.arange(first + genuine, first + genuine + forged)))
    unit = np.array([value / np.linalg.norm(value) for value in templates]).astype(np.float32)
    figures: list[dict[str, object]] = []
    for specimens, share in ((1, 0.0), (2, 1.0), (3, 0.0), (3, 1.0), (5, 0.5)):
        rates = rates_of(unit.astype(np.float64), writers, specimens, share, SEED)
        figures.append({
            "specimens": specimens, "share": share, "draws": draws_of(writers, specimens),
            "skilled": rates.skilled, "random": rates.random, "writerMean": rates.writer_mean,
        })
    return {
        "templates": [[float(f"{value:.9g}") for value in row] for row in unit],
        "writers": [{"genuine": writer.genuine.tolist(), "forged": writer.forged.tolist()} for writer in writers],
        "figures": figures,
    }


def draws_of(writers: list[Writer], specimens: int) -> list[dict[str, object]]:
    """The same numbers drawn in the same order as rates_of does: strangers of each writer, then its specimens."""
    generator = np.random.default_rng(SEED)
    found: list[dict[str, object]] = []
    for writer in writers:
        strangers = [int(generator.choice(another.genuine)) for another in writers if another is not writer]
        draws = 0 if specimens == 1 else DRAWS
        chosen = [generator.permutation(writer.genuine)[:specimens].tolist() for _ in range(draws)]
        found.append({"strangers": strangers, "specimens": chosen})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / "test" / "fixtures" / "metric" / "python-parity.json")
    arguments = parser.parse_args()
    generator = np.random.default_rng(20261124)
    content = {
        "equalError": equal_error_cases(generator), "joining": joining_cases(generator),
        "spread": spread_cases(generator), "whole": whole_case(generator),
    }
    arguments.out.write_text(json.dumps(content, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
