"""Prints error rates of half-twins and twins where specimens are clean and questioned signatures come off cheques."""

from __future__ import annotations

import argparse
from pathlib import Path

from torch import nn

from checkpoint import load_nets
from data import hold_out, load_prepared, writers_of
from half_twin import evaluate_towers, load_towers

COLUMNS = ("1-0", "5-0", "5-50", "5-100")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that `countersign prepare` wrote")
    parser.add_argument("--degraded", type=Path, required=True, help="folder that `countersign prepare --degrade` wrote of the same index")
    parser.add_argument("--half-twin", type=Path, nargs="*", default=[], help="checkpoints of train_half_twin.py")
    parser.add_argument("--twin", nargs="*", default=[], help="checkpoints of a twin; several side by side with + between their paths")
    parser.add_argument("--split", default="validation")
    parser.add_argument("--held-every", type=int, default=0, help="only the writers that this setting held out of the training")
    parser.add_argument("--held-first", type=int, default=1)
    arguments = parser.parse_args()

    clean, degraded = load_prepared(arguments.data), load_prepared(arguments.degraded)
    writers = writers_of(clean, arguments.split)
    if arguments.held_every:
        writers = hold_out(writers, arguments.held_every, arguments.held_first)[1]
    towers: list[tuple[str, nn.Module, nn.Module]] = []
    for names in arguments.twin:
        net = load_nets([Path(name) for name in names.split("+")])
        towers.append((f"twin {names}", net, net))
    for path in arguments.half_twin:
        towers.append((f"half-twin {path}", *load_towers(path)))
    sets = sorted({writer.dataset for writer in writers})
    print(f"Skilled (random) EER in per cent, {' / '.join(sets)}; {len(writers)} writers of {arguments.split}\n")
    print("| questioned | towers | one specimen | five, joined | less half the spread | less the spread |\n| --- | --- | --- | --- | --- | --- |")
    for kind, copies in (("off cheques", degraded), ("clean", None)):
        for name, reference, questioned in towers:
            figures = evaluate_towers(reference, questioned, clean, copies, writers)
            cells = [" / ".join(f"{100 * figures[f'{each}-{column}-skilled']:.1f} ({100 * figures[f'{each}-{column}-random']:.1f})" for each in sets) for column in COLUMNS]
            print(f"| {kind} | {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
