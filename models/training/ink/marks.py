"""Marks that people and printers leave where signatures stand, and that are none: rings and frames of stamps, rosettes, waves."""

import math

import numpy as np


def drawn_mark(random: np.random.Generator, side: int) -> np.ndarray:
    """How dark a random mark is, 0 to 1, (side, side)."""
    middle = random.uniform(0.1, 0.9, 2) * side
    steps = np.arange(side, dtype=np.float32)
    x, y = np.meshgrid(steps - middle[0], steps - middle[1])
    turn = random.uniform(-0.4, 0.4)
    x, y = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    kind = random.choice(["ring", "frame", "rosette", "waves", "row"], p=[0.27, 0.22, 0.26, 0.13, 0.12])
    if kind == "ring":
        result = ring(random, x, y)
    elif kind == "frame":
        result = frame(random, x, y)
    elif kind == "rosette":
        result = rosette(random, x, y)
    elif kind == "waves":
        result = waves(random, x, y)
    else:
        result = row(random, x, y)
    if kind in ("ring", "frame"):
        result = result * mottle(random, side)
    else:
        result = result * random.uniform(0.25, 0.9)
    return result.astype(np.float32)


def line(away: np.ndarray, width: float) -> np.ndarray:
    """1 on a line, with an edge of a pixel."""
    return np.clip(width / 2 + 0.5 - np.abs(away), 0, 1)


def ring(random: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    radius, width = random.uniform(16, 52), random.uniform(0.8, 2.6)
    away = np.hypot(x, y * random.uniform(1, 1.5))
    result = line(away - radius, width)
    if random.random() < 0.6:
        result = np.maximum(result, line(away - radius * random.uniform(0.6, 0.85), width * random.uniform(0.4, 1)))
    return result


def frame(random: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    wide, high, width = random.uniform(25, 80), random.uniform(9, 30), random.uniform(0.8, 2.6)
    corner = random.uniform(0, min(8, high))
    dx, dy = np.abs(x) - wide + corner, np.abs(y) - high + corner
    away = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - corner
    result = line(away, width)
    if random.random() < 0.3:
        result = np.maximum(result, line(away + random.uniform(3, 5), 1))
    return result


def rosette(random: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    away, angle = np.hypot(x, y), np.arctan2(y, x)
    petals, depth = random.integers(3, 12), random.uniform(0.15, 0.9)
    width = random.uniform(0.5, 1.3)
    result = np.zeros_like(x)
    largest = random.uniform(14, 90)
    for ring_at in range(random.integers(1, 6)):
        edge = largest * (1 - 0.16 * ring_at) * (1 - depth * (0.5 - 0.5 * np.cos(petals * angle)))
        # The distance to a curve that runs aslant is less than the distance along the ray.
        slope = largest * depth * 0.5 * petals * np.abs(np.sin(petals * angle)) / np.maximum(away, 3)
        result = np.maximum(result, line((away - edge) / np.hypot(1, slope), width))
    return result


def waves(random: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    result = np.zeros_like(x)
    high, long = random.uniform(3, 22), random.uniform(25, 160)
    width, apart = random.uniform(0.5, 1.2), random.uniform(3, 14)
    inside = np.abs(x) < random.uniform(40, 200)
    for at in range(random.integers(1, 7)):
        phase = 2 * math.pi * x / long + at * random.uniform(0, 0.6)
        slope = high * 2 * math.pi / long * np.cos(phase)
        result = np.maximum(result, line((y - at * apart - high * np.sin(phase)) / np.hypot(1, slope), width))
    return result * inside


def row(random: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The same sign at an even pitch, as rows of fillers have it: < / \\ x + - =."""
    high, pitch, width = random.uniform(3, 8), random.uniform(4, 12), random.uniform(0.9, 2)
    wide = pitch * random.uniform(0.25, 0.45)
    across = (x + pitch / 2) % pitch - pitch / 2
    inside = (np.abs(y) <= high) & (np.abs(x) < random.uniform(3, 20) * pitch) & (np.abs(across) <= wide)
    slope = np.hypot(1, high / wide)
    sign = random.integers(5)
    if sign == 0:
        away = (np.abs(y) - (across * random.choice([-1, 1]) + wide) * high / (2 * wide)) / slope
    elif sign == 1:
        away = (y - across * random.choice([-1, 1]) * high / wide) / slope
    elif sign == 2:
        away = (np.abs(y) - np.abs(across) * high / wide) / slope
    elif sign == 3:
        away = np.minimum(np.abs(y), np.abs(across))
    else:
        away = np.abs(y) - random.uniform(0, 2)
    return line(away, width) * inside


def mottle(random: np.random.Generator, side: int) -> np.ndarray:
    """Rubber takes up ink unevenly."""
    coarse = random.uniform(0, 1, (8, 8))
    places = np.linspace(0, 7, side)
    low = np.minimum(places.astype(int), 6)
    share = places - low
    rows = coarse[low] * (1 - share)[:, None] + coarse[low + 1] * share[:, None]
    spread = rows[:, low] * (1 - share)[None] + rows[:, low + 1] * share[None]
    return np.clip(random.uniform(0.3, 1.1) + random.uniform(0, 1.4) * (spread - 0.4), 0, 1)
