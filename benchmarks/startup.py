"""How long ``evidence --help`` takes, beside the bare interpreter and ``pip --help``.

    python benchmarks/startup.py

Each is started ten times, one after the other in turn; the table shows the median.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

ROUNDS = 10
LIMIT_SECONDS = 0.3
EVIDENCE = str(Path(sys.executable).with_name("evidence"))
COMMANDS = {
    "evidence --help": [EVIDENCE, "--help"],
    "evidence check --help": [EVIDENCE, "check", "--help"],
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import typer'": [sys.executable, "-c", "import typer"],
}


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    began = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def main() -> None:
    """Measure in turn, so that a noisy moment falls on all alike."""
    rounds = [{name: seconds(command) for name, command in COMMANDS.items()} for _ in range(ROUNDS)]
    medians = {name: median(taken[name] for taken in rounds) for name in COMMANDS}

    table = Table(title=f"start-up, median of {ROUNDS} (target: under {LIMIT_SECONDS} s)")
    table.add_column("command")
    table.add_column("seconds", justify="right")
    table.add_column("times the bare interpreter", justify="right")
    for name, taken in medians.items():
        table.add_row(name, f"{taken:.3f}", f"{taken / medians['python -c pass']:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
