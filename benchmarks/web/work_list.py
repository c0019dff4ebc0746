"""The work list of a city: how long the store takes for a page of it.

    python -m benchmarks.web.work_list [ITEMS]

CPU milliseconds on SQLite, the 95th percentile of 30, with 100,000 flagged parts unless told.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from evidence.pipeline.review import State
from evidence.pipeline.worklist import Wanted
from evidence.store.opening import open_store
from evidence.store.reviews import SqlReviews
from evidence.store.rows.review import ITEMS
from evidence.store.schema import upgrade

TIMES = 30
STATES = tuple(state.value for state in State)


def row(number: int) -> dict[str, Any]:
    return {
        "subject": f"INST-{number // 40 % 200:03}/CLASS-{number // 40:05}",
        "part": f"hour/P{number % 40 // 4:02}/{number % 4 + 1}",
        "place": number % 40,
        "institution": f"INST-{number // 40 % 200:03}",
        "version": 1,
        "basis": "a" * 64,
        "effect": "review",
        "worst": number % 4,
        "rules": " footage-frozen headcount ",
        "kind": "practical",
        "date": f"2026-11-{number % 28 + 1:02}",
        "due": f"2026-12-{number % 28 + 1:02}",
        "latest": "2026-12-30",
        "state": STATES[number % len(STATES)],
        "holder": "",
        "first": "",
        "settled": "",
        "steps": 0,
    }


def spent(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        before = time.process_time()
        ask()
        taken.append(time.process_time() - before)
    return 1000 * sorted(taken)[int(0.95 * TIMES)]


def main(items: int) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'store.db')}"
        upgrade(url)
        store = open_store(url)
        reviews = SqlReviews(store.database)
        with store.database.writing() as connection:
            connection.execute(insert(ITEMS), [row(number) for number in range(items)])
        wanted, narrow = Wanted(state="open"), Wanted("INST-007", "headcount", state="open")
        middle = reviews.page(wanted, 1, items // 10)[0]
        for what, ask in {
            "first page": lambda: reviews.page(wanted, 50, 0),
            "a page far down": lambda: reviews.page(wanted, 50, items // 8),
            "one institution, one rule": lambda: reviews.page(narrow, 50, 0),
            "counts": lambda: reviews.counts(wanted),
            "next": lambda: reviews.beside(wanted, middle),
            "previous": lambda: reviews.beside(wanted, middle, back=True),
        }.items():
            print(f"{what:28}{spent(ask):8.1f} ms")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
