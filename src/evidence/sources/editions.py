"""Editions: the dated versions of one regulation, and which of them a class is judged by.

``policies/NAME-YEAR.toml`` are the editions of NAME. A class is judged by the one that was in force
on its first day, whichever of them its class.toml names: an old class by the old words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from evidence.domain.errors import PolicyUnreadable, Problem
from evidence.domain.policy import Policy, undated
from evidence.domain.text import say
from evidence.sources.policies import known_ids, policy_by_id


def known_names(folder: Path) -> tuple[str, ...]:
    """Whatever a class.toml may name: every policy by its id, and by its name without the year."""
    ids = known_ids(folder)
    return tuple(sorted({*ids, *map(undated, ids)}))


def policy_on(named: str, day: date, *, folder: Path) -> Policy:
    """The policy for a class that names ``named`` and begins on ``day``.

    It is the edition in force on that day. Where none was, it is the one that the class names; the
    verdict's notes tell of it.

    Raises:
        PolicyUnreadable: when there is no such policy, or only the name of several was given and
            none was in force on that day.
    """
    ids = known_ids(folder)
    own = policy_by_id(named, folder=folder) if named in ids else None
    if own and own.in_force_on(day):
        return own
    editions = tuple(_editions(named, ids, folder))
    then = [edition for edition in editions if edition.in_force_on(day)]
    if then:
        return max(then, key=lambda edition: edition.in_force_from)
    if own or not editions:
        return own or policy_by_id(named, folder=folder)
    what = say(
        "no edition of {name} was in force on {day}, the first day of the class; there are: "
        "{editions}",
        name=named,
        day=day.isoformat(),
        editions=", ".join(f"{each.id} ({_days(each)})" for each in editions),
    )
    raise PolicyUnreadable(named, (Problem(what, named),))


def _editions(named: str, ids: tuple[str, ...], folder: Path) -> Iterator[Policy]:
    for policy_id in ids:
        if undated(policy_id) == undated(named):
            yield policy_by_id(policy_id, folder=folder)


def _days(policy: Policy) -> str:
    until = policy.in_force_until
    return f"{policy.in_force_from.isoformat()} – {until.isoformat() if until else '…'}"
