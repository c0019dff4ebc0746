"""Make the classes that keep each policy, and those that break each of its rules.

    python -m sample_media.cases FOLDER [POLICY [RULE]]

``FOLDER/POLICY/keeps`` is the class in a room, ``keeps-online`` and ``keeps-crowd`` are the others;
``FOLDER/POLICY/RULE`` breaks that rule, and passes every other one. What is there already is kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from evidence.domain.policy import Policy
from evidence.sources.policies import policies
from evidence.wiring.places import config_folder
from sample_media import regulated
from sample_media.breaches import BREACHES, breach
from sample_media.regulated import Base
from sample_media.regulated_films import film

FILMS = "films"
KEEPS = {Base.ROOM: "keeps", Base.ONLINE: "keeps-online", Base.CROWD: "keeps-crowd"}


def keeping(policy: Policy) -> tuple[Base, ...]:
    """The classes that keep a policy, as many as its rules need."""
    needed = {BREACHES[rule.id].base for rule in policy.rules}
    return tuple(base for base in Base if base is Base.ROOM or base in needed)


def cases(folder: Path, named: Policy, rule: str = "") -> Iterator[Path]:
    """Make the classes of a policy below a folder, or of one of its rules, one after the other."""
    films = folder / FILMS
    if not films.is_dir() and regulated.DAYS[named.id] == regulated.FILMED:
        film(films)
    home = folder / named.id
    for base in keeping(named):
        if rule in ("", KEEPS[base]):
            place = home / KEEPS[base]
            if not place.exists():
                regulated.make(place, named.id, films, base)
            yield place
    for each in named.rules:
        if rule in ("", each.id):
            place = home / each.id
            if not place.exists():
                breach(place, named.id, each.id, films)
            yield place


def main() -> int:
    """Make what is asked for, and print each place as it is made."""
    known = {policy.id: policy for policy in policies(config_folder())}
    asks = argparse.ArgumentParser("python -m sample_media.cases", description=__doc__)
    asks.formatter_class = argparse.RawDescriptionHelpFormatter
    asks.add_argument("folder", type=Path, help="where the classes are made")
    asks.add_argument("policy", nargs="?", choices=known, help="of this policy only")
    asks.add_argument("rule", nargs="?", default="", help="and for this rule only")
    asked = asks.parse_args()
    made = 0
    for policy in [known[asked.policy]] if asked.policy else known.values():
        for place in cases(asked.folder, policy, asked.rule):
            sys.stdout.write(f"{place}\n")
            sys.stdout.flush()
            made += 1
    return 0 if made else asks.error(f"{asked.policy} has no rule {asked.rule}")


if __name__ == "__main__":
    sys.exit(main())
