"""Draws the columns of a training log as curves over the steps, into one SVG file. Needs nothing but Python."""

from __future__ import annotations

import argparse
import csv
from html import escape
from pathlib import Path

WIDTH, HEIGHT, EDGE, LEGEND = 900, 480, 56, 230
COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b9770e", "#117a65", "#7f8c8d", "#d35400")


def read_log(path: Path) -> tuple[list[float], dict[str, list[float]]]:
    """Steps, and each other column by its name. Raises ValueError for a log without rows."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    if not rows:
        raise ValueError(f"{path} has no rows yet")
    columns = {name: [float(row[name]) for row in rows] for name in rows[0] if name != "step"}
    return [float(row["step"]) for row in rows], columns


def draw(steps: list[float], columns: dict[str, list[float]], title: str) -> str:
    """The curves as SVG text, all on one scale from nought to the largest value."""
    top = max(max(values) for values in columns.values()) or 1.0
    first, last = steps[0], max(steps[-1], steps[0] + 1)
    right = WIDTH - LEGEND

    def across(step: float) -> float:
        return EDGE + (step - first) / (last - first) * (right - EDGE)

    def down(value: float) -> float:
        return HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{EDGE}" y="28" font-size="15">{escape(title)}</text>',
    ]
    for tick in range(6):
        value = top * tick / 5
        parts.append(f'<line x1="{EDGE}" x2="{right}" y1="{down(value):.1f}" y2="{down(value):.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{EDGE - 6}" y="{down(value) + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    for step in (first, (first + last) / 2, last):
        parts.append(f'<text x="{across(step):.1f}" y="{HEIGHT - EDGE + 18}" text-anchor="middle">step {step:.0f}</text>')
    for index, (name, values) in enumerate(columns.items()):
        colour = COLOURS[index % len(COLOURS)]
        points = " ".join(f"{across(step):.1f},{down(value):.1f}" for step, value in zip(steps, values, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        parts.append(f'<text x="{right + 12}" y="{EDGE + 18 * index}" fill="{colour}">{escape(name)}: {values[-1]:.4g}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the .svg file to write")
    parser.add_argument("--columns", default="", help="names, comma separated; default: all error rates, or the loss where there are none")
    arguments = parser.parse_args()
    steps, columns = read_log(arguments.log)
    wanted = [name for name in arguments.columns.split(",") if name] or [name for name in columns if name.endswith("-skilled")] or ["loss"]
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise SystemExit(f"{arguments.log} has no column {', '.join(missing)}. It has: {', '.join(columns)}")
    arguments.out.write_text(draw(steps, {name: columns[name] for name in wanted}, arguments.log.parent.name), encoding="utf-8")


if __name__ == "__main__":
    main()
