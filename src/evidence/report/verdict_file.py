"""A verdict file: what ``evidence check --json`` wrote, read back as a stranger's."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.report.verdict_record import SCHEMA_ID, VerdictRecord

_LARGEST = 1 << 28  # bytes; a city's largest class has some megabytes


def is_verdict(path: Path) -> bool:
    """Whether a path is a verdict file, and no bundle."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return path.suffix.lower() == ".json" or file.read(1) == b"{"


def read_verdict(path: Path) -> VerdictRecord:
    """The verdict of a file.

    Raises:
        Unreadable: when it is none, or one of a format that this version does not know.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
        return VerdictRecord.model_validate_json(content)
    except OSError as error:
        what = say("can't be opened: {detail}", detail=error.strerror or type(error).__name__)
        raise _unfit(path, what) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "—"
        what = say(
            "this is no verdict of the format {schema} ({place}: {detail}): write one with "
            "evidence check BUNDLE --json FILE",
            schema=SCHEMA_ID,
            place=place,
            detail=first["msg"],
        )
        raise _unfit(path, what) from error


def _unfit(path: Path, what: Text) -> Unreadable:
    return Unreadable(str(path), (Problem(what, str(path)),))
