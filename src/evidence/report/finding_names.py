"""Finding names: how a person names a finding of a verdict, and which one a name means.

A finding is its rule and what it is about, as ``practical-continuous-recording P01·2``; that is the
same in every check of the bundle. Fewer words mean every finding that they fit, and a number the
one at that place of the verdict, from 1.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePosixPath

from evidence.domain.findings import Finding
from evidence.domain.subject import Subject
from evidence.report.names import briefly


def finding_name(finding: Finding) -> str:
    """The finding's name, to be pasted into a shell as it stands."""
    return name_of(finding.rule, finding.subject)


def name_of(rule: str, subject: Subject) -> str:
    """The rule, and what the finding is about unless that is the whole class."""
    about = subject.recording and shlex.quote(subject.recording)
    return " ".join(filter(None, (rule, about or briefly(subject))))


def explaining(bundle: str, name: str) -> str:
    """The command that explains a finding, to be pasted as it stands."""
    return f"evidence explain {shlex.quote(bundle)} {name}"


def meant(named: Sequence[str], findings: Sequence[tuple[str, Subject]]) -> list[int]:
    """The findings (places from 0) that a name means; each is given as rule and subject."""
    if len(named) == 1 and named[0].lstrip("#").isdecimal():
        place = int(named[0].lstrip("#"))
        if 1 <= place <= len(findings):
            return [place - 1]
    return [
        place
        for place, (rule, subject) in enumerate(findings)
        if all(_fits(word, rule, subject) for word in named)
    ]


def _fits(word: str, rule: str, subject: Subject) -> bool:
    """Whether a word is the rule, or says what the finding is about, or is several that do."""
    known = {rule, *_parts(subject)}
    if _plain(word) in known or word in known:
        return True
    return len(word.split()) > 1 and all(_plain(one) in known for one in word.split())


def _parts(subject: Subject) -> set[str]:
    """Each way to say what a finding is about, or a part of it."""
    ids = {subject.session, subject.learner, subject.lesson, subject.recording}
    ids.add(PurePosixPath(subject.recording).name)
    hours = {f"{each}·{subject.hour}" for each in (subject.session, subject.learner)}
    return (ids | hours | {briefly(subject)}) - {""}


def _plain(word: str) -> str:
    """P01/2 and P01·2 are the same."""
    head, slash, hour = word.rpartition("/")
    return f"{head}·{hour}" if slash and hour.isdecimal() else word
