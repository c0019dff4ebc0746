"""Telling: the tables of what was caught, how, and who was accused, with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import comb

from benchmarks.attacks.trying import HONEST, Tried
from rich.console import Console
from rich.table import Table

from evidence.attacks.kind import kinds

SURE = 0.95


def interval(got: int, of: int) -> tuple[float, float]:
    """The rates that ``got`` of ``of`` does not rule out, 19 times in 20 (Clopper and Pearson)."""
    tail = (1 - SURE) / 2
    low = 0.0 if got == 0 else _crossing(lambda rate: 1 - _at_most(got - 1, of, rate), tail)
    high = 1.0 if got == of else _crossing(lambda rate: -_at_most(got, of, rate), -tail)
    return low, high


def _at_most(got: int, of: int, rate: float) -> float:
    return sum(comb(of, n) * rate**n * (1 - rate) ** (of - n) for n in range(got + 1))


def _crossing(rising: Callable[[float], float], level: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return low


def rate(got: int, of: int) -> str:
    """So many of so many, and what rates that leaves possible."""
    if not of:
        return "–"
    low, high = interval(got, of)
    return f"{got} of {of} ({low:.0%}–{high:.0%})"


def tell(tried: Sequence[Tried], strengths: Iterable[float]) -> None:
    """Everything, on the terminal."""
    console = Console(width=150)
    attacks = [one for one in tried if one.kind != HONEST]
    table = Table("kind", *(f"strength {each}" for each in strengths), "all", "doubt only", "else")
    for row in rows(attacks, strengths):
        table.add_row(*row)
    console.print(table)
    console.print(
        "caught: by the kind's own rule, or one that is true of it too; doubt only: of these, for "
        "a person to look at, not certain; else: not caught, but another rule asks for a look"
    )
    hours = [one for one in tried if one.kind == HONEST]
    accused = [(one, told) for one in hours for told in _each_recording(one)]
    of = sum(one.hours for one in hours)
    certain = sum("breached" in how for _, (_, how) in accused)
    console.print(f"honest class hours accused: {rate(len(accused), of)}, {certain} without doubt")
    for one, (path, how) in accused:
        console.print(f"accused: room {one.seed}: {path}: {how}")
    for one in attacks:
        if not one.by_rule:
            told = ", ".join(f"{rule} {how}" for rule, _, how in one.told)
            blind = "" if one.clocked else "no clock; "
            console.print(f"missed: room {one.seed}: {one.kind} at {one.strength}: {blind}{told}")
    console.print(f"checking took {sum(one.processor for one in tried):.0f} s of processor time")


def rows(attacks: Sequence[Tried], strengths: Iterable[float]) -> Iterator[list[str]]:
    """A row for each kind, and one for all; what only a clock can tell, by whether there is one."""
    strengths = tuple(strengths)
    for name, kind in kinds().items():
        mine = [one for one in attacks if one.kind == name]
        if kind.rule == "footage-clock":
            yield _row(name, [one for one in mine if one.clocked], strengths)
            yield _row(f"{name}, no clock", [one for one in mine if not one.clocked], strengths)
        else:
            yield _row(name, mine, strengths)
    yield _row("all", attacks, strengths)


def _row(name: str, mine: Sequence[Tried], strengths: Sequence[float]) -> list[str]:
    cells = []
    for strength in strengths:
        some = [one for one in mine if one.strength == strength]
        cells.append(f"{sum(bool(one.by_rule) for one in some)} of {len(some)}" if some else "–")
    caught = sum(bool(one.by_rule) for one in mine)
    doubts = sum(one.by_rule == "undecided" for one in mine)
    others = sum(one.by_others for one in mine)
    return [name, *cells, rate(caught, len(mine)), str(doubts), str(others)]


def _each_recording(one: Tried) -> Iterator[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for rule, path, how in one.told:
        found.setdefault(path, []).append(f"{rule} {how}")
    return ((path, ", ".join(how)) for path, how in sorted(found.items()))
