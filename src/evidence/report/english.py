"""English: a sentence whose number is 1, so that nobody reads "1 learners have".

Sentences are written for many. Chinese knows no plural, and most sentences have several numbers,
each of which may be 1: so the words behind each number are looked at by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# What is counted somewhere, and how one of it is called, where that is more than a letter less.
ODD: Final[Mapping[str, str]] = {"classes": "class", "people": "person"}
NOUNS: Final = frozenset(
    {
        *("answers", "apprentices", "cameras", "cells", "certificates", "checks", "classes"),
        *("days", "events", "faces", "files", "headings", "hours", "learners", "letters", "lines"),
        *("originals", "people", "pictures", "pixels", "portraits", "positions", "processors"),
        *("recordings", "rows", "teachers", "times", "tokens", "trainings", "verdicts"),
        "workstations",
    }
)
VERBS: Final[Mapping[str, str]] = {
    "are": "is",
    "were": "was",
    "have": "has",
    **{each: f"{each}s" for each in ("belong", "count", "film", "hang", "lie", "name", "show")},
    "wait": "waits",
}
# Numbers that stand by themselves, and never the name of anything: "1 is asked for".
BARE: Final = ("least", "need", "most", "allowed", "required", "expected", "lost", "own", "made_up")
_KIND = r"(?:(?:practical|class|full-time|face|live|sample|independent) )*"
# What may stand between those counted and their verb.
_BETWEEN = (
    r"(?: of this class hour| of this year| that the roster names| that sources offer"
    r"| seen again and again)?(?: who| that)?"
)
_VERB = rf"(?P<verb>{'|'.join(VERBS)})\b"
_COUNTED = re.compile(
    rf"\{{(?P<name>\w+)\}} (?P<kind>{_KIND})(?P<noun>{'|'.join(sorted(NOUNS))})\b(?! the| its)"
    rf"(?:(?P<between>{_BETWEEN} ){_VERB})?"
)
_ALONE = re.compile(rf"\{{(?P<name>{'|'.join(BARE)})\}} {_VERB}")


def counted(pattern: str, told: Mapping[str, str]) -> str:
    """The sentence as it reads with these values: in the singular behind every "1"."""
    if "1" not in told.values():
        return pattern

    def agreed(found: re.Match[str]) -> str:
        return _one(found) if told[found["name"]] == "1" else found[0]

    return _ALONE.sub(agreed, _COUNTED.sub(agreed, pattern))


def one(noun: str) -> str:
    """What one of them is called; a word that counts nothing stays as it is."""
    return ODD.get(noun) or (noun.removesuffix("s") if noun in NOUNS else noun)


def _one(found: re.Match[str]) -> str:
    parts = {"kind": "", "noun": "", "between": "", "verb": ""} | found.groupdict("")
    verb = VERBS.get(parts["verb"], "")
    return f"{{{parts['name']}}} {parts['kind']}{one(parts['noun'])}{parts['between']}{verb}"
