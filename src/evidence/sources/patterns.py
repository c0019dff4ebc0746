"""Patterns: how the camera and the start of a recording stand in its name.

An institution writes its own in ``class.toml``, in the manner of Python's format strings::

    {camera}_{start:%Y%m%d_%H%M%S}.mp4
    {start:%Y-%m-%d}/{camera}/{}_{start:%H.%M.%S}.mkv
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from string import Formatter
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DIRECTIVES = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{1,2}",
    "d": r"\d{1,2}",
    "j": r"\d{1,3}",
    "H": r"\d{1,2}",
    "I": r"\d{1,2}",
    "p": r"[AaPp][Mm]",
    "M": r"\d{1,2}",
    "S": r"\d{1,2}",
    "f": r"\d{1,6}",
    "z": r"[+-]\d{2}:?\d{2}|Z",
    "s": r"\d{9,10}",
}
# Any other field may be anything, but one that begins or is spelled nearly so is a slip.
FIELDS = ("cam", "start", "camera")
SLIP = 0.75
COMPLETE = ({"Y", "y", "s"}, {"m", "j", "s"}, {"d", "j", "s"}, {"H", "I", "s"}, {"M", "s"})
# Where digits follow one another without a break, each has its full width.
FULL_WIDTH = {"m": r"\d{2}", "d": r"\d{2}", "j": r"\d{3}", "H": r"\d{2}", "I": r"\d{2}"} | {
    "M": r"\d{2}",
    "S": r"\d{2}",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a name tells: the camera ("" where it tells none) and the start as wall time."""

    camera: str
    start: int


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A class's own pattern, ready to be matched; ``timing`` is the joined strptime format."""

    text: str
    regex: re.Pattern[str]
    timing: str
    starts: int

    def match(self, path: str, timezone: str) -> Named | None:
        """What ``path`` (below recordings/) or its bare name tells; None where it does not fit.

        A time that does not exist, as of month 13, does not fit either.
        """
        for name in (path, path.rpartition("/")[2]):
            found = self.regex.fullmatch(name)
            if found:
                written = "\0".join(found[f"start{i}"] for i in range(self.starts))
                start = wall_time(written, self.timing, timezone)
                if start is not None:
                    return Named(found.groupdict().get("camera") or "", start)
        return None


def compile_pattern(pattern: str) -> CompiledPattern:
    """Read a class's recording pattern.

    ``{camera}`` is the camera, ``{start:…}`` the start or a part of it in strptime's letters
    (and ``%s`` for Unix seconds); any other field matches anything.

    Raises:
        ValueError: naming every field that can't be read, or what the pattern lacks.
    """
    parts: list[str] = []
    timings: list[str] = []
    wrong: list[str] = []
    for literal, field, spec, conversion in _pieces(pattern):
        parts.append(re.escape(literal))
        if field is None:
            continue
        seen = "(?P<camera>" in "".join(parts)
        try:
            parts.append(_field(field, spec or "", conversion, timings, seen=seen))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise ValueError("; ".join(wrong))
    timing = "\0".join(timings)
    _check_complete(timing)
    regex = re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
    return CompiledPattern(pattern, regex, timing, len(timings))


def _pieces(pattern: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"the pattern's braces do not pair up: {error}") from error


def _field(field: str, spec: str, conversion: str | None, timings: list[str], *, seen: bool) -> str:
    if conversion:
        raise ValueError(f"{{{field}!{conversion}}} is not understood: leave out !{conversion}")
    if field == "start":
        expression = _timing_expression(spec)
        timings.append(spec)
        return f"(?P<start{len(timings) - 1}>{expression})"
    if field != "camera" and (
        field.casefold().startswith(FIELDS) or get_close_matches(field, FIELDS, n=1, cutoff=SLIP)
    ):
        raise ValueError(f"{{{field}}} is not understood: write {{camera}} or {{start:%Y%m%d…}}")
    if field == "camera":
        if spec:
            raise ValueError(f"{{camera:{spec}}} is not understood: write {{camera}}")
        return "(?P=camera)" if seen else "(?P<camera>[^/]+?)"
    return ".*?"


def _timing_expression(spec: str) -> str:
    """The regular expression of one strptime format."""
    pieces = list(_directives(spec))
    if not any(letter for letter, _ in pieces):
        raise ValueError("{start} needs its form, for example {start:%Y%m%d_%H%M%S}")
    found: list[str] = []
    for index, (letter, literal) in enumerate(pieces):
        neighbours = [pieces[i][0] for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
        packed = bool(letter) and any(neighbours)
        if not letter:
            found.append(re.escape(literal))
        elif packed and letter in FULL_WIDTH:
            found.append(FULL_WIDTH[letter])
        else:
            found.append(f"(?:{DIRECTIVES[letter]})")
    return "".join(found)


def _directives(spec: str) -> Iterator[tuple[str, str]]:
    """The format cut into (letter, "") for directives and ("", text) for what is between."""
    for piece in re.findall(r"%.?|[^%]+", spec, re.DOTALL):
        if piece == "%%":
            yield "", "%"
        elif piece.startswith("%"):
            if piece[1:] not in DIRECTIVES:
                known = " ".join(f"%{letter}" for letter in DIRECTIVES)
                raise ValueError(f"{{start:{spec}}}: {piece} is not understood (known: {known})")
            yield piece[1:], ""
        else:
            yield "", piece


def _check_complete(timing: str) -> None:
    letters = [letter for letter, _ in _directives(timing) if letter]
    twice = next((letter for letter in letters if letters.count(letter) > 1), None)
    if twice:
        raise ValueError(f"{{start:…}} tells %{twice} twice")
    if not letters:
        raise ValueError("{start:…} is missing: the pattern must say when a recording starts")
    if not all(need & set(letters) for need in COMPLETE):
        raise ValueError("{start:…} must tell year, month, day, hour and minute")


def wall_time(written: str, timing: str, timezone: str) -> int | None:
    """The wall time of ``written`` in strptime format ``timing``; None where there is no such.

    A time without an offset is local time of ``timezone``.
    """
    try:
        if timing == "%s":
            return int(written) * 1_000_000
        moment = datetime.strptime(written, timing)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return (moment - EPOCH) // timedelta(microseconds=1)
