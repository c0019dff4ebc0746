"""How long it takes to ask the record of prints about an hour of footage, however much it holds.

    .venv/bin/python benchmarks/prints.py [--hours 100000] [--asked 5]

The record is filled with made-up words (as many an hour as footage in which people move has), and
with the words of a few real prints between them, some of which are asked for again, seen at other
instants and under noise. Beside it, in the same run: each asked hour's words against all words in
one numpy array, the plainest way there is. Both find the same candidates. Each hour is of one of so
many cameras, by which it is asked for, too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from sqlalchemy import insert

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.analyzers.prints.rooms import Day, Lens, seen, taken

from evidence.analyzers.prints.shelves import FIRST
from evidence.analyzers.prints.words import BITS, Word, words
from evidence.store.opening import SqlStore, open_store
from evidence.store.rows.seen import PRINT_WORDS, PRINTS
from evidence.store.schema import upgrade

HOUR = 3600.0
AT_ONCE = 500  # hours filled in at a time
WIDE = 30
CAMERAS = 200


def main() -> None:
    """Fill, ask both ways, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=5)
    told = parser.parse_args()
    print(f"making {told.asked} hours of people in a room", flush=True)
    days = [Day(1, number, length=HOUR) for number in range(told.asked)]
    real = [words(taken(seen(day, 0, HOUR))) for day in days]
    lens = Lens(noise=1.5)
    again = [words(taken(seen(day, 901.7, 1800, lens=lens))) for day in days]
    an_hour = round(sum(map(len, real)) / len(real))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/prints.db"
        upgrade(url)
        store = open_store(url)
        began = time.process_time()
        everything = filled(store, real, told.hours, an_hour)
        spent = time.process_time() - began
        size = Path(folder, "prints.db").stat().st_size / 1e9
        print(f"{told.hours} hours, {len(everything)} words, {size:.1f} GB, {spent:.0f} s to fill")
        asked(store, again, everything)
        store.close()


def filled(store: SqlStore, real: list[tuple[Word, ...]], hours: int, an_hour: int) -> np.ndarray:
    """All words that were put in: rows of (word, print, second)."""
    chance = np.random.default_rng(1)
    parts = []
    for first in range(0, hours, AT_ONCE):
        numbers = np.arange(first, min(hours, first + AT_ONCE)) + 1
        bits = chance.integers(0, 1 << BITS, (len(numbers), an_hour))
        seconds = np.sort(chance.integers(0, int(HOUR), bits.shape), 1)
        part = np.stack([bits, np.repeat(numbers[:, None], an_hour, 1), seconds], 2)
        parts.append(np.unique(part.reshape(-1, 3), axis=0))
    numbers = np.arange(hours) + 1
    parts.append(np.stack([FIRST + numbers % CAMERAS, numbers, numbers // 8], 1))
    step = hours // len(real)
    for number, one in enumerate(real):
        parts.append(np.array([(word.bits, 1 + number * step, word.at) for word in one]))
    everything = np.unique(np.concatenate(parts), axis=0)
    empty = {"bundle": "", "subject": "", "path": "", "camera": "", "start": 0, "code": ""}
    with store.database.writing() as connection:
        for first in range(0, hours, 50_000):
            rows = [
                {"number": n + 1, "recording": str(n), "body": "", **empty}
                for n in range(first, min(hours, first + 50_000))
            ]
            connection.execute(insert(PRINTS), rows)
    with store.database.writing() as connection:
        plain = str(insert(PRINT_WORDS).compile(dialect=connection.dialect))
        for first in range(0, len(everything), 100_000):
            rows = [tuple(map(int, row)) for row in everything[first : first + 100_000]]
            connection.exec_driver_sql(plain, rows)
    return everything


def asked(store: SqlStore, again: list[tuple[Word, ...]], everything: np.ndarray) -> None:
    """Each hour's words by the record and by a scan: seconds of one core, and what is found."""
    extent = store.prints.extent()
    print(
        f"{'asked':>5} {'words':>6} {'hits':>7} {'on its shelf':>12} {'record s':>9} {'scan s':>7}"
        "  best print (votes)"
    )
    for number, ours in enumerate(again):
        near: dict[int, set[int]] = {}
        for word in ours:
            for bits in word.near:
                near.setdefault(bits, set()).add(word.at)
        began = time.process_time()
        hits = store.prints.hits(sorted(near), extent)
        shown = store.prints.hits([FIRST + number], extent)
        best = voted((hit.word, hit.print, hit.at) for hit in hits)(near)
        record = time.process_time() - began
        began = time.process_time()
        wanted = np.array(sorted(near))
        rows = everything[np.isin(everything[:, 0], wanted)]
        scanned = voted(map(tuple, rows.tolist()))(near)
        scan = time.process_time() - began
        if best != scanned:
            raise SystemExit(f"the record found {best}, the scan {scanned}")
        told = f"{best[0]} ({best[1]})"
        counts = f"{number:5} {len(ours):6} {len(hits):7} {len(shown):12}"
        print(f"{counts} {record:9.3f} {scan:7.3f}  {told}")


def voted(hits):
    """Which print has most words at one offset, and how many."""

    def count(near: dict[int, set[int]]) -> tuple[int, int]:
        places: dict[tuple[int, int], set[int]] = {}
        for word, print_number, second in hits:
            for at in near[word]:
                place = (second - at) // WIDE
                for offset in (place, place + 1):
                    places.setdefault((print_number, offset), set()).add(at)
        votes = Counter({place: len(ats) for place, ats in places.items()})
        (number, _), most = min(votes.items(), key=lambda item: (-item[1], item[0]))
        return number, most

    return count


if __name__ == "__main__":
    main()
