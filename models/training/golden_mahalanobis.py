"""Writes the distances among the golden templates of the Mahalanobis packages as Python works them out, for a test to hold
TypeScript's against. The golden templates are of synthetic signers.
"""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import numpy as np


def distances_of(package: Path) -> list[list[float]]:
    """sqrt((a - b)^T M (a - b)) between every two golden templates of a package."""
    manifest = json.loads((package / "model.json").read_text("utf-8"))
    golden = json.loads((package / manifest["golden"]["file"]).read_text("utf-8"))
    dimension = int(manifest["template"]["dimension"])
    matrix = np.frombuffer((package / manifest["metric"]["matrix"]["file"]).read_bytes(), dtype="<f8").reshape(dimension, dimension)
    templates = np.stack([np.frombuffer(base64.b64decode(vector["reference"]), dtype="<f4") for vector in golden["vectors"]])
    difference = templates[:, None].astype(np.float64) - templates[None].astype(np.float64)
    squared = np.einsum("abi,ij,abj->ab", difference, matrix, difference)
    return [[round(float(value), 9) for value in row] for row in np.sqrt(np.maximum(squared, 0))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, nargs="+", help="folders of Mahalanobis packages")
    parser.add_argument("--out", type=Path, required=True, help="the JSON file to write")
    options = parser.parse_args()
    content = {package.name: distances_of(package) for package in options.packages}
    options.out.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
